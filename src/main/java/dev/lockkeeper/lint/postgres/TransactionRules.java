package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.Remark;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.lint.sql.Parsed;
import dev.lockkeeper.plan.Level;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where transactions begin and end, and what they hold meanwhile. */
final class TransactionRules {
    private TransactionRules() {}

    static List<Draft> rules() {
        return List.of(
                Draft.any(
                        "transaction-nesting",
                        Level.BLOCKING,
                        "A second begin only warns, and a commit too many ends a transaction that was meant to go on.",
                        (in, act) -> in.managed() ? null : nested(in, act)),
                Draft.act(
                        "ban-uncommitted-transaction",
                        Level.BLOCKING,
                        "A transaction that nobody ends is undone when the session closes.",
                        Act.Begin.class,
                        (in, begin) -> ended(in)
                                ? null
                                : Remark.of(
                                        "No commit follows: everything behind this begin is undone when the session"
                                                + " closes.",
                                        "")),
                Draft.any(
                        "locking-several-tables",
                        Level.ADVISORY,
                        "One transaction that locks several tables holds the first while it waits for the next, and"
                                + " deadlocks with its users.",
                        TransactionRules::several),
                Draft.any(
                        "ban-in-transaction",
                        Level.BLOCKING,
                        "Vacuum, and making or dropping a database, cannot run in a transaction and fail there.",
                        TransactionRules::refused));
    }

    private static @Nullable Remark nested(Case in, Act act) {
        if (act instanceof Act.Begin && open(in)) {
            return Remark.of(
                    "A transaction is open already: this begin only warns, and the next commit ends the outer one.",
                    "");
        }
        boolean ends = act instanceof Act.Commit || act instanceof Act.Rollback;
        return ends && !open(in) ? Remark.of("No transaction is open that this could end: it only warns.", "") : null;
    }

    private static boolean open(Case in) {
        boolean open = false;
        for (Parsed before : in.before()) {
            if (before.act() instanceof Act.Begin) {
                open = true;
            } else if (before.act() instanceof Act.Commit || before.act() instanceof Act.Rollback) {
                open = false;
            }
        }
        return open;
    }

    private static boolean ended(Case in) {
        return in.after().stream()
                .map(Parsed::act)
                .anyMatch(act -> act instanceof Act.Commit || act instanceof Act.Rollback);
    }

    /** Said at the statement that takes the second one. */
    private static @Nullable Remark several(Case in, Act act) {
        List<ObjectName> here = PostgresLocks.closed(in, act);
        if (!in.inTransaction() || here.isEmpty()) {
            return null;
        }
        Set<ObjectName> earlier = new LinkedHashSet<>();
        Migrated.sameTransaction(in).forEach(before -> earlier.addAll(PostgresLocks.closed(in, before.act())));
        Set<ObjectName> all = new LinkedHashSet<>(earlier);
        all.addAll(here);
        return earlier.isEmpty() || earlier.size() > 1 || all.size() < 2
                ? null
                : Remark.of(
                        "The transaction holds its lock on " + Names.said(List.copyOf(earlier)) + " while it waits for "
                                + Names.said(all.stream()
                                        .filter(table -> !earlier.contains(table))
                                        .toList())
                                + ": whoever uses them in the other order deadlocks with it.",
                        "");
    }

    private static @Nullable Remark refused(Case in, Act act) {
        boolean vacuum = act instanceof Act.Maintain maintain && maintain.kind().startsWith("vacuum");
        boolean database = act instanceof Act.Create create && create.kind().equals("database")
                || act instanceof Act.Drop drop && drop.kind().equals("database");
        return in.inTransaction() && (vacuum || database)
                ? Remark.of(
                        (vacuum ? "Vacuum" : "Making or dropping a database")
                                + " cannot run in a transaction: the server refuses it, and everything before it is"
                                + " undone.",
                        "")
                : null;
    }
}
