package dev.lockkeeper.web;

import dev.lockkeeper.target.Probe;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The one next safe action on a target, or what it waits for. From what the target said and the reader's roles alone.
 *
 * @param state which words of {@code target.properties} tell it
 * @param act what the reader does next, null when nothing is for this reader to do
 */
record TargetNext(State state, @Nullable Doing act) {

    /** How a target stands, the worst first. */
    enum State {
        UNREACHABLE,
        READ_ONLY,
        MISSING,
        AT_WORK,
        CLOSED,
        IDLE
    }

    /** What the button does; its words have the same name. */
    enum Doing {
        MEND,
        GRANTS,
        FOLLOW,
        CHOOSE,
        WRITE;

        public String key() {
            return "target.do." + name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param run whether one is active there; @param open whether launches are allowed now */
    static TargetNext of(Probe probe, boolean run, boolean open, TargetReader reader) {
        State state = state(probe, run, open);
        return new TargetNext(
                state,
                switch (state) {
                    case UNREACHABLE, READ_ONLY -> reader.admin() ? Doing.MEND : null;
                    case MISSING -> Doing.GRANTS;
                    case AT_WORK -> Doing.FOLLOW;
                    case CLOSED, IDLE -> reader.operator() ? Doing.CHOOSE : reader.author() ? Doing.WRITE : null;
                });
    }

    private static State state(Probe probe, boolean run, boolean open) {
        if (!probe.reachable()) {
            return State.UNREACHABLE;
        }
        if (!probe.writable()) {
            return State.READ_ONLY;
        }
        if (!probe.missing().isEmpty()) {
            return State.MISSING;
        }
        return run ? State.AT_WORK : open ? State.IDLE : State.CLOSED;
    }

    public Mark mark() {
        return switch (state) {
            case UNREACHABLE -> new Mark("cross", "does not answer", "bad");
            case READ_ONLY -> new Mark("cross", "takes no writes", "bad");
            case MISSING -> new Mark("warning", "privileges missing", "hold");
            case AT_WORK -> new Mark("running", "ready", "run");
            case CLOSED -> new Mark("clock", "ready", "idle");
            case IDLE -> new Mark("check", "ready", "ok");
        };
    }

    /** Of the words that say how it stands. */
    public String title() {
        return "target.next." + word() + ".title";
    }

    /** Of the words that say why, and who or what is waited for when there is nothing to do for this reader. */
    public String detail() {
        return "target.next." + word() + (act == null ? ".waits" : ".detail");
    }

    private String word() {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
