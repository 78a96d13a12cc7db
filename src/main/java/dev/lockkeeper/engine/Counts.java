package dev.lockkeeper.engine;

import java.util.Locale;

/** Numbers in sentences. */
final class Counts {
    private Counts() {}

    /** {@code 1 row}, {@code 500,000 rows}. */
    static String rows(long rows) {
        return String.format(Locale.ROOT, "%,d %s", rows, rows == 1 ? "row" : "rows");
    }

    /** {@code 500,000}. */
    static String of(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
