package dev.lockkeeper.web;

import dev.lockkeeper.catalog.Approval;
import dev.lockkeeper.plan.Gate;
import dev.lockkeeper.run.BackfillProgress;
import dev.lockkeeper.run.HoleState;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.Run.RunStep;
import dev.lockkeeper.run.RunEvent;
import dev.lockkeeper.run.RunHole;
import dev.lockkeeper.run.RunSeries;
import dev.lockkeeper.run.RunState;
import dev.lockkeeper.run.StepState;
import dev.lockkeeper.run.ThrottleSample;
import dev.lockkeeper.run.ThrottleSignal;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A run with everything that its page and fragments show, read at one moment.
 *
 * @param author who wrote the revision; @param authorId by whom the four eyes are told apart
 * @param gates of each phase
 * @param events newest first, without those that only carry numbers
 * @param samples of its walks, newest first
 * @param locks around its tables, null while they do not matter or are not known yet
 */
record RunView(
        Run run,
        String author,
        long authorId,
        @Nullable GateStanding gate,
        List<Approval> approvals,
        Map<String, Gate> gates,
        List<RunEvent> events,
        List<RunSeries.Sample> samples,
        List<ThrottleSample> verdicts,
        @Nullable LocksOfRun locks) {

    private static final int HOLES_SHOWN = 50;

    /** @param id stays the same from one moment to the next, so that an opened line stays open */
    record Line(String id, String phase, Mark mark, RunStep step) {}

    private static final Set<RunState> MOVING =
            EnumSet.of(RunState.RUNNING, RunState.PAUSING, RunState.CANCELLING, RunState.ROLLING_BACK);

    private static final Set<String> WALKS = Set.of("backfill", "verify");

    /** Whether a step of it goes through rows, now, before or later. */
    public boolean walks() {
        return run.phases().stream()
                .flatMap(phase -> phase.steps().stream())
                .anyMatch(step -> WALKS.contains(step.kind()));
    }

    /** Not a part of what was read: it has numbers in it, which are written for who reads. */
    public List<PhaseStrip> strip() {
        return run.phases().stream()
                .map(phase -> PhaseStrip.of(run, phase, gates.getOrDefault(phase.phase(), Gate.OPEN)))
                .toList();
    }

    public Mark mark(RunEvent event) {
        return Mark.of(event);
    }

    public Mark mark() {
        return Mark.of(run);
    }

    /** Whether the target is why it stands. */
    public boolean held() {
        return run.state() == RunState.RUNNING && Walks.hold(Walks.current(run)) != null;
    }

    /** When the throttle began to say what it says; null before its first word. */
    public @Nullable Instant since() {
        BackfillProgress walk = run.backfill();
        if (walk == null || walk.heldSince() != null) {
            return walk == null ? null : walk.heldSince();
        }
        return walk.pacing() == null ? null : walk.pacing().since();
    }

    /** The signal that has a limit for the replicas; null when there is none. */
    public @Nullable ThrottleSignal lagLimit() {
        return signals().stream()
                .filter(signal -> signal.name().equals("replicaLag") && signal.limit() != null)
                .findFirst()
                .orElse(null);
    }

    NextAction next(Reader reader) {
        return NextAction.of(run, gate, lock(), reader);
    }

    /** Whom it waits for now; else what the newest event says of a lock that is not granted; null when there is neither. */
    private @Nullable String lock() {
        if (locks != null && !locks.waits().isEmpty()) {
            return locks.waits().getFirst();
        }
        return events.isEmpty() || !events.getFirst().kind().equals("lock")
                ? null
                : events.getFirst().message();
    }

    public List<Line> lines() {
        return run.phases().stream()
                .flatMap(phase -> phase.steps().stream()
                        .map(step -> new Line(
                                "step-" + phase.phase() + "-" + step.index(),
                                phase.phase(),
                                Mark.of(step.state()),
                                step)))
                .toList();
    }

    /** {@code 3 done · 1 running · 6 to come}. */
    public String linesInWords() {
        long running = count(StepState.RUNNING);
        long toCome = count(StepState.PENDING);
        long failed = count(StepState.FAILED);
        long done = lines().size() - running - toCome - failed;
        return done + " done" + words(running, "running") + words(failed, "failed") + words(toCome, "to come");
    }

    private static String words(long count, String word) {
        return count == 0 ? "" : " · " + count + " " + word;
    }

    private long count(StepState state) {
        return lines().stream().filter(line -> line.step().state() == state).count();
    }

    /** Those that wait for somebody first; a page of them is enough to see what is wrong. */
    public List<RunHole> holes() {
        return run.holes().stream()
                .sorted(Comparator.comparing((RunHole hole) -> hole.state() == HoleState.ACCEPTED)
                        .thenComparing(RunHole::id))
                .limit(HOLES_SHOWN)
                .toList();
    }

    public Mark mark(RunHole hole) {
        return Mark.of(hole.state());
    }

    /** {@code 2 open · 1 accepted}. */
    public String holesInWords() {
        long retrying = run.holes().stream()
                .filter(hole -> hole.state() == HoleState.RETRYING)
                .count();
        long open = run.openHoles().size();
        long accepted = run.holes().size() - open - retrying;
        String shown = run.holes().size() > HOLES_SHOWN ? " · the first " + HOLES_SHOWN + " are shown" : "";
        return open + " open" + words(retrying, "to be tried again") + words(accepted, "accepted") + shown;
    }

    public List<LaneBars.Bar> bars() {
        return run.backfill() == null ? List.of() : LaneBars.of(run.backfill().lanes());
    }

    public long lanesDone() {
        return run.backfill() == null
                ? 0
                : run.backfill().lanes().stream()
                        .filter(BackfillProgress.LaneProgress::done)
                        .count();
    }

    /** Who gave an approval that still stands, each once. */
    public String approvers() {
        return String.join(
                ", ", approvals.stream().map(Approval::approver).distinct().toList());
    }

    /** Whether the walk that is shown goes on now; the time left is only told then. */
    public boolean walking() {
        return Walks.current(run) != null;
    }

    /** Whether rows are on their way at this moment: not while it stands by somebody's wish, at a fault, or without a server. */
    public boolean moving() {
        return walking() && MOVING.contains(run.state());
    }

    /** 0 to 1; null, which a browser shows as "somewhere on the way", when the whole is unknown. */
    public @Nullable Double share() {
        return Walks.share(run.backfill());
    }

    public Mark verdict() {
        return verdict(run.backfill() == null ? "" : run.backfill().verdict());
    }

    /** What the throttle read last, with a value or a limit; empty before that. */
    public List<ThrottleSignal> signals() {
        BackfillProgress walk = run.backfill();
        return walk == null || walk.pacing() == null ? List.of() : walk.pacing().signals();
    }

    public Mark verdict(String verdict) {
        return switch (verdict) {
            case "go" -> new Mark("check", "go", "ok");
            case "slow" -> new Mark("warning", "slowed", "hold");
            case "stop" -> new Mark("pause", "held", "hold");
            default -> new Mark("question", "unknown", "idle");
        };
    }

    /** Null for one that is open below. */
    public @Nullable String firstKey() {
        String lo = bars().getFirst().lane().lo();
        return lo == null ? null : Show.VALUES.key(lo);
    }

    /** Null for one that is open above. */
    public @Nullable String lastKey() {
        String hi = bars().getLast().lane().hi();
        return hi == null ? null : Show.VALUES.key(hi);
    }

    /** What the drawing says, for those who cannot see it. */
    public String lanesInWords() {
        return bars().stream()
                .map(LaneBars.Bar::lane)
                .map(lane -> "lane " + (lane.lane() + 1)
                        + (lane.done() ? " done" : " at " + (lane.cursor() == null ? "its start" : lane.cursor())))
                .collect(Collectors.joining(", "));
    }

    /** Where an action is done or asked for. */
    public String href(Act act) {
        return switch (act) {
            case APPROVE ->
                Address.review(run.migration(), run.revision(), run.target())
                        + (gate == null ? "" : "&phase=" + gate.phase()) + "#approve";
            case OPEN_BOARD -> Address.board(run.migration(), run.revision(), run.target());
            case SEE_LOCKS -> Address.target(run.target());
            case FOLLOW -> Address.run(run.id());
            case SUBMIT -> "/migrations/new?from=" + run.migration();
            case PAUSE, RESUME, RETRY, RETRY_HOLES, CANCEL, ROLL_BACK, OPEN_GATE ->
                Address.run(run.id()) + "/" + act.path();
        };
    }
}
