package dev.lockkeeper.lint.mysql;

import dev.lockkeeper.lint.Facts;
import dev.lockkeeper.lint.sql.Alteration;
import dev.lockkeeper.lint.sql.ColumnDef;
import dev.lockkeeper.lint.sql.ColumnDef.Generated;
import dev.lockkeeper.lint.sql.Constraint;
import dev.lockkeeper.lint.sql.Expr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a server carries out the changes of a table when it is asked for the gentlest way. What only the table knows (row format, fulltext
 * indexes, row versions used up) is not seen here: the server refuses then, if it was asked by name.
 *
 * <p>From the manuals: MySQL 8.4, 17.12.1 "Online DDL Operations"; MariaDB, "InnoDB Online DDL Operations with the INSTANT, NOCOPY,
 * INPLACE Alter Algorithm".
 *
 * @param before the table as it is, null when nobody knows
 * @param unchecked whether {@code foreign_key_checks} is off: then a foreign key is made in place, and no row is looked at
 */
record Ways(Server server, Facts.@Nullable Table before, boolean unchecked) {

    /** Of all of them in one statement: the worst. A key that is dropped and made again is one rebuild. */
    Way of(List<Alteration> alterations) {
        boolean newKey = alterations.stream()
                .anyMatch(one -> one instanceof Alteration.AddConstraint add && primary(add.constraint()));
        return alterations.stream()
                .map(one -> newKey && droppedKey(one) ? Way.REBUILD : of(one))
                .reduce(Way.INSTANT, Way::and);
    }

    private static boolean primary(Constraint constraint) {
        return constraint.kind() == Constraint.Kind.PRIMARY_KEY;
    }

    private static boolean droppedKey(Alteration alteration) {
        return alteration instanceof Alteration.DropConstraint drop && drop.kind() == Constraint.Kind.PRIMARY_KEY;
    }

    Way of(Alteration alteration) {
        return switch (alteration) {
            case Alteration.AddColumn add -> add(add);
            case Alteration.DropColumn ignored -> server.since(29, 10, 4) ? Way.INSTANT : Way.REBUILD;
            case Alteration.Redefine redefine -> redefine(redefine);
            case Alteration.SetDefault ignored -> Way.INSTANT;
            case Alteration.DropDefault ignored -> Way.INSTANT;
            case Alteration.AddConstraint add -> add(add.constraint(), add.notValid());
            case Alteration.DropConstraint drop -> drop(drop);
            case Alteration.AddIndex add -> add.kind() == null ? Way.BUILD : Way.SHARED_BUILD;
            case Alteration.DropIndex ignored -> Way.METADATA;
            case Alteration.IndexVisibility ignored -> Way.METADATA;
            case Alteration.RenameColumn ignored -> rename();
            case Alteration.RenameTable ignored -> Way.INSTANT;
            case Alteration.RenamePart ignored -> Way.METADATA;
            case Alteration.Partitions partitions -> partitions(partitions.what());
            case Alteration.SetOptions options ->
                options.names().stream().map(this::option).reduce(Way.INSTANT, Way::and);
            case Alteration.ConvertCharacterSet ignored -> Way.COPY;
            case Alteration.Rebuild ignored -> Way.REBUILD;
            case Alteration.Other other -> other.text().startsWith("order by") ? Way.COPY : Way.METADATA;
            // What follows is PostgreSQL's; the reader of this engine makes none of it.
            case Alteration.ChangeType ignored -> Way.UNKNOWN;
            case Alteration.SetNotNull ignored -> Way.UNKNOWN;
            case Alteration.DropNotNull ignored -> Way.UNKNOWN;
            case Alteration.AddIdentity ignored -> Way.UNKNOWN;
            case Alteration.ValidateConstraint ignored -> Way.UNKNOWN;
            case Alteration.SetSchema ignored -> Way.UNKNOWN;
            case Alteration.AttachPartition ignored -> Way.UNKNOWN;
            case Alteration.DetachPartition ignored -> Way.UNKNOWN;
            case Alteration.Triggers ignored -> Way.UNKNOWN;
            case Alteration.SetLogged ignored -> Way.UNKNOWN;
            case Alteration.SetTablespace ignored -> Way.UNKNOWN;
            case Alteration.RowSecurity ignored -> Way.UNKNOWN;
        };
    }

    private Way add(Alteration.AddColumn add) {
        ColumnDef column = add.column();
        Way way = server.since(add.moved() ? 29 : 12, add.moved() ? 10 : 10, add.moved() ? 4 : 3)
                ? Way.INSTANT
                : Way.REBUILD;
        if (column.generated() == Generated.VIRTUAL) {
            way = Way.INSTANT;
        }
        if (column.generated() == Generated.STORED || computes(column.defaultValue())) {
            way = Way.COPY;
        }
        if (column.automatic()) {
            way = way.and(Way.SHARED_REBUILD);
        }
        for (Constraint constraint : column.constraints()) {
            way = ignored(constraint) || unasked(constraint) ? way : way.and(add(constraint, false));
        }
        return way;
    }

    /** At a column. MySQL reads a {@code references} there and does nothing about it. */
    boolean ignored(Constraint constraint) {
        return constraint.kind() == Constraint.Kind.FOREIGN_KEY && !server.mariadb();
    }

    /** Whether rows that are there would get values of their own. The time of the statement is one value for all. */
    static boolean computes(@Nullable Expr value) {
        return value != null && !value.calls().stream().allMatch(call -> call.equals("now"));
    }

    private Way add(Constraint constraint, boolean notEnforced) {
        return switch (constraint.kind()) {
            case PRIMARY_KEY -> Way.REBUILD;
            case UNIQUE -> Way.BUILD;
            case CHECK -> notEnforced ? Way.METADATA : Way.COPY;
            case FOREIGN_KEY -> unchecked ? Way.BUILD : Way.COPY;
            case EXCLUDE -> Way.UNKNOWN;
        };
    }

    /** MariaDB asks no row about the check of a new column. */
    boolean unasked(Constraint constraint) {
        return constraint.kind() == Constraint.Kind.CHECK && server.mariadb();
    }

    private static Way drop(Alteration.DropConstraint drop) {
        return drop.kind() == Constraint.Kind.PRIMARY_KEY ? Way.COPY : Way.METADATA;
    }

    private Way rename() {
        return server.since(28, 10, 5) ? Way.INSTANT : Way.METADATA;
    }

    /** The old type of the column, null when nobody knows. */
    @Nullable
    String typeBefore(String column) {
        return before == null
                ? null
                : before.columns().entrySet().stream()
                        .filter(entry -> entry.getKey().equalsIgnoreCase(column))
                        .map(java.util.Map.Entry::getValue)
                        .findFirst()
                        .orElse(null);
    }

    /** Whether the column took null until now; false when nobody knows. */
    boolean tookNull(String column) {
        return before != null
                && typeBefore(column) != null
                && before.notNull().stream().noneMatch(column::equalsIgnoreCase);
    }

    private Way redefine(Alteration.Redefine redefine) {
        String type = typeBefore(redefine.column());
        ColumnDef to = redefine.to();
        if (type == null) {
            return to.generated() == Generated.STORED ? Way.COPY : Way.UNKNOWN;
        }
        Way way =
                switch (TypeChange.of(type, to.type())) {
                    case SAME, LABELS_APPENDED -> Way.INSTANT;
                    case LENGTHENED -> server.mariadb() ? Way.INSTANT : Way.METADATA;
                    case MAY_COPY -> Way.UNKNOWN;
                    case LABELS_REMOVED, LABELS_REORDERED, LABELS_INSERTED, LABELS_GROW, OTHER -> Way.COPY;
                };
        if (!to.name().equalsIgnoreCase(redefine.column())) {
            way = way.and(rename());
        }
        if (redefine.moved()) {
            way = way.and(server.mariadb() ? Way.INSTANT : Way.REBUILD);
        }
        if (to.notNull() == tookNull(redefine.column())) {
            way = way.and(Way.REBUILD);
        }
        boolean unseen = to.automatic()
                || to.extras().stream()
                        .anyMatch(extra -> extra.startsWith("character set") || extra.startsWith("collate"));
        return unseen ? way.and(Way.UNKNOWN) : way;
    }

    /** MySQL, "Online DDL Operations", table of partitioning operations. */
    private static Way partitions(String what) {
        return switch (what) {
            case "by", "remove" -> Way.COPY;
            case "reorganize", "coalesce", "rebuild", "optimize" -> Way.SHARED_REBUILD;
            default -> Way.METADATA;
        };
    }

    private Way option(String name) {
        return switch (name) {
            case "comment",
                    "auto_increment",
                    "stats_persistent",
                    "stats_auto_recalc",
                    "stats_sample_pages",
                    "collate" -> Way.METADATA;
            case "row_format", "key_block_size" -> Way.REBUILD;
            default ->
                name.startsWith("character set") ? Way.METADATA : name.equals("engine innodb") ? Way.REBUILD : Way.COPY;
        };
    }
}
