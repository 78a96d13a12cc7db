package dev.lockkeeper.lint.postgres;

import static dev.lockkeeper.lint.postgres.LockMode.ACCESS_EXCLUSIVE;
import static dev.lockkeeper.lint.postgres.LockMode.ROW_SHARE;
import static dev.lockkeeper.lint.postgres.LockMode.SHARE_ROW_EXCLUSIVE;
import static dev.lockkeeper.lint.postgres.LockMode.SHARE_UPDATE_EXCLUSIVE;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.Facts;
import dev.lockkeeper.lint.postgres.LockMode.Taken;
import dev.lockkeeper.lint.sql.Alteration;
import dev.lockkeeper.lint.sql.ColumnDef;
import dev.lockkeeper.lint.sql.ColumnDef.Generated;
import dev.lockkeeper.lint.sql.Constraint;
import dev.lockkeeper.lint.sql.Constraint.Kind;
import dev.lockkeeper.lint.sql.Expr;
import dev.lockkeeper.lint.sql.ObjectName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What each change of an {@code alter table} takes, on its table and on others. */
final class AlterationLocks {

    /** Stable or immutable functions of the server: a default that calls them is computed once, when the column is added. */
    private static final Set<String> ONCE = Set.of(
            "now",
            "transaction_timestamp",
            "statement_timestamp",
            "current_user",
            "session_user",
            "user",
            "current_role",
            "current_schema",
            "current_catalog",
            "current_database",
            "current_setting",
            "to_timestamp",
            "to_date",
            "to_char",
            "make_date",
            "make_interval",
            "date_trunc",
            "lower",
            "upper",
            "concat",
            "md5",
            "length",
            "abs",
            "round",
            "extract",
            "substring",
            "trim",
            "jsonb_build_object",
            "jsonb_build_array",
            "json_build_object",
            "json_build_array",
            "to_jsonb",
            "array_fill",
            "repeat");

    private static final Set<String> WITHOUT_CONFLICT = Set.of(
            "fillfactor",
            "toast_tuple_target",
            "parallel_workers",
            "vacuum_index_cleanup",
            "vacuum_truncate",
            "log_autovacuum_min_duration",
            "n_distinct",
            "n_distinct_inherited");

    private final Case around;
    private final History history;
    private final ObjectName table;
    private final Map<ObjectName, Taken> taken = new LinkedHashMap<>();

    AlterationLocks(Case around, ObjectName table) {
        this.around = around;
        this.history = new History(around);
        this.table = table;
    }

    Map<ObjectName, Taken> taken() {
        return taken;
    }

    void add(Alteration alteration) {
        take(table, of(alteration));
    }

    private void take(ObjectName name, Taken lock) {
        taken.merge(name, lock, Taken::and);
    }

    private Taken of(Alteration alteration) {
        return switch (alteration) {
            case Alteration.AddColumn add -> column(add.column());
            case Alteration.ChangeType change -> type(change);
            case Alteration.SetNotNull set ->
                ACCESS_EXCLUSIVE.scanning(!(around.atLeast(12, 0) && history.knownNotNull(table, set.column())));
            case Alteration.AddConstraint add -> constraint(add);
            case Alteration.ValidateConstraint validate -> validate(validate);
            case Alteration.DropConstraint drop -> dropConstraint(drop);
            case Alteration.AttachPartition attach -> attach(attach);
            case Alteration.DetachPartition detach -> detach(detach);
            case Alteration.Triggers triggers -> SHARE_ROW_EXCLUSIVE.briefly();
            case Alteration.SetLogged set -> ACCESS_EXCLUSIVE.rewriting();
            case Alteration.SetTablespace set -> ACCESS_EXCLUSIVE.rewriting();
            case Alteration.SetOptions set -> options(set);
            case Alteration.Other other -> other(other.text());
            case Alteration.DropColumn drop -> ACCESS_EXCLUSIVE.briefly();
            case Alteration.SetDefault set -> ACCESS_EXCLUSIVE.briefly();
            case Alteration.DropDefault drop -> ACCESS_EXCLUSIVE.briefly();
            case Alteration.DropNotNull drop -> ACCESS_EXCLUSIVE.briefly();
            case Alteration.AddIdentity add -> ACCESS_EXCLUSIVE.briefly();
            case Alteration.RenameColumn rename -> ACCESS_EXCLUSIVE.briefly();
            case Alteration.RenameTable rename -> ACCESS_EXCLUSIVE.briefly();
            case Alteration.RenamePart rename -> ACCESS_EXCLUSIVE.briefly();
            case Alteration.SetSchema set -> ACCESS_EXCLUSIVE.briefly();
            case Alteration.RowSecurity security -> ACCESS_EXCLUSIVE.briefly();
            // MySQL's own; the reader of PostgreSQL makes none of them.
            case Alteration.Redefine redefine -> ACCESS_EXCLUSIVE.rewriting();
            case Alteration.AddIndex add -> ACCESS_EXCLUSIVE.scanning();
            case Alteration.DropIndex drop -> ACCESS_EXCLUSIVE.briefly();
            case Alteration.IndexVisibility visibility -> ACCESS_EXCLUSIVE.briefly();
            case Alteration.Partitions partitions -> ACCESS_EXCLUSIVE.rewriting();
            case Alteration.ConvertCharacterSet convert -> ACCESS_EXCLUSIVE.rewriting();
            case Alteration.Rebuild rebuild -> ACCESS_EXCLUSIVE.rewriting();
        };
    }

    private Taken column(ColumnDef column) {
        column.constraints().stream()
                .filter(one -> one.references() != null)
                .forEach(one -> take(other(one), SHARE_ROW_EXCLUSIVE.briefly()));
        boolean computed = column.generated() == Generated.STORED || column.automatic();
        Expr value = column.generated() == Generated.NO ? column.defaultValue() : null;
        boolean valued = value != null && !value.text().equalsIgnoreCase("null");
        boolean once = value != null && around.atLeast(11, 0) && ONCE.containsAll(value.calls());
        if (computed || valued && !once) {
            return ACCESS_EXCLUSIVE.rewriting();
        }
        // Each row has the same value, but a check, an index or a key is made by reading them.
        return ACCESS_EXCLUSIVE.scanning(!column.constraints().isEmpty() || column.notNull() && !valued);
    }

    private Taken type(Alteration.ChangeType change) {
        Facts.@Nullable Table now = around.table(table).orElse(null);
        String before = now == null ? null : now.columns().get(change.column());
        boolean converts = change.using() != null && !plainly(change.using(), change);
        boolean rewrites = converts || before == null || TypeChanges.rewrites(before, change.type());
        return rewrites ? ACCESS_EXCLUSIVE.rewriting() : ACCESS_EXCLUSIVE.briefly();
    }

    /** {@code using c} and {@code using c::text}, which say nothing that the type does not. */
    private static boolean plainly(Expr using, Alteration.ChangeType change) {
        String text = using.text().toLowerCase(java.util.Locale.ROOT);
        return text.equals(change.column()) || text.equals(change.column() + "::" + change.type());
    }

    private Taken constraint(Alteration.AddConstraint add) {
        Constraint constraint = add.constraint();
        if (add.usingIndex() != null) {
            // The columns of a primary key become not null, which reads the rows of those that are not yet.
            return ACCESS_EXCLUSIVE.scanning(constraint.kind() == Kind.PRIMARY_KEY);
        }
        if (constraint.kind() == Kind.FOREIGN_KEY) {
            take(other(constraint), SHARE_ROW_EXCLUSIVE.briefly());
            return SHARE_ROW_EXCLUSIVE.scanning(!add.notValid());
        }
        return ACCESS_EXCLUSIVE.scanning(!add.notValid());
    }

    private ObjectName other(Constraint foreignKey) {
        return foreignKey.references() == null ? table : foreignKey.references();
    }

    private Taken validate(Alteration.ValidateConstraint validate) {
        history.references(table, validate.constraint()).ifPresent(other -> take(other, ROW_SHARE.briefly()));
        return SHARE_UPDATE_EXCLUSIVE.scanning();
    }

    private Taken dropConstraint(Alteration.DropConstraint drop) {
        history.references(table, drop.constraint()).ifPresent(other -> take(other, ACCESS_EXCLUSIVE.briefly()));
        return ACCESS_EXCLUSIVE.briefly();
    }

    /** The rows of the new partition are read unless a check of it says already that they belong there. */
    private Taken attach(Alteration.AttachPartition attach) {
        take(attach.partition(), ACCESS_EXCLUSIVE.scanning());
        return around.atLeast(12, 0) ? SHARE_UPDATE_EXCLUSIVE.briefly() : ACCESS_EXCLUSIVE.briefly();
    }

    private Taken detach(Alteration.DetachPartition detach) {
        take(detach.partition(), ACCESS_EXCLUSIVE.briefly());
        return detach.concurrently() ? SHARE_UPDATE_EXCLUSIVE.briefly() : ACCESS_EXCLUSIVE.briefly();
    }

    private static Taken options(Alteration.SetOptions set) {
        boolean quiet =
                set.names().stream().allMatch(name -> WITHOUT_CONFLICT.contains(name) || name.startsWith("autovacuum"));
        return quiet ? SHARE_UPDATE_EXCLUSIVE.briefly() : ACCESS_EXCLUSIVE.briefly();
    }

    private static Taken other(String text) {
        if (text.contains(" set expression") || text.startsWith("set access method")) {
            return ACCESS_EXCLUSIVE.rewriting();
        }
        boolean ofColumn = text.startsWith("alter");
        boolean quiet =
                ofColumn && (text.contains(" set statistics") || text.contains(" set(") || text.contains(" reset("))
                        || text.startsWith("cluster on")
                        || text.startsWith("set without cluster");
        return quiet ? SHARE_UPDATE_EXCLUSIVE.briefly() : ACCESS_EXCLUSIVE.briefly();
    }
}
