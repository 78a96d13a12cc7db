package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.Remark;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.lint.sql.Parsed;
import dev.lockkeeper.lint.sql.Reads;
import dev.lockkeeper.plan.Level;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Updates and deletes of many rows in one statement. */
final class BackfillRules {

    private static final Remark OFFSET = Remark.of(
            "Offset reads every row that it skips, and a row that comes or goes meanwhile shifts the pages: rows are"
                    + " written twice or not at all; page by the key, 'where id > the last one'.",
            "");

    /** A statement that writes rows of a table that was there. */
    private record Write(Site site, String word, Reads reads, Act act) {
        String table() {
            return site.table().toString();
        }

        boolean bounded() {
            return reads.limit();
        }
    }

    private BackfillRules() {}

    static List<Draft> rules() {
        return List.of(
                Draft.any(
                        "unbatched-update-in-ddl-transaction",
                        Level.BLOCKING,
                        "The lock of a change of the schema is held while rows are written.",
                        (in, act) -> inDdl(in, act)),
                Draft.any(
                        "unbatched-update",
                        Level.ADVISORY,
                        "One statement for all rows keeps every row that it has written locked until its end, and"
                                + " leaves as many dead ones.",
                        (in, act) -> unbatched(in, act)),
                Draft.any(
                        "delete-or-update-without-where",
                        Level.ADVISORY,
                        "Every row of the table is written.",
                        (in, act) -> everywhere(in, act)),
                Draft.any(
                        "offset-paging",
                        Level.ADVISORY,
                        "Offset reads all rows that it skips, and rows that come or go meanwhile are written twice or"
                                + " not at all.",
                        (in, act) -> offset(act)));
    }

    private static @Nullable Write write(Case in, Act act) {
        if (act instanceof Act.Update update) {
            return old(new Write(new Site(in, update.table()), "update", update.reads(), act));
        }
        return act instanceof Act.Delete delete
                ? old(new Write(new Site(in, delete.table()), "delete", delete.reads(), act))
                : null;
    }

    private static @Nullable Write old(Write write) {
        return write.site().isNew() ? null : write;
    }

    private static @Nullable Remark inDdl(Case in, Act act) {
        Write write = write(in, act);
        if (write == null) {
            return null;
        }
        List<ObjectName> locked = Stream.concat(
                        Migrated.sameTransaction(in).stream(), Migrated.restOfTransaction(in).stream())
                .map(Parsed::act)
                .flatMap(other -> PostgresLocks.closed(in, other).stream())
                .distinct()
                .toList();
        return locked.isEmpty()
                ? null
                : offered(
                        write,
                        write.site()
                                .remark(
                                        "The " + write.word() + " of " + write.table()
                                                + " runs in a transaction that locks "
                                                + Names.said(locked)
                                                + ": nobody else gets at it until the last row is written",
                                        ""));
    }

    private static @Nullable Remark unbatched(Case in, Act act) {
        Write write = write(in, act);
        if (write == null || write.bounded() || write.site().small()) {
            return null;
        }
        boolean all = !write.reads().where();
        boolean knownLarge = write.site().rows() != null;
        return all || knownLarge
                ? offered(
                        write,
                        write.site()
                                .growing(
                                        "The " + write.word() + " of " + (all ? "every row of " : "rows of ")
                                                + write.table()
                                                + " is one statement: each row that it has written stays locked until"
                                                + " its end, and replicas get it all at once",
                                        ""))
                : null;
    }

    private static Remark offered(Write write, Remark remark) {
        return write.act() instanceof Act.Update update
                ? remark.with(BackfillPlans.update(write.site(), update))
                : remark;
    }

    private static @Nullable Remark everywhere(Case in, Act act) {
        Write write = write(in, act);
        return write == null || write.reads().where() || write.reads().joined()
                ? null
                : write.site()
                        .fact("Without a condition the " + write.word() + " writes every row of " + write.table(), "");
    }

    private static @Nullable Remark offset(Act act) {
        boolean pages = RoutineRules.of(act).loops().stream()
                .flatMap(RoutineRules::acts)
                .anyMatch(inside -> RoutineRules.reads(inside).offset());
        boolean writes =
                RoutineRules.written(act) != null && RoutineRules.reads(act).offset();
        return pages || writes ? OFFSET : null;
    }
}
