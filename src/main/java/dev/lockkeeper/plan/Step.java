package dev.lockkeeper.plan;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The smallest recorded unit of a plan. Sealed: a dialect or a page that forgets one does not compile. */
public sealed interface Step {

    StepOptions options();

    /** The key of the step in the file: {@code addColumn}. */
    default String kind() {
        String type = getClass().getSimpleName();
        return Character.toLowerCase(type.charAt(0)) + type.substring(1);
    }

    /** The table that the step is about; empty for those of no table. */
    default Optional<TableName> about() {
        return StepTables.of(this);
    }

    /** What people call the step: the author's name, else one made from what it does. */
    default String title() {
        String name = options().name();
        return name == null ? StepTitles.of(this) : name;
    }

    record CreateTable(StepOptions options, TableName table, List<Column> columns, List<Identifier> primaryKey)
            implements Step {
        public CreateTable {
            columns = List.copyOf(columns);
            primaryKey = List.copyOf(primaryKey);
        }
    }

    record AddColumn(StepOptions options, TableName table, Column column) implements Step {}

    /**
     * Drops a column, at once or after its data stayed under another name.
     *
     * @param keepFor how long they stay; null drops at once
     */
    record DropColumn(StepOptions options, TableName table, Identifier column, @Nullable Duration keepFor)
            implements Step {}

    /**
     * A same-row trigger.
     *
     * @param set new column to expression over the old ones, in the order of the file
     * @param reverse old column to expression over the new ones; empty for one direction
     */
    record KeepInSync(
            StepOptions options, TableName table, Map<Identifier, String> set, Map<Identifier, String> reverse)
            implements Step {
        public KeepInSync {
            set = Ordered.copyOf(set);
            reverse = Ordered.copyOf(reverse);
        }
    }

    record StopSync(StepOptions options, TableName table) implements Step {}

    /**
     * Builds an index without blocking writes.
     *
     * @param columns index expressions of the target, in order
     * @param method the kind of index, a bare word of SQL; null for the target's own choice
     * @param where the condition of a partial index, or null
     */
    record CreateIndex(
            StepOptions options,
            Identifier index,
            TableName table,
            List<String> columns,
            boolean unique,
            @Nullable String method,
            @Nullable String where)
            implements Step {
        public CreateIndex {
            columns = List.copyOf(columns);
        }
    }

    /**
     * Drops an index without blocking.
     *
     * @param table the table the index belongs to, which the rollback needs to be named in messages
     */
    record DropIndex(StepOptions options, Identifier index, TableName table) implements Step {}

    record SetNotNull(StepOptions options, TableName table, List<Identifier> columns) implements Step {
        public SetNotNull {
            columns = List.copyOf(columns);
        }
    }

    record AddCheck(StepOptions options, TableName table, Identifier constraint, String expression) implements Step {}

    /**
     * Computes columns of the rows that exist.
     *
     * @param set the expressions; already resolved when the file says {@code set: sync}
     * @param maxLanes 1 to 16
     * @param clear whether rolling back sets the columns to null again
     */
    record Backfill(
            StepOptions options,
            TableName table,
            Map<Identifier, String> set,
            boolean fromSync,
            Guard guard,
            ChunkSize chunk,
            int maxLanes,
            Throttle throttle,
            boolean clear)
            implements Step {
        public Backfill {
            set = Ordered.copyOf(set);
        }
    }

    /** Every row, in chunks: each column equals its expression. */
    record Verify(StepOptions options, TableName table, Map<Identifier, String> same, boolean fromSync)
            implements Step {
        public Verify {
            same = Ordered.copyOf(same);
        }
    }

    /**
     * A query of one value.
     *
     * @param expect the value as text; the first column of the only row is compared with it. Null: the value is shown and
     *     recorded, and nothing is compared
     */
    record Assert(StepOptions options, String query, @Nullable String expect) implements Step {}

    /**
     * Compares the number of rows with the baseline.
     *
     * @param within the tolerated difference as a fraction of the baseline; 0 means exact
     */
    record RowCount(StepOptions options, TableName table, double within) implements Step {}

    /** The author's own statements. Exactly one of {@code down} and {@code irreversible} is set. */
    record Sql(
            StepOptions options, String up, @Nullable String down, @Nullable String irreversible, boolean transaction)
            implements Step {}

    /**
     * Lets a time pass, or repeats a query; exactly one of {@code forTime} and {@code until} is set.
     *
     * @param forTime a time to let pass, or null
     * @param until a query to repeat until it returns {@code expect}, or null
     * @param expect the value as text, null only without {@code until}
     */
    record Wait(
            StepOptions options,
            @Nullable Duration forTime,
            @Nullable String until,
            @Nullable String expect,
            Duration every)
            implements Step {}

    /** Which rows a backfill writes. */
    enum Guard {
        /** Rows whose column is distinct from the expression; a second pass writes nothing. */
        MISMATCH,
        /** Rows whose columns are all null. */
        NULL,
        /** Rows that the sync trigger has not marked; for applications that already write the new columns. */
        MARKER,
        /** Every row once, by the ledger alone. */
        NONE
    }

    /**
     * What the size of a chunk is steered by.
     *
     * @param time what a chunk should take
     * @param min rows at least
     * @param max rows at most
     * @param bytes of write-ahead log at most
     */
    record ChunkSize(Duration time, int min, int max, long bytes) {
        public static final ChunkSize DEFAULT = new ChunkSize(Duration.ofMillis(250), 10, 100_000, 16L << 20);
    }

    /**
     * Limits above which a walk holds; null where the file sets none.
     *
     * @param walRate bytes of write-ahead log a second, by everybody
     * @param archiveQueue files that wait to be archived
     * @param vacuumWaits whether it holds while autovacuum works on the table
     * @param historyList entries that MySQL has not purged
     * @param commitLatency of a small commit, as others feel it
     */
    record Throttle(
            @Nullable Duration replicaLag,
            @Nullable Integer activeSessions,
            @Nullable Duration longestTransaction,
            @Nullable Long walRate,
            @Nullable Integer archiveQueue,
            boolean vacuumWaits,
            @Nullable Integer historyList,
            @Nullable Integer threadsRunning,
            @Nullable Duration commitLatency,
            List<Probe> probes) {
        public static final Throttle NONE = new Throttle(null, null, null);

        public Throttle {
            probes = List.copyOf(probes);
        }

        /** Those three alone. */
        public Throttle(
                @Nullable Duration replicaLag,
                @Nullable Integer activeSessions,
                @Nullable Duration longestTransaction) {
            this(replicaLag, activeSessions, longestTransaction, null, null, false, null, null, null, List.of());
        }

        /** For who only reads: reading makes no replica wait. */
        public Throttle withoutLag() {
            return new Throttle(
                    null,
                    activeSessions,
                    longestTransaction,
                    walRate,
                    archiveQueue,
                    vacuumWaits,
                    historyList,
                    threadsRunning,
                    commitLatency,
                    probes);
        }
    }

    /**
     * A question of the author's own, asked each second. Exactly one of {@code query} and {@code http} is set.
     *
     * @param query returns one number, which holds the walk above {@code limit}
     * @param http an address that must answer 2xx
     * @param limit null with {@code http}
     */
    record Probe(String name, @Nullable String query, @Nullable URI http, @Nullable Double limit) {}
}
