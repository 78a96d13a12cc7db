package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.Case;
import java.util.ArrayList;
import java.util.List;

/** The SQL that findings offer instead. */
final class Safer {

    static final String LOCK_TIMEOUT = "set lock_timeout = '2s'";
    static final String STATEMENT_TIMEOUT = "set statement_timeout = '1min'";

    /** A build beside writers waits for their transactions, and a time-out would leave an invalid index behind. */
    private static final List<String> UNLIMITED = List.of("set lock_timeout = 0", "set statement_timeout = 0");

    private Safer() {}

    /** Each statement with its semicolon on a line of its own, after the time-outs, where nobody has set them. */
    static String way(Case in, String... statements) {
        List<String> lines = new ArrayList<>();
        if (!in.managed() && !set(in, Timeouts.LOCK)) {
            lines.add(LOCK_TIMEOUT);
        }
        if (!in.managed() && !set(in, Timeouts.STATEMENT)) {
            lines.add(STATEMENT_TIMEOUT);
        }
        lines.addAll(List.of(statements));
        return lines(lines);
    }

    /** The same for what is done beside readers and writers, without time-outs. */
    static String beside(Case in, String... statements) {
        List<String> lines = new ArrayList<>(in.managed() ? List.of() : UNLIMITED);
        lines.addAll(List.of(statements));
        return lines(lines);
    }

    /** Adds, then reads the table for as long as it takes under a lock that keeps nobody away, then does the rest in a moment. */
    static String validated(Case in, String add, String validate, String... rest) {
        List<String> lines = new ArrayList<>();
        boolean limits = !in.managed();
        lines.add(validate);
        if (limits) {
            lines.addFirst("set statement_timeout = 0");
            if (rest.length > 0) {
                lines.add(STATEMENT_TIMEOUT);
            }
        }
        lines.addAll(List.of(rest));
        return way(in, add) + "\n" + lines(lines);
    }

    /** After {@link #beside}, which has taken the time-outs away. */
    static String limited(Case in, String... statements) {
        List<String> lines = new ArrayList<>(in.managed() ? List.of() : List.of(LOCK_TIMEOUT, STATEMENT_TIMEOUT));
        lines.addAll(List.of(statements));
        return lines(lines);
    }

    static String lines(List<String> statements) {
        return String.join(";\n", statements) + ";";
    }

    private static boolean set(Case in, String name) {
        return Timeouts.set(in.settings().get(name));
    }
}
