package dev.lockkeeper.check;

import dev.lockkeeper.check.Blast.Span;
import dev.lockkeeper.check.StatementTimes.Took;
import dev.lockkeeper.check.StatementTimes.Work;
import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.Statement.Mode;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How long a statement takes on a table of that size: by what earlier ones on the target took, and never by a guess. */
@Component
class Spans {

    /** One figure is no range: tomorrow's machine may be busier, or the table better cached. */
    private static final double FASTER = 0.7;

    private static final double SLOWER = 1.5;

    private final Optional<StatementTimes> times;

    Spans(Optional<StatementTimes> times) {
        this.times = times;
    }

    Span of(String target, String table, @Nullable Long rows, Statement statement, Statement.Lock lock) {
        Work work = work(statement, lock);
        if (lock.mode().equals("unknown")) {
            return new Span(null, null, "unknown: nobody has measured it");
        }
        if (work == null) {
            return new Span(null, null, "a moment once it has the lock: it neither reads nor writes the rows");
        }
        if (rows == null) {
            return new Span(null, null, "unknown: the server has no estimate of the rows");
        }
        List<Took> all = times.map(known -> known.measured(target, work)).orElse(List.of());
        List<Took> same =
                all.stream().filter(took -> took.table().equals(table)).toList();
        return span(rows, work, same.isEmpty() ? all : same);
    }

    private static Span span(long rows, Work work, List<Took> took) {
        if (took.isEmpty()) {
            return new Span(
                    null,
                    null,
                    "unknown: no run on this target has measured " + (work == Work.INDEX ? "an " : "a ")
                            + words(work, 1) + " yet");
        }
        DoubleSummaryStatistics rates =
                took.stream().mapToDouble(Took::rowsPerSecond).summaryStatistics();
        String by = "by " + took.size() + " " + words(work, took.size()) + " of earlier runs here, the last of run "
                + took.getFirst().run();
        return new Span(
                Math.round(rows * 1000 / rates.getMax() * FASTER),
                Math.round(rows * 1000 / rates.getMin() * SLOWER),
                by);
    }

    private static String words(Work work, int count) {
        String one =
                switch (work) {
                    case SCAN -> "scan";
                    case REWRITE -> "rewrite";
                    case INDEX -> "index build";
                    case CHUNKS -> "walk";
                };
        return count == 1 ? one : one + "s";
    }

    /** Null when it goes over no rows. */
    private static @Nullable Work work(Statement statement, Statement.Lock lock) {
        if (statement.mode() == Mode.CHUNKS) {
            return Work.CHUNKS;
        }
        if (lock.rewrites()) {
            return Work.REWRITE;
        }
        if (!lock.scans()) {
            return null;
        }
        return isIndex(statement.sql()) ? Work.INDEX : Work.SCAN;
    }

    private static boolean isIndex(String sql) {
        return sql.strip()
                .toLowerCase(java.util.Locale.ROOT)
                .matches("(?s)create\\s+(unique\\s+|fulltext\\s+|spatial\\s+)?index.*");
    }
}
