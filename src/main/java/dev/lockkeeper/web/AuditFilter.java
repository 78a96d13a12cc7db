package dev.lockkeeper.web;

import dev.lockkeeper.Failure;
import dev.lockkeeper.audit.AuditQuery;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the address of the record's page asks for, as it was typed.
 *
 * @param from a day or a minute in UTC
 * @param to a day, which is in it as a whole, or a minute
 */
record AuditFilter(
        @Nullable String actor,
        @Nullable String action,
        @Nullable String subject,
        @Nullable String from,
        @Nullable String to,
        @Nullable String reason) {

    /** Texts of the store have no NUL, and nothing that is longer than this. */
    private static final int LONGEST = 500;

    static AuditFilter of(Map<String, String> parameters) {
        return new AuditFilter(
                text(parameters, "actor"),
                text(parameters, "action"),
                text(parameters, "subject"),
                text(parameters, "from"),
                text(parameters, "to"),
                text(parameters, "reason"));
    }

    private static @Nullable String text(Map<String, String> parameters, String name) {
        String text = Forms.blankToNull(parameters.get(name));
        return text == null || text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }

    /** @throws Failure {@code invalid} for what is no time */
    AuditQuery query() {
        return new AuditQuery(actor, action, subject, moment(from, 0), moment(to, 1), reason);
    }

    /** As the address has it, so that it can be sent to a colleague. @param after cursor of a later page, null for the first */
    public String parameters(@Nullable String after) {
        return Address.parameters(
                "actor", actor, "action", action, "subject", subject, "from", from, "to", to, "reason", reason, "after",
                after);
    }

    /** Whether anything is asked for. */
    public boolean any() {
        return actor != null || action != null || subject != null || from != null || to != null || reason != null;
    }

    /** The beginning of a day in UTC, that many days later; of a minute, itself. */
    private static @Nullable Instant moment(@Nullable String text, int later) {
        if (text == null) {
            return null;
        }
        try {
            return text.contains("T")
                    ? LocalDateTime.parse(text).toInstant(ZoneOffset.UTC)
                    : LocalDate.parse(text)
                            .plusDays(later)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant();
        } catch (DateTimeException e) {
            throw Failure.invalid(
                    "'" + text + "' is not a day.",
                    "Write days as 2026-11-20, or minutes as 2026-11-20T22:00, in UTC.");
        }
    }
}
