package dev.lockkeeper.web;

import org.jspecify.annotations.Nullable;

/**
 * What a record was done to.
 *
 * @param text {@code run:42}
 * @param page where it is looked at, null when it has no page
 */
record AuditSubject(String text, @Nullable String page) {

    static AuditSubject of(String subject) {
        int colon = subject.indexOf(':');
        String kind = colon < 0 ? subject : subject.substring(0, colon);
        String name = colon < 0 ? "" : subject.substring(colon + 1);
        String page =
                switch (kind) {
                    case "run" -> name.matches("\\d{1,18}") ? "/runs/" + name : null;
                    case "migration" -> Address.migration(name);
                    case "target" -> Address.target(name);
                    case "policy" -> "/policies";
                    default -> null;
                };
        return new AuditSubject(subject, page);
    }

    /** The run whose report has this record, null for none. */
    public @Nullable String report() {
        return page != null && page.startsWith("/runs/") ? page + "/report" : null;
    }
}
