package dev.lockkeeper.web;

import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.RunState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a revision stands on a target.
 *
 * @param target null when none was chosen
 * @param unresolved why it has no exact SQL there, null when it has
 * @param wanted the approvals that are missing: those of {@code awaited}, else those before a launch; null for none
 * @param active the run that is on its way there, null for none
 * @param awaited the phase whose own approval that run waits for, null when it waits for none
 * @param applied whether it has succeeded there and was not rolled back
 * @param latest whether it is the newest revision
 * @param unread whether the target is only being asked for its exact SQL
 */
record MigrationStanding(
        @Nullable String target,
        @Nullable String unresolved,
        @Nullable Wanted wanted,
        @Nullable Run active,
        @Nullable String awaited,
        boolean applied,
        boolean latest,
        boolean unread) {

    /** The next safe action of the reader; pure, as {@link NextAction#of} is. */
    NextAction next(Reader reader) {
        if (target == null) {
            return waits(
                    "dotted",
                    "idle",
                    "Choose a target",
                    "The exact SQL depends on the database. There is none you may see yet.");
        }
        if (active != null && awaited != null && wanted != null && wanted.from(reader)) {
            String detail = "Run " + active.id() + " waits for it on " + target
                    + ". You approve exactly the statements that will run.";
            return new NextAction(
                    Mark.of(active),
                    "Your approval of " + awaited + " is needed",
                    detail,
                    Act.APPROVE,
                    List.of(Act.FOLLOW));
        }
        if (active != null) {
            Mark mark = Mark.of(active);
            String title = mark.tone().equals("bad") ? "Stopped on its way" : "On its way";
            String is = active.state() == RunState.FAILED ? " has " : " is ";
            String detail = "Run " + active.id() + " of this migration" + is + mark.word() + " on " + target + ".";
            return new NextAction(mark, title, detail, Act.FOLLOW, List.of());
        }
        if (unresolved != null) {
            return waits("cross", "bad", "Has no exact SQL on " + target, unresolved);
        }
        if (applied) {
            return waits(
                    "check", "ok", "Applied on " + target, "This revision has succeeded there. Nothing is waited for.");
        }
        if (!latest) {
            return waits(
                    "dotted",
                    "idle",
                    "An older revision",
                    "Only the newest revision is approved and launched from here.");
        }
        if (unread) {
            return waits(
                    "question",
                    "idle",
                    "Asking " + target,
                    "The next step depends on its exact SQL there, which is waited for a few seconds.");
        }
        return wanted == null ? launch(reader) : approve(wanted, reader);
    }

    private NextAction approve(Wanted missing, Reader reader) {
        if (missing.rejection() != null) {
            String title = "Rejected for " + target;
            Act act = reader.author() ? Act.SUBMIT : null;
            return new NextAction(new Mark("cross", title, "bad"), title, missing.waitsFor(reader), act, List.of());
        }
        if (missing.from(reader)) {
            return new NextAction(
                    new Mark("clock", "needed", "run"),
                    "Your approval is needed",
                    "You approve these bytes for this target: the text and the exact SQL. Any change voids it."
                            + (missing.more() == 1 ? "" : " " + missing.more() + " people are needed."),
                    Act.APPROVE,
                    List.of());
        }
        return waits("dotted", "idle", "Not approved for " + target, missing.waitsFor(reader));
    }

    private NextAction launch(Reader reader) {
        if (reader.operator()) {
            return new NextAction(
                    new Mark("check", "approved", "ok"),
                    "Approved for " + target,
                    "The board says whether it may start now.",
                    Act.OPEN_BOARD,
                    List.of());
        }
        return waits("check", "ok", "Approved for " + target, "It waits for an operator to launch it.");
    }

    private static NextAction waits(String glyph, String tone, String title, String detail) {
        return new NextAction(new Mark(glyph, title, tone), title, detail, null, List.of());
    }
}
