package dev.lockkeeper.engine;

import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.run.RunFacts;
import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.Statement.Mode;
import dev.lockkeeper.target.TableShape;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records how long a statement took that went over all rows of a table: the next one is told how long it will take. */
final class Measuring {

    private static final Logger LOG = LoggerFactory.getLogger(Measuring.class);

    /** What is done sooner says more of the machine's other work than of the rows. */
    private static final long WORTH_MILLIS = 50;

    private final RunFacts facts;

    Measuring(RunFacts facts) {
        this.facts = facts;
    }

    /** @param millis of the statement of the step that took longest, which is the one over all rows */
    void took(Work work, int index, long millis) {
        Optional<TableName> table = work.step(index).about();
        Optional<Statement> statement = work.sqlOf(index).forward().stream()
                .filter(Measuring::goesOverRows)
                .findFirst();
        if (table.isEmpty() || statement.isEmpty() || millis < WORTH_MILLIS) {
            return;
        }
        try {
            Long rows = work.session()
                    .table(table.get())
                    .map(TableShape::estimatedRows)
                    .orElse(null);
            if (rows != null && rows > 0) {
                record(work, table.get(), kind(statement.get()), rows, millis);
            }
        } catch (Failure failure) {
            // The statement has succeeded; that its size is not known must not undo that.
            LOG.debug("Run {} could not measure {}: {}", work.run(), table.get(), failure.message());
        }
    }

    private static boolean goesOverRows(Statement statement) {
        boolean whole =
                statement.mode() != Mode.CHUNKS && statement.mode() != Mode.QUERY && statement.mode() != Mode.PAUSE;
        return whole && (statement.lock().rewrites() || statement.lock().scans());
    }

    private void record(Work work, TableName table, String kind, long rows, long millis) {
        facts.event(
                work.claim(),
                "measured",
                String.format(
                        Locale.ROOT,
                        "That was %s of about %,d rows of %s in %.1f s.",
                        kind.equals("index") ? "an index build" : "a " + kind,
                        rows,
                        table,
                        millis / 1000.0),
                Map.of("work", kind, "table", table.toString(), "rows", rows, "millis", millis));
    }

    private static String kind(Statement statement) {
        if (statement.lock().rewrites()) {
            return "rewrite";
        }
        String sql = statement.sql().strip().toLowerCase(Locale.ROOT);
        return sql.matches("(?s)create\\s+(unique\\s+|fulltext\\s+|spatial\\s+)?index.*") ? "index" : "scan";
    }
}
