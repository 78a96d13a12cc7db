package dev.lockkeeper.lint.mysql;

import dev.lockkeeper.lint.Case;
import java.util.ArrayList;
import java.util.List;

/** The SQL that findings offer instead. */
final class Safer {

    static final String TIMEOUT = "set session lock_wait_timeout = 5";

    private Safer() {}

    /** Each statement with its semicolon on a line of its own, after the time-out, where nobody has set it. */
    static String way(Case in, String... statements) {
        List<String> lines = new ArrayList<>();
        if (!in.managed() && !in.settings().containsKey("lock_wait_timeout")) {
            lines.add(TIMEOUT);
        }
        lines.addAll(List.of(statements));
        return lines(lines.toArray(String[]::new));
    }

    static String lines(String... statements) {
        return String.join(";\n", statements) + ";";
    }
}
