package dev.lockkeeper.web;

import dev.lockkeeper.check.Finding;
import dev.lockkeeper.lint.LintFinding;
import dev.lockkeeper.run.HoleState;
import dev.lockkeeper.run.PhaseState;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.RunEvent;
import dev.lockkeeper.run.RunLine;
import dev.lockkeeper.run.RunState;
import dev.lockkeeper.run.StepState;

/**
 * How a state looks: glyph, word and colour, so that each alone tells it.
 *
 * @param glyph id of a symbol in {@code fragments/icons.html}
 * @param name what the state is called in English, which is also where its word stands in {@code mark.properties}
 * @param tone the colour: {@code ok}, {@code run}, {@code hold}, {@code bad}, {@code idle} or {@code gate}
 */
record Mark(String glyph, String name, String tone) {

    /** A run that goes on as soon as the target allows it. */
    static final Mark HELD = new Mark("pause", "held", "hold");

    /** A revision that may be launched. Not the glyph of what has succeeded: nothing has happened yet. */
    static final Mark APPROVED = new Mark("clock", "approved", "run");

    static final Mark REJECTED = new Mark("cross", "rejected", "bad");

    /** A soak that ends. */
    static final Mark SOAK = new Mark("gate", "soak ends", "gate");

    /** When launches are allowed. */
    static final Mark WINDOW = new Mark("window", "window", "idle");

    static Mark of(RunState state) {
        return switch (state) {
            case SCHEDULED -> new Mark("clock", "scheduled", "idle");
            case RUNNING -> new Mark("running", "running", "run");
            case WAITING -> new Mark("gate", "waiting", "gate");
            case PAUSING -> new Mark("pause", "pausing", "hold");
            case PAUSED -> new Mark("pause", "paused", "hold");
            case CANCELLING -> new Mark("stop", "cancelling", "hold");
            case CANCELLED -> new Mark("stop", "cancelled", "idle");
            case INTERRUPTED -> new Mark("plug", "interrupted", "hold");
            case FAILED -> new Mark("cross", "failed", "bad");
            case STUCK -> new Mark("question", "stuck", "bad");
            case ROLLING_BACK -> new Mark("back", "rolling back", "run");
            case ROLLED_BACK -> new Mark("back", "rolled back", "idle");
            case SUCCEEDED -> new Mark("check", "succeeded", "ok");
        };
    }

    /** As {@link RunView#mark()}: lists and the run's own page say the same. */
    static Mark of(RunLine run) {
        return run.state() == RunState.RUNNING && run.held() != null ? HELD : of(run.state());
    }

    static Mark of(Run run) {
        boolean held = run.state() == RunState.RUNNING && Walks.hold(Walks.current(run)) != null;
        return held ? HELD : of(run.state());
    }

    static Mark of(PhaseState state) {
        return switch (state) {
            case PENDING -> new Mark("dotted", "to come", "idle");
            case WAITING -> new Mark("gate", "waiting", "gate");
            case RUNNING -> new Mark("running", "running", "run");
            case SUCCEEDED -> new Mark("check", "succeeded", "ok");
            case FAILED -> new Mark("cross", "failed", "bad");
            case ROLLING_BACK -> new Mark("back", "rolling back", "run");
            case ROLLED_BACK -> new Mark("back", "rolled back", "idle");
        };
    }

    static Mark of(StepState state) {
        return switch (state) {
            case PENDING -> new Mark("dotted", "to come", "idle");
            case RUNNING -> new Mark("running", "running", "run");
            case SUCCEEDED -> new Mark("check", "done", "ok");
            case ALREADY_SO -> new Mark("check", "already so", "ok");
            case FAILED -> new Mark("cross", "failed", "bad");
            case IGNORED -> new Mark("cross", "failed, ignored", "hold");
            case ROLLED_BACK -> new Mark("back", "rolled back", "idle");
        };
    }

    static Mark of(HoleState state) {
        return switch (state) {
            case OPEN -> new Mark("question", "open", "bad");
            case RETRYING -> new Mark("running", "to be tried again", "run");
            case ACCEPTED -> new Mark("check", "accepted", "idle");
            case FILLED -> new Mark("check", "filled", "ok");
        };
    }

    /** An event looks like the state that it tells of; one that tells of none is a small step on the way. */
    static Mark of(RunEvent event) {
        if (event.kind().equals("lock")) {
            return new Mark("pause", "waits for a lock", "hold");
        }
        if (event.kind().equals("throttle")) {
            if (event.data().containsKey("slow")) {
                return new Mark("warning", "slowed", "hold");
            }
            boolean held = event.data().containsKey("reason");
            return held ? new Mark("pause", "held", "hold") : new Mark("running", "goes on", "run");
        }
        if (event.kind().equals("hole")) {
            boolean filled = event.data().containsKey("filled");
            return filled ? new Mark("check", "filled", "ok") : new Mark("question", "left out", "bad");
        }
        return switch (String.valueOf(event.data().get("state"))) {
            case "succeeded", "alreadySo" -> new Mark("check", "done", "ok");
            case "failed", "stuck" -> new Mark("cross", "failed", "bad");
            case "running" -> new Mark("running", "running", "run");
            case "waiting" -> new Mark("gate", "waiting", "gate");
            case "paused", "pausing", "cancelling", "interrupted" -> new Mark("pause", "stopping", "hold");
            case "cancelled" -> new Mark("stop", "cancelled", "idle");
            case "rollingBack", "rolledBack" -> new Mark("back", "rolled back", "idle");
            default -> new Mark("dotted", event.kind(), "idle");
        };
    }

    /** A fail that does not block is a warning. */
    static Mark of(Finding finding) {
        return switch (finding.result()) {
            case PASS -> new Mark("check", "pass", "ok");
            case FAIL -> finding.blocking() ? new Mark("cross", "fail", "bad") : new Mark("warning", "advice", "hold");
            case UNKNOWN -> new Mark("question", "unknown", finding.blocking() ? "hold" : "idle");
        };
    }

    static Mark of(LintFinding finding) {
        if (finding.suppressed() != null) {
            return new Mark("dotted", "suppressed", "idle");
        }
        return finding.blocks() ? new Mark("cross", "blocking", "bad") : new Mark("warning", "advisory", "hold");
    }

    /** The name in the reader's language; one that no message file has is said as it stands. */
    public String word() {
        return Words.orElse(name, key());
    }

    /** {@code mark.failed-ignored} for {@code failed, ignored}. */
    String key() {
        return "mark." + name.replace(",", "").replace(' ', '-');
    }
}
