package dev.lockkeeper.check;

import dev.lockkeeper.target.Statement.Lock;
import dev.lockkeeper.target.Statement.Source;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one statement would do to others on a target, now.
 *
 * @param tables each that it locks
 * @param unknown why that is not all, null when it is
 * @param unmeasured why it is predicted and not measured; null when it is measured, and for an engine that never is
 */
public record Blast(List<Reach> tables, @Nullable String unknown, @Nullable String unmeasured) {
    public Blast {
        tables = List.copyOf(tables);
    }

    /** Whether somebody would notice: it waits for others now, works on rows while it blocks them, or is not known. */
    public boolean weighs() {
        return unknown != null || tables.stream().anyMatch(Reach::weighs);
    }

    /** The statement's lock: of the first table, which is its own, where that was measured; else null. */
    public @Nullable Lock measured() {
        return tables.isEmpty() || tables.getFirst().lock().source() != Source.MEASURED
                ? null
                : tables.getFirst().lock();
    }

    /**
     * One table that a statement locks.
     *
     * @param blocks of {@code reads}, {@code writes}, {@code ddl}
     * @param rows the server's estimate, null when it has none or the table is not there yet
     * @param ahead sessions that have the table in use in a way that the statement waits for, oldest transaction first
     * @param aheadInAll how many those are; more than are listed, perhaps
     * @param queue who would queue behind it, in words
     */
    public record Reach(
            String table,
            Lock lock,
            List<String> blocks,
            @Nullable Long rows,
            @Nullable Long bytes,
            Span time,
            List<Holder> ahead,
            int aheadInAll,
            @Nullable Double writesPerSecond,
            @Nullable Double readsPerSecond,
            String queue) {
        public Reach {
            blocks = List.copyOf(blocks);
            ahead = List.copyOf(ahead);
        }

        boolean weighs() {
            boolean works = lock.rewrites() || lock.scans();
            return aheadInAll > 0 || works && (blocks.contains("reads") || blocks.contains("writes"));
        }
    }

    /**
     * How long it takes at this size.
     *
     * @param lowMillis null when unknown, like {@code highMillis}
     * @param words how it is known, or why not
     */
    public record Span(@Nullable Long lowMillis, @Nullable Long highMillis, String words) {}

    /** @param since when its transaction began, @param run of one of ours, else null */
    public record Holder(
            long session,
            String user,
            String application,
            String state,
            @Nullable Instant since,
            String mode,
            @Nullable Long run) {}
}
