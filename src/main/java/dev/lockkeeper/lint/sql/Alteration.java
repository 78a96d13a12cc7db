package dev.lockkeeper.lint.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One change of an {@code alter table}. */
public sealed interface Alteration {

    /** @param moved whether it is to stand {@code first} or {@code after} another (MySQL) */
    record AddColumn(ColumnDef column, boolean ifNotExists, boolean moved) implements Alteration {}

    record DropColumn(String column, boolean cascade) implements Alteration {}

    /** @param using the expression that converts, or null */
    record ChangeType(String column, String type, @Nullable Expr using) implements Alteration {}

    /**
     * {@code modify} and {@code change} of MySQL.
     *
     * @param column its name before; {@code to} has the one after
     * @param moved whether it is to stand {@code first} or {@code after} another
     */
    record Redefine(String column, ColumnDef to, boolean moved) implements Alteration {}

    record SetDefault(String column, Expr value) implements Alteration {}

    record DropDefault(String column) implements Alteration {}

    record SetNotNull(String column) implements Alteration {}

    record DropNotNull(String column) implements Alteration {}

    record AddIdentity(String column) implements Alteration {}

    /** @param usingIndex an index that is there already, or null */
    record AddConstraint(Constraint constraint, boolean notValid, @Nullable String usingIndex) implements Alteration {}

    record ValidateConstraint(String constraint) implements Alteration {}

    /** @param kind where the statement tells (MySQL's {@code drop foreign key}), else null */
    record DropConstraint(String constraint, Constraint.@Nullable Kind kind, boolean cascade) implements Alteration {}

    /**
     * {@code add index} of MySQL.
     *
     * @param kind {@code fulltext}, {@code spatial}, else null
     */
    record AddIndex(@Nullable String index, List<String> parts, boolean unique, @Nullable String kind)
            implements Alteration {
        public AddIndex {
            parts = List.copyOf(parts);
        }
    }

    record DropIndex(String index) implements Alteration {}

    record IndexVisibility(String index, boolean visible) implements Alteration {}

    record RenameColumn(String column, String to) implements Alteration {}

    record RenameTable(ObjectName to) implements Alteration {}

    /** @param kind {@code constraint} or {@code index} */
    record RenamePart(String kind, String name, String to) implements Alteration {}

    record SetSchema(String schema) implements Alteration {}

    /** @param isDefault whether it is for what no other takes */
    record AttachPartition(ObjectName partition, boolean isDefault) implements Alteration {}

    record DetachPartition(ObjectName partition, boolean concurrently) implements Alteration {}

    /** MySQL's own: {@code add}, {@code drop}, {@code truncate}, {@code reorganize}, {@code exchange}, {@code by}, {@code remove}. */
    record Partitions(String what) implements Alteration {}

    /** @param trigger its name, {@code all} or {@code user} */
    record Triggers(String trigger, boolean enabled) implements Alteration {}

    record SetLogged(boolean logged) implements Alteration {}

    record SetTablespace(String tablespace) implements Alteration {}

    /** {@code set (…)} of PostgreSQL, table options of MySQL. @param names in lower case: {@code fillfactor}, {@code engine}, {@code row_format} */
    record SetOptions(List<String> names) implements Alteration {
        public SetOptions {
            names = List.copyOf(names);
        }
    }

    /** {@code convert to character set}. */
    record ConvertCharacterSet(String characterSet) implements Alteration {}

    /** {@code force} and {@code engine = innodb} on what is InnoDB already: a rebuild. */
    record Rebuild() implements Alteration {}

    record RowSecurity(boolean enabled) implements Alteration {}

    /** What no rule and no lock prediction tells apart. @param text as written, in lower case */
    record Other(String text) implements Alteration {}
}
