package dev.lockkeeper.run;

import dev.lockkeeper.run.RunStore.Move;
import dev.lockkeeper.run.Wishes.Answer;
import dev.lockkeeper.security.Person;
import java.time.Instant;
import java.util.Map;

/** What pause, resume, cancel and retry make of a run, by its state. Where nothing is being carried out, the wish is the fact. */
final class WishRules {
    private WishRules() {}

    static Answer pause(Run run, Person by, Instant now) {
        RunState to =
                switch (run.state()) {
                    case RUNNING -> RunState.PAUSING;
                    case SCHEDULED, WAITING -> RunState.PAUSED;
                    case INTERRUPTED -> forwardOnly(run, RunState.PAUSED, "pause");
                    case PAUSING, PAUSED, CANCELLING, CANCELLED, FAILED, STUCK, ROLLING_BACK, ROLLED_BACK, SUCCEEDED ->
                        throw Wishes.illegal(run, "pause");
                };
        return answer(
                run,
                to,
                Wish.PAUSE,
                (to == RunState.PAUSED ? "Paused" : "A pause is wished") + " by " + name(by) + ".",
                now);
    }

    static Answer resume(Run run, Person by, Instant now) {
        RunState to =
                switch (run.state()) {
                    case PAUSING -> RunState.RUNNING;
                    case PAUSED -> startsLater(run, now) ? RunState.SCHEDULED : RunState.RUNNING;
                    case SCHEDULED,
                            RUNNING,
                            WAITING,
                            CANCELLING,
                            CANCELLED,
                            INTERRUPTED,
                            FAILED,
                            STUCK,
                            ROLLING_BACK,
                            ROLLED_BACK,
                            SUCCEEDED -> throw Wishes.illegal(run, "resume");
                };
        Instant at = to == RunState.SCHEDULED && run.startAt() != null ? run.startAt() : now;
        return answer(run, to, Wish.GO, "Resumed by " + name(by) + ".", at);
    }

    static Answer cancel(Run run, Person by, Instant now) {
        RunState to =
                switch (run.state()) {
                    case RUNNING, PAUSING -> RunState.CANCELLING;
                    case SCHEDULED, WAITING, PAUSED, FAILED, STUCK -> RunState.CANCELLED;
                    case INTERRUPTED -> forwardOnly(run, RunState.CANCELLED, "cancel");
                    case CANCELLING, CANCELLED, ROLLING_BACK, ROLLED_BACK, SUCCEEDED ->
                        throw Wishes.illegal(run, "cancel");
                };
        String done = to == RunState.CANCELLED ? "Cancelled by " : "To be cancelled, wishes ";
        Move move = new Move(to, Wish.CANCEL, null, run.error(), run.rollbackTo());
        return new Answer(move, done + name(by) + ".", now, Map.of());
    }

    /** A run that failed while rolling back goes on rolling back. */
    static Answer retry(Run run, Person by, Instant now) {
        boolean back = run.wish() == Wish.ROLL_BACK;
        RunState to =
                switch (run.state()) {
                    case FAILED, STUCK -> back ? RunState.ROLLING_BACK : RunState.RUNNING;
                    case SCHEDULED,
                            RUNNING,
                            WAITING,
                            PAUSING,
                            PAUSED,
                            CANCELLING,
                            CANCELLED,
                            INTERRUPTED,
                            ROLLING_BACK,
                            ROLLED_BACK,
                            SUCCEEDED -> throw Wishes.illegal(run, "retry");
                };
        return answer(run, to, back ? Wish.ROLL_BACK : Wish.GO, "To be tried again, wishes " + name(by) + ".", now);
    }

    private static RunState forwardOnly(Run run, RunState to, String verb) {
        if (run.wish() == Wish.ROLL_BACK) {
            throw Wishes.illegal(run, verb);
        }
        return to;
    }

    private static boolean startsLater(Run run, Instant now) {
        return run.startedAt() == null && run.startAt() != null && run.startAt().isAfter(now);
    }

    private static Answer answer(Run run, RunState to, Wish wish, String done, Instant wakeAt) {
        return new Answer(new Move(to, wish, null, null, run.rollbackTo()), done, wakeAt, Map.of());
    }

    private static String name(Person by) {
        return by.username();
    }
}
