package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.Remark;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.lint.sql.Parsed;
import dev.lockkeeper.plan.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code require-lock-timeout}, {@code require-statement-timeout}: said once, at the first statement that would need them. */
final class Timeouts {

    static final String LOCK = "lock_timeout";
    static final String STATEMENT = "statement_timeout";

    private Timeouts() {}

    static List<Draft> rules() {
        return List.of(
                Draft.any(
                        "require-lock-timeout",
                        Level.ADVISORY,
                        "A statement that waits for its lock makes everybody behind it wait, for as long as the oldest"
                                + " transaction lasts.",
                        (in, act) -> missing(
                                in,
                                LOCK,
                                "Nothing limits how long it waits for its lock on %s, and while it waits everybody who"
                                        + " comes later waits behind it",
                                Safer.LOCK_TIMEOUT)),
                Draft.any(
                        "require-statement-timeout",
                        Level.ADVISORY,
                        "A statement that takes longer than thought holds its lock until somebody notices.",
                        (in, act) -> missing(
                                in,
                                STATEMENT,
                                "Nothing ends it when it takes longer than thought, and it holds its lock on %s"
                                        + " meanwhile",
                                Safer.STATEMENT_TIMEOUT)));
    }

    /** Zero is no limit. */
    static boolean set(@Nullable String value) {
        return value != null && !bare(value).equals("0") && !bare(value).isEmpty();
    }

    /** {@code '0ms'} is {@code 0}. */
    private static String bare(String value) {
        String text = value.replace("'", "").strip();
        return text.startsWith("0") ? text.replaceAll("\\D", "").replaceAll("^0+$", "0") : text;
    }

    private static @Nullable Remark missing(Case in, String name, String danger, String way) {
        List<ObjectName> locked = PostgresLocks.closed(in, in.statement().act());
        if (in.managed() || locked.isEmpty() || set(in.settings().get(name)) || saidBefore(in, name)) {
            return null;
        }
        return new Site(in, locked.getFirst()).remark(String.format(danger, Names.said(locked)), way + ";");
    }

    /** Whether an earlier statement needed it, with no setting of it between the two. */
    private static boolean saidBefore(Case in, String name) {
        List<Parsed> before = in.before();
        for (int i = before.size() - 1; i >= 0; i--) {
            Act act = before.get(i).act();
            if (act instanceof Act.Set set && set.name().equals(name)) {
                return false;
            }
            if (!PostgresLocks.closed(in, act).isEmpty()) {
                return true;
            }
        }
        return false;
    }
}
