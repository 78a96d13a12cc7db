package dev.lockkeeper.run;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.check.Attestation;
import dev.lockkeeper.check.Board;
import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.run.LaunchBoards.Subject;
import dev.lockkeeper.target.Resolved;
import dev.lockkeeper.target.Target;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Writes a launch: run, frozen SQL, phases, steps, event, audit record and task, all or nothing. */
@Component
class LaunchWriter {

    private final RunStore runs;
    private final RunReader reader;
    private final PhaseStore phases;
    private final RunTrail trail;
    private final RunWaking waking;
    private final OtherRuns others;

    LaunchWriter(
            RunStore runs, RunReader reader, PhaseStore phases, RunTrail trail, RunWaking waking, OtherRuns others) {
        this.runs = runs;
        this.reader = reader;
        this.phases = phases;
        this.trail = trail;
        this.waking = waking;
        this.others = others;
    }

    /** @param now the moment of the launch */
    record Order(
            Subject subject,
            Resolved resolved,
            Runs.LaunchRequest request,
            PhaseStore.Opening opening,
            Board board,
            Instant now) {

        /** When the run begins. */
        Instant start() {
            return request.startAt() == null || request.startAt().isBefore(now) ? now : request.startAt();
        }
    }

    /** @throws Failure {@code already-applied}, {@code already-running} */
    @Transactional(readOnly = true)
    public void refuseRepeats(Subject subject) {
        String migration = subject.revision().migration();
        String target = subject.target().name();
        Optional<Run> applied = reader.succeeded(migration, target).stream()
                .filter(run -> run.revision() == subject.revision().number())
                .findFirst();
        if (applied.isPresent()) {
            throw new Failure(
                    Code.ALREADY_APPLIED,
                    "Revision " + applied.get().revision() + " of " + migration + " has succeeded on " + target
                            + " in run " + applied.get().id() + ". Nothing was launched.",
                    "There is nothing to do; to do it again, roll that run back first.");
        }
        reader.activeOn(target).stream()
                .filter(run -> run.migration().equals(migration))
                .findFirst()
                .ifPresent(run -> {
                    throw alreadyRunning(run);
                });
    }

    @Transactional
    public Run write(Order order, dev.lockkeeper.audit.Actor actor) {
        Target target = order.subject().target();
        runs.lockTarget(target.name());
        refuseRepeats(order.subject());
        refuseOverlap(order);
        long id = runs.insert(newRun(order));
        phases.insert(id, order.resolved());
        phases.open(id, order.resolved().phases().getFirst().phase(), order.opening());
        trail.launched(id, entry(order, actor));
        waking.wake(id, order.start());
        return reader.get(id);
    }

    /** The check was asked before this transaction; two launches at once would both have passed it. */
    private void refuseOverlap(Order order) {
        if (order.opening().overrides().stream()
                .anyMatch(override -> override.check().equals(NoOtherRun.ID))) {
            return;
        }
        Subject subject = order.subject();
        others.overlapping(subject.revision().plan(), subject.target().name(), run -> true).stream()
                .findFirst()
                .ifPresent(overlap -> {
                    throw alreadyRunning(overlap.run());
                });
    }

    static Failure alreadyRunning(Run run) {
        return new Failure(
                Code.ALREADY_RUNNING,
                "Run " + run.id() + " of " + run.migration() + " is "
                        + run.state().wire() + " on " + run.target() + ". Nothing was launched.",
                "Look at run " + run.id() + ": let it end, cancel it or roll it back first.");
    }

    private static RunStore.NewRun newRun(Order order) {
        Plan plan = order.subject().revision().plan();
        Target target = order.subject().target();
        RunStore.RunSubject subject = new RunStore.RunSubject(
                plan.migration(),
                order.subject().revision().number(),
                plan.title(),
                order.subject().revision().digest(),
                target.name(),
                target.environment(),
                target.team());
        return new RunStore.NewRun(
                subject,
                order.request().startAt(),
                order.request().phases(),
                order.resolved(),
                order.opening().by());
    }

    private static RunTrail.Entry entry(Order order, dev.lockkeeper.audit.Actor actor) {
        Runs.LaunchRequest request = order.request();
        Map<String, Object> after = new LinkedHashMap<>();
        after.put("state", RunState.SCHEDULED.wire());
        after.put("migration", request.migration());
        after.put("revision", order.subject().revision().number());
        after.put("digest", order.subject().revision().digest());
        after.put("target", request.target());
        after.put("sql", order.resolved().digests());
        after.put("startAt", order.start().toString());
        after.put("phases", request.phases());
        after.put("checklist", request.checklist());
        after.put("overrides", overrides(order.opening().overrides()));
        after.put("attested", attested(request.attested()));
        after.put(RunTrail.BOARD, read(order.board()));
        String message = "Launched by " + actor.name() + " on " + request.target() + ".";
        return new RunTrail.Entry(actor, "run.launch", "state", message, after, null);
    }

    static List<Map<String, String>> attested(List<Attestation> attested) {
        return attested.stream()
                .map(one -> Map.of(
                        "check",
                        one.check(),
                        "link",
                        one.link().toString(),
                        "at",
                        one.at() == null ? "" : one.at().toString()))
                .toList();
    }

    /** The board as it was read, for the record. */
    static List<Map<String, Object>> read(Board board) {
        return board.checks().stream()
                .map(found -> Map.<String, Object>of(
                        "id",
                        found.id(),
                        "result",
                        found.result().name().toLowerCase(Locale.ROOT),
                        "blocking",
                        found.blocking(),
                        "evidence",
                        found.evidence()))
                .toList();
    }

    static List<Map<String, String>> overrides(List<Runs.Override> overrides) {
        return overrides.stream()
                .map(override -> Map.of("check", override.check(), "reason", override.reason()))
                .toList();
    }
}
