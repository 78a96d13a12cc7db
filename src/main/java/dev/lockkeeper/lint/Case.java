package dev.lockkeeper.lint;

import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.lint.sql.Parsed;
import dev.lockkeeper.plan.Engine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One statement with all that a rule may ask about what is around it.
 *
 * @param statement the one that is looked at
 * @param transaction the statements of the transaction that it is part of, itself too; empty when it is sent alone
 * @param before all statements of the migration before it, earlier steps too
 * @param after all statements of the migration after it, later steps too
 * @param made tables that the migration itself created before this statement: nobody uses them and they have no rows
 * @param settings in force here, name to value: {@code lock_timeout} to {@code '2s'}
 * @param managed whether Lockkeeper runs it as a step: then time-outs and transactions are its own
 */
public record Case(
        Engine engine,
        Parsed statement,
        List<Parsed> transaction,
        List<Parsed> before,
        List<Parsed> after,
        Set<ObjectName> made,
        Map<String, String> settings,
        boolean managed,
        Facts facts) {

    public Case {
        transaction = List.copyOf(transaction);
        before = List.copyOf(before);
        after = List.copyOf(after);
        made = Set.copyOf(made);
        settings = Map.copyOf(settings);
    }

    public boolean inTransaction() {
        return !transaction.isEmpty();
    }

    public boolean isNew(ObjectName table) {
        return made.contains(table);
    }

    /** Of the target; empty when none was named or the table is not there. */
    public Optional<Facts.Table> table(ObjectName name) {
        return facts.table(name);
    }

    /** Whether the server is surely that version or a later one. Unknown versions are not. */
    public boolean atLeast(int major, int minor) {
        Facts.@Nullable Version version = facts.version();
        return version != null && version.atLeast(major, minor);
    }
}
