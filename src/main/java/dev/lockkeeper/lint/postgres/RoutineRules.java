package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.Remark;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.lint.sql.Reads;
import dev.lockkeeper.lint.sql.Routine;
import dev.lockkeeper.lint.sql.Routine.Loop;
import dev.lockkeeper.plan.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Mistakes of loops that write many rows in pieces. Each of them looks right on a small table. */
final class RoutineRules {

    private static final String WALK =
            "; walk by ranges of the key, and take note of where you are in the same transaction";

    private RoutineRules() {}

    static List<Draft> rules() {
        return List.of(
                Draft.act(
                        "loop-in-do-block",
                        Level.BLOCKING,
                        "A do block is one transaction: a loop in it keeps all rows locked until its end, however"
                                + " small its pieces.",
                        Act.Block.class,
                        RoutineRules::oneTransaction),
                Draft.any(
                        "skip-locked-moving-cursor",
                        Level.BLOCKING,
                        "A row that is locked when the cursor passes it is skipped, and nothing comes back for it.",
                        (in, act) -> skipping(act)),
                Draft.any(
                        "limit-loop-may-end-early",
                        Level.BLOCKING,
                        "A piece in which no row is written ends the loop, with rows behind it that should have been.",
                        (in, act) -> early(act)),
                Draft.any(
                        "checkpoint-outside-transaction",
                        Level.BLOCKING,
                        "Progress that commits apart from its rows is wrong after a crash between the two.",
                        (in, act) -> apart(act)));
    }

    /** Of a block, a function or a procedure. */
    static Routine of(Act act) {
        if (act instanceof Act.Block block) {
            return Bodies.of(block);
        }
        return act instanceof Act.CreateFunction function && function.body() != null
                ? Bodies.of(function.language(), function.body())
                : Routine.NOTHING;
    }

    static Stream<Act> acts(Loop loop) {
        return Stream.concat(
                Stream.ofNullable(loop.rows()), loop.inside().stream().map(Routine.Statement::act));
    }

    static Reads reads(Act act) {
        if (act instanceof Act.Select select) {
            return select.reads();
        }
        if (act instanceof Act.Insert insert) {
            return insert.reads();
        }
        if (act instanceof Act.Update update) {
            return update.reads();
        }
        return act instanceof Act.Delete delete ? delete.reads() : Reads.NOTHING;
    }

    /** The table whose rows it writes, null when it writes none. */
    static @Nullable ObjectName written(Act act) {
        if (act instanceof Act.Insert insert) {
            return insert.table();
        }
        if (act instanceof Act.Update update) {
            return update.table();
        }
        return act instanceof Act.Delete delete ? delete.table() : null;
    }

    private static @Nullable Remark oneTransaction(Case in, Act.Block block) {
        for (Loop loop : of(block).loops()) {
            ObjectName table = acts(loop)
                    .map(RoutineRules::written)
                    .filter(Objects::nonNull)
                    .filter(one -> !Site.isNew(in, one))
                    .findFirst()
                    .orElse(null);
            if (table != null && !loop.commits()) {
                return new Site(in, table)
                        .remark(
                                "The loop in line " + loop.line() + " of the block writes " + table
                                        + " in one transaction: every row that it has written stays locked until the"
                                        + " last one is",
                                "");
            }
            if (table != null && in.inTransaction()) {
                return Remark.of(
                        "The loop in line " + loop.line()
                                + " of the block commits, and the server refuses that inside a transaction.",
                        "");
            }
        }
        return null;
    }

    private static @Nullable Remark skipping(Act act) {
        return of(act).loops().stream()
                .filter(loop -> !loop.moving().isEmpty())
                .filter(loop -> acts(loop).anyMatch(one -> reads(one).skipLocked()))
                .findFirst()
                .map(loop -> Remark.of(
                        "The loop in line " + loop.line() + " moves " + String.join(", ", loop.moving())
                                + " past rows that somebody has locked, skips them, and never comes back"
                                + WALK + ".",
                        ""))
                .orElse(null);
    }

    private static @Nullable Remark early(Act act) {
        for (Loop loop : of(act).loops()) {
            for (Act each : loop.endsOnNoRows() ? acts(loop).toList() : List.<Act>of()) {
                Reads reads = reads(each);
                ObjectName table = written(each);
                if (table != null
                        && reads.limit()
                        && (reads.skipLocked() || !reads.tables().isEmpty())) {
                    return Remark.of(
                            "The loop in line " + loop.line() + " ends when it has written no row of " + table
                                    + (reads.skipLocked()
                                            ? ", which it also does when the rows that are left are locked"
                                            : ", which it also does when no row of a piece has its match in "
                                                    + Names.said(reads.tables()))
                                    + WALK + ".",
                            "");
                }
            }
        }
        return null;
    }

    private static @Nullable Remark apart(Act act) {
        for (Loop loop : of(act).loops()) {
            List<Set<ObjectName>> transactions = transactions(loop);
            for (int i = 1; i < transactions.size(); i++) {
                Set<ObjectName> one = transactions.get(i - 1);
                Set<ObjectName> next = transactions.get(i);
                if (Collections.disjoint(one, next)) {
                    return Remark.of(
                            "The loop in line " + loop.line() + " commits between writing "
                                    + Names.said(List.copyOf(one)) + " and "
                                    + Names.said(List.copyOf(next))
                                    + ": after a crash between the two, rows are done twice or not at all.",
                            "");
                }
            }
        }
        return null;
    }

    /** What each transaction of a round writes, those that write nothing left out. */
    private static List<Set<ObjectName>> transactions(Loop loop) {
        List<Set<ObjectName>> transactions = new ArrayList<>();
        Set<ObjectName> current = new LinkedHashSet<>();
        for (Routine.Statement statement : loop.inside()) {
            ObjectName table = written(statement.act());
            if (table != null) {
                current.add(table);
            } else if (statement.act() instanceof Act.Commit && !current.isEmpty()) {
                transactions.add(current);
                current = new LinkedHashSet<>();
            }
        }
        if (loop.commits() && !current.isEmpty()) {
            transactions.add(current);
        }
        return transactions;
    }
}
