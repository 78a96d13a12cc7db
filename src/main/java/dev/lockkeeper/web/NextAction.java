package dev.lockkeeper.web;

import dev.lockkeeper.Code;
import dev.lockkeeper.run.BackfillProgress;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.RunState;
import dev.lockkeeper.run.Wish;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The one next safe action of a reader, or who or what is waited for. Computed from state and roles alone, so that a page, a list
 * and a live fragment say the same.
 *
 * @param title what is so, in a few words
 * @param detail why, and who or what is waited for when {@code act} is null
 * @param act the one thing to do next, null when there is none for this reader
 * @param others what is possible besides, never more prominent than {@code act}
 */
record NextAction(Mark mark, String title, String detail, @Nullable Act act, List<Act> others) {

    NextAction {
        others = List.copyOf(others);
    }

    /** Whether the thing waits for this very reader. */
    boolean mine() {
        return act != null;
    }

    /** What a page says of before it is done; what leads to a page of its own says it there. */
    public List<Act> said() {
        return Stream.concat(Stream.ofNullable(act), others.stream())
                .filter(each -> !each.link() || each.dangerous())
                .toList();
    }

    static NextAction of(Run run, @Nullable GateStanding gate, Reader reader) {
        return of(run, gate, null, reader);
    }

    /** @param lock what the run says of a lock that it does not get, null when it waits for none */
    static NextAction of(Run run, @Nullable GateStanding gate, @Nullable String lock, Reader reader) {
        return switch (run.state()) {
            case SCHEDULED -> scheduled(run, reader);
            case RUNNING -> lock == null ? running(run, reader) : locked(run, lock, reader);
            case WAITING -> waiting(run, gate, reader);
            case PAUSING -> idle(run, "Pausing", "The chunk in hand is finished first. Nothing for you to do.", reader);
            case PAUSED ->
                operators(
                        run,
                        "Paused",
                        "Stands between two chunks; nothing is lost.",
                        "It waits for an operator to resume it.",
                        Act.RESUME,
                        reader);
            case CANCELLING ->
                idle(run, "Cancelling", "The chunk in hand is finished first. Nothing for you to do.", reader);
            case CANCELLED -> idle(run, "Cancelled", "What was done stays done. Nothing is waited for.", reader);
            case INTERRUPTED ->
                idle(
                        run,
                        "Interrupted",
                        "Its server went away. Another takes it up at the checkpoint. Nothing for you to do.",
                        reader);
            case FAILED ->
                operators(run, "Failed", error(run), "It waits for an operator to decide.", Act.RETRY, reader);
            case STUCK -> stuck(run, reader);
            case ROLLING_BACK -> idle(run, "Rolling back", "Phases are being undone. Nothing for you to do.", reader);
            case ROLLED_BACK ->
                idle(run, "Rolled back", "What was asked for is undone. Nothing is waited for.", reader);
            case SUCCEEDED ->
                idle(run, "Done", "Every phase that was asked for has succeeded. Nothing is waited for.", reader);
        };
    }

    /** Whether the states allow it now, to somebody who may. */
    static boolean offers(Run run, Act act) {
        return possible(run, null, new Reader(true, false, false)).contains(act);
    }

    private static NextAction stuck(Run run, Reader reader) {
        boolean overHoles = run.error() != null && run.error().code().equals(Code.OPEN_HOLES.wire());
        return overHoles
                ? operators(
                        run,
                        "Stuck: " + Show.VALUES.count(run.openHoles().size(), "row") + " left out",
                        error(run) + " Each is listed below.",
                        "It waits for an operator to decide on each.",
                        Act.RETRY_HOLES,
                        reader)
                : operators(
                        run,
                        "Stuck: an outcome is unknown",
                        error(run),
                        "It waits for an operator to look at the target and decide.",
                        Act.RETRY,
                        reader);
    }

    private static NextAction scheduled(Run run, Reader reader) {
        String detail = run.startAt() == null
                ? "A server picks it up shortly. Nothing for you to do."
                : "Starts at " + Show.VALUES.utc(run.startAt()) + ". Nothing for you to do.";
        return idle(run, "Scheduled", detail, reader);
    }

    private static NextAction running(Run run, Reader reader) {
        BackfillProgress walk = Walks.current(run);
        String reason = Walks.hold(walk);
        if (walk == null || reason == null) {
            return idle(run, "Running", "It goes on by itself. Nothing for you to do.", reader);
        }
        String since = walk.heldSince() == null ? "" : "Since " + Show.VALUES.utc(walk.heldSince()) + ". ";
        return new NextAction(
                Mark.HELD,
                "Held back: " + reason,
                since + "Clears by itself. Nothing for you to do.",
                null,
                possible(run, null, reader));
    }

    private static NextAction locked(Run run, String lock, Reader reader) {
        Mark mark = new Mark("pause", "waits for a lock", "hold");
        String detail =
                lock + " It asks again by itself; those who hold the lock are not disturbed. Nothing for you to do.";
        List<Act> others = Stream.concat(Stream.of(Act.SEE_LOCKS), possible(run, null, reader).stream())
                .toList();
        return new NextAction(mark, "Waits for a lock", detail, null, others);
    }

    private static NextAction waiting(Run run, @Nullable GateStanding gate, Reader reader) {
        String waits = "It waits: " + (run.waitingFor() == null ? "its gate" : run.waitingFor()) + ".";
        if (gate == null) {
            return idle(run, "Waiting", waits, reader);
        }
        if (gate.wanted() != null) {
            return approval(run, gate.phase(), gate.wanted(), reader);
        }
        if (gate.soakUntil() != null) {
            String detail = "It waits for the soak, which ends at " + Show.VALUES.utc(gate.soakUntil()) + ".";
            return idle(run, "Soaking before " + gate.phase(), detail, reader);
        }
        if (gate.needsPerson()) {
            String title = "The gate to " + gate.phase() + " is closed";
            return operators(
                    run,
                    title,
                    "Read the board, then open it.",
                    "It waits for an operator to open it.",
                    Act.OPEN_GATE,
                    reader);
        }
        return idle(run, "Waiting", waits, reader);
    }

    private static NextAction approval(Run run, String phase, Wanted wanted, Reader reader) {
        if (wanted.rejection() != null) {
            return idle(run, phase + " was rejected", wanted.waitsFor(reader), reader);
        }
        String title = phase + " needs " + (wanted.more() == 1 ? "an approval" : wanted.more() + " approvals");
        if (wanted.from(reader)) {
            return new NextAction(
                    Mark.of(run.state()),
                    title,
                    "You approve exactly the statements that will run.",
                    Act.APPROVE,
                    possible(run, Act.APPROVE, reader));
        }
        return idle(run, title, wanted.waitsFor(reader), reader);
    }

    private static NextAction operators(Run run, String title, String detail, String waits, Act act, Reader reader) {
        return reader.operator()
                ? new NextAction(Mark.of(run.state()), title, detail, act, possible(run, act, reader))
                : idle(run, title, (detail + " " + waits).strip(), reader);
    }

    private static NextAction idle(Run run, String title, String detail, Reader reader) {
        return new NextAction(Mark.of(run.state()), title, detail, null, possible(run, null, reader));
    }

    /** What the table of states allows an operator besides. */
    private static List<Act> possible(Run run, @Nullable Act first, Reader reader) {
        if (!reader.operator()) {
            return List.of();
        }
        boolean begun = run.phases().stream().anyMatch(phase -> phase.startedAt() != null);
        boolean back = run.wish() == Wish.ROLL_BACK;
        return wishes(run.state()).stream()
                .filter(act -> act != first && !(act == Act.RETRY && first == Act.RETRY_HOLES))
                .filter(act -> act != Act.ROLL_BACK || begun)
                .filter(act -> !back || run.state() != RunState.INTERRUPTED)
                .toList();
    }

    /** Least drastic first. */
    private static List<Act> wishes(RunState state) {
        return switch (state) {
            case SCHEDULED, RUNNING -> List.of(Act.PAUSE, Act.CANCEL);
            case WAITING, INTERRUPTED -> List.of(Act.PAUSE, Act.CANCEL, Act.ROLL_BACK);
            case PAUSING -> List.of(Act.RESUME, Act.CANCEL);
            case PAUSED -> List.of(Act.RESUME, Act.CANCEL, Act.ROLL_BACK);
            case FAILED, STUCK -> List.of(Act.RETRY, Act.CANCEL, Act.ROLL_BACK);
            case CANCELLED, SUCCEEDED -> List.of(Act.ROLL_BACK);
            case CANCELLING, ROLLING_BACK, ROLLED_BACK -> List.of();
        };
    }

    private static String error(Run run) {
        return run.error() == null ? "" : run.error().message();
    }
}
