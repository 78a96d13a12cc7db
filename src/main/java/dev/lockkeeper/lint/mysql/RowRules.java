package dev.lockkeeper.lint.mysql;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.Remark;
import dev.lockkeeper.lint.Rule;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.lint.sql.Reads;
import dev.lockkeeper.plan.Level;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Statements that read and write rows. */
final class RowRules {

    static final List<Rule> ALL = List.of(
            new Rule(
                    "delete-or-update-without-where",
                    Level.BLOCKING,
                    "Every row is written and locked in one transaction, and replicas stand still as long.",
                    in -> written(in, RowRules::everything)),
            new Rule(
                    "unbatched-update",
                    Level.ADVISORY,
                    "All rows that it finds, and in repeatable read all that it looks at, stay locked until it has written the last one.",
                    in -> written(in, RowRules::unbatched)),
            new Rule(
                    "limit-without-order-by",
                    Level.ADVISORY,
                    "Which rows the limit leaves is nobody's choice: a replica that repeats the statement may write others.",
                    in -> written(in, RowRules::unordered)),
            new Rule(
                    "insert-select-unbatched",
                    Level.ADVISORY,
                    "The rows that it reads stay locked until the last one is written, and replicas stand still as long.",
                    RowRules::copied),
            new Rule(
                    "offset-paging",
                    Level.ADVISORY,
                    "Pages by offset miss and repeat rows while others write, and each one reads all rows before it.",
                    in -> read(
                            in,
                            Reads::offset,
                            "%s by offset: pages miss and repeat rows while others write, and each one reads all rows"
                                    + " before it; go on behind the last key instead")),
            new Rule(
                    "skip-locked-moving-cursor",
                    Level.BLOCKING,
                    "What skip locked passes over stays behind a cursor that moves on, and is never done.",
                    in -> read(
                            in,
                            Reads::skipLocked,
                            "%s skips rows that others have locked: behind a cursor that moves on they are never"
                                    + " done; wait for them with a short innodb_lock_wait_timeout instead")));

    private RowRules() {}

    /** One statement that writes rows of a table that is in use. */
    private record Writes(Site site, Reads reads, Act.@Nullable Update update) {

        /** Its first word, for a sentence. */
        String verb() {
            return update == null ? "delete" : "update";
        }

        @Nullable
        String plan() {
            return update == null ? null : PhasedPlans.backfill(update);
        }
    }

    private static List<Remark> written(Case in, BiFunction<Case, Writes, List<Remark>> look) {
        Writes writes =
                switch (in.statement().act()) {
                    case Act.Update update -> new Writes(new Site(in, update.table()), update.reads(), update);
                    case Act.Delete delete -> new Writes(new Site(in, delete.table()), delete.reads(), null);
                    default -> null;
                };
        return writes == null || writes.site().isNew() ? List.of() : look.apply(in, writes);
    }

    private static List<Remark> everything(Case in, Writes writes) {
        if (writes.reads().where() || writes.reads().limit() || writes.reads().joined()) {
            return List.of();
        }
        String danger = "The " + writes.verb() + " has no where: all rows of "
                + writes.site().table() + " are written and locked in one transaction";
        return List.of(writes.site().growing(danger, "").with(writes.plan()));
    }

    private static List<Remark> unbatched(Case in, Writes writes) {
        boolean everything = !writes.reads().where() && !writes.reads().joined();
        if (everything || writes.reads().limit() || writes.site().small()) {
            return List.of();
        }
        String danger = "The " + writes.verb() + " of " + writes.site().table()
                + " keeps every row that it finds locked until the last one is written"
                + (writes.reads().joined() ? ", and rows of the tables it joins" : "");
        return List.of(writes.site().growing(danger, "").with(writes.plan()));
    }

    private static List<Remark> unordered(Case in, Writes writes) {
        String danger = "Which rows of " + writes.site().table()
                + " the limit leaves is nobody's choice, and a replica that repeats the statement may choose others; order by a unique key";
        return writes.reads().limit() && !writes.reads().ordered()
                ? List.of(writes.site().fact(danger, ""))
                : List.of();
    }

    private static List<Remark> copied(Case in) {
        if (!(in.statement().act() instanceof Act.Insert insert)
                || !insert.query()
                || insert.reads().limit()) {
            return List.of();
        }
        List<ObjectName> sources = insert.reads().tables();
        return sources.stream()
                .limit(1)
                .map(table -> new Site(in, table))
                .filter(site -> !site.isNew() && !site.small())
                .map(site -> site.growing(
                        "What it reads of " + site.table() + " stays locked until the last row is in " + insert.table()
                                + "; copy in ranges of the key, each in its own transaction",
                        ""))
                .toList();
    }

    private static List<Remark> read(Case in, java.util.function.Predicate<Reads> what, String danger) {
        Act act = in.statement().act();
        Reads reads =
                switch (act) {
                    case Act.Select select -> select.reads();
                    case Act.Update update -> update.reads();
                    case Act.Delete delete -> delete.reads();
                    case Act.Insert insert -> insert.reads();
                    default -> Reads.NOTHING;
                };
        if (!what.test(reads)) {
            return List.of();
        }
        ObjectName table =
                reads.tables().isEmpty() ? target(act) : reads.tables().getFirst();
        return List.of(new Site(in, table).fact(danger.formatted("The walk over " + table), ""));
    }

    private static ObjectName target(Act act) {
        return switch (act) {
            case Act.Update update -> update.table();
            case Act.Delete delete -> delete.table();
            case Act.Insert insert -> insert.table();
            default -> ObjectName.of("it");
        };
    }
}
