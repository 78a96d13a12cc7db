package dev.lockkeeper.web;

import dev.lockkeeper.run.RunLine;
import dev.lockkeeper.target.Window.Opening;
import dev.lockkeeper.target.WindowUse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Something at a time.
 *
 * @param until the end of a window; null for others
 * @param title of the migration, or the environment of a window
 * @param target null for a window of several
 * @param targets how many have the window
 * @param phase before which a soak ends; null for others
 */
record CalendarEntry(
        Kind kind,
        Instant at,
        @Nullable Instant until,
        Mark mark,
        String title,
        @Nullable String target,
        long targets,
        @Nullable String phase,
        String href) {

    /** What is lost first where there is no room comes last. */
    enum Kind {
        WRONG,
        SCHEDULED,
        SOAK,
        RUN,
        WINDOW
    }

    static CalendarEntry happened(RunLine run) {
        Mark mark = Mark.of(run);
        Kind kind = mark.tone().equals("bad") ? Kind.WRONG : Kind.RUN;
        Instant at = run.startedAt() == null ? run.createdAt() : run.startedAt();
        return new CalendarEntry(kind, at, null, mark, run.title(), run.target(), 1, null, Address.run(run.id()));
    }

    static CalendarEntry scheduled(RunLine run) {
        Instant at = run.startAt() == null ? run.createdAt() : run.startAt();
        return new CalendarEntry(
                Kind.SCHEDULED,
                at,
                null,
                Mark.of(run.state()),
                run.title(),
                run.target(),
                1,
                null,
                Address.run(run.id()));
    }

    static CalendarEntry soak(RunLine run, Instant ends) {
        return new CalendarEntry(
                Kind.SOAK, ends, null, Mark.SOAK, run.title(), run.target(), 1, run.phase(), Address.run(run.id()));
    }

    static CalendarEntry window(WindowUse use, Opening opening) {
        String only = use.targets() == 1 ? use.first() : null;
        String href = only == null ? Address.targets(use.environment()) : Address.target(only);
        return new CalendarEntry(
                Kind.WINDOW,
                opening.from(),
                opening.to(),
                Mark.WINDOW,
                use.environment(),
                only,
                use.targets(),
                null,
                href);
    }

    /** Of a window that closes when it opens again. */
    public boolean wholeDay() {
        return until != null && Duration.between(at, until).equals(Duration.ofDays(1));
    }

    LocalDate day() {
        return at.atOffset(ZoneOffset.UTC).toLocalDate();
    }
}
