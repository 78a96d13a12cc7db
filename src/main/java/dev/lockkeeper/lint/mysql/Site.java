package dev.lockkeeper.lint.mysql;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.Facts;
import dev.lockkeeper.lint.Remark;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.plan.Durations;
import dev.lockkeeper.plan.Level;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A table that a statement touches, with what every message says of it. */
record Site(Case in, ObjectName table) {

    /** Fewer rows are copied or built into an index while nobody has noticed. */
    static final long SMALL = 10_000;

    /** From here on a copy takes long enough to be an outage. */
    static final long LARGE = 1_000_000;

    /** A transaction that is open that long is worth a word: a metadata lock waits for it, and everybody behind the lock. */
    private static final Duration LONG = Duration.ofSeconds(10);

    boolean isNew() {
        return in.isNew(table);
    }

    Server server() {
        return Server.of(in);
    }

    Optional<Facts.Table> facts() {
        return in.table(table);
    }

    Ways ways() {
        return new Ways(server(), facts().orElse(null), unchecked());
    }

    private boolean unchecked() {
        String value = in.settings().getOrDefault("foreign_key_checks", "1");
        return value.equals("0") || value.equalsIgnoreCase("off") || value.equalsIgnoreCase("false");
    }

    private @Nullable Long rows() {
        return facts().map(Facts.Table::rows).orElse(null);
    }

    boolean large() {
        Long rows = rows();
        return rows != null && rows >= LARGE;
    }

    boolean small() {
        Long rows = rows();
        return rows != null && rows < SMALL;
    }

    /** A danger that is as great as the table: of a small one only worth a word, of a large one in the way. */
    Remark growing(String danger, String saferWay) {
        Remark remark = fact(danger, saferWay);
        return small() ? remark.at(Level.ADVISORY) : large() ? remark.at(Level.BLOCKING) : remark;
    }

    /** A danger that the size of the table makes neither worse nor better. */
    Remark fact(String danger, String saferWay) {
        return Remark.of(danger + numbers() + ".", saferWay);
    }

    String column(String name) {
        return table.name() + "." + name;
    }

    /** The table as SQL names it. */
    String sql() {
        return Names.sql(table);
    }

    /** {@code alter table …} of this table with the words that ask for the way by name, after the time-out. */
    String alter(String change, Way way) {
        return Safer.way(in, "alter table " + sql() + " " + change + ", " + way.options());
    }

    private String numbers() {
        Facts.Table known = facts().orElse(null);
        if (known == null) {
            return "";
        }
        List<String> parts = new ArrayList<>();
        if (known.rows() != null) {
            parts.add(String.format(Locale.ROOT, "%,d rows", known.rows()));
        }
        parts.add(bytes(known.bytes()));
        if (known.writesPerSecond() != null) {
            parts.add(String.format(Locale.ROOT, "%.1f writes a second", known.writesPerSecond()));
        }
        Integer replicas = in.facts().replicas();
        return "; " + table + " has " + String.join(", ", parts) + waiting()
                + (replicas == null || replicas == 0
                        ? ""
                        : ", and what takes long here delays " + replicas + " replicas as long");
    }

    private String waiting() {
        Duration longest = in.facts().longestTransaction();
        return longest == null || longest.compareTo(LONG) < 0
                ? ""
                : ", and a transaction that its lock may have to wait for is open for "
                        + Durations.format(longest.truncatedTo(ChronoUnit.SECONDS));
    }

    private static String bytes(long bytes) {
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
