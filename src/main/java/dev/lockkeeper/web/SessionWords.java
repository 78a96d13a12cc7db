package dev.lockkeeper.web;

import dev.lockkeeper.target.Session;
import org.jspecify.annotations.Nullable;

/** Sessions of a target in a sentence. */
final class SessionWords {

    private static final int STATEMENT = 120;

    private SessionWords() {}

    /** {@code session 4711 of app (checkout; idle in transaction since 12:41:07 UTC): update users …}. */
    static String of(Session session) {
        String name = session.state().equals("prepared")
                ? session.application()
                : "session " + session.id() + (session.user().isBlank() ? "" : " of " + session.user());
        String statement = oneLine(session.statement());
        return name + " (" + details(session) + ")" + (statement.isEmpty() ? "" : ": " + statement);
    }

    private static String details(Session session) {
        boolean named = !session.application().isBlank() && !session.state().equals("prepared");
        String since = session.transactionSince() == null
                ? ""
                : " since " + Show.VALUES.clock(session.transactionSince()) + " UTC";
        return (named ? session.application() + "; " : "") + session.state() + since;
    }

    /** {@code , for 1.3 s, for access exclusive on users}; empty when it does not wait. */
    static String waits(Session session) {
        String how = session.waitingSince() == null
                ? ""
                : ", for " + Show.VALUES.between(session.waitingSince(), null) + " now";
        return how + (session.lock() == null ? "" : ", for " + session.lock());
    }

    private static String oneLine(@Nullable String sql) {
        String line = sql == null ? "" : sql.strip().replaceAll("\\s+", " ");
        return line.length() > STATEMENT ? line.substring(0, STATEMENT) + "…" : line;
    }
}
