package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.Facts;
import dev.lockkeeper.plan.Durations;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is known of a table and of the sessions on it, as the end of a sentence. */
final class Numbers {

    /** A transaction that is open that long is worth a word: a lock waits for it, and everybody behind the lock. */
    private static final Duration LONG = Duration.ofSeconds(10);

    private Numbers() {}

    /** {@code ; orders has 12,000,000 rows, 3.4 GiB, 120 writes a second}; empty when nothing is known. */
    static String of(Site site) {
        Optional<Facts.Table> facts = site.facts();
        if (facts.isEmpty()) {
            return "";
        }
        return "; " + site.table() + " has " + String.join(", ", size(facts.get()));
    }

    /** The same, and for how long a lock may have to wait. */
    static String andWaiting(Site site) {
        String known = of(site);
        return known.isEmpty() ? known : known + waiting(site.in().facts());
    }

    private static List<String> size(Facts.Table table) {
        List<String> parts = new ArrayList<>();
        Long rows = table.rows();
        if (rows != null) {
            parts.add(String.format(Locale.ROOT, "%,d rows", rows));
        }
        parts.add(bytes(table.bytes()));
        Double writes = table.writesPerSecond();
        if (writes != null) {
            parts.add(
                    String.format(Locale.ROOT, writes < 10 ? "%.1f writes a second" : "%,.0f writes a second", writes));
        }
        return parts;
    }

    private static String waiting(Facts facts) {
        Duration longest = facts.longestTransaction();
        if (longest == null || longest.compareTo(LONG) < 0) {
            return "";
        }
        return ", and a transaction that a lock may have to wait for is open for "
                + Durations.format(longest.truncatedTo(ChronoUnit.SECONDS));
    }

    static String bytes(long bytes) {
        double size = bytes;
        for (String unit : List.of("bytes", "KiB", "MiB", "GiB")) {
            if (size < 1024) {
                return String.format(
                        Locale.ROOT, size < 10 && !unit.equals("bytes") ? "%.1f %s" : "%.0f %s", size, unit);
            }
            size /= 1024;
        }
        return String.format(Locale.ROOT, "%,.1f TiB", size);
    }
}
