package dev.lockkeeper.lint.mysql;

import dev.lockkeeper.lint.sql.Alteration;
import dev.lockkeeper.lint.sql.ColumnDef;
import dev.lockkeeper.lint.sql.Constraint;
import dev.lockkeeper.lint.sql.Online;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.AddColumnContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.AddTableConstraintContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.AlterAlgorithmOptionContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.AlterColumnContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.AlterCommandListContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.AlterConvertContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.AlterIndexContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.AlterListItemContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.AlterLockOptionContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.AlterPartitionContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.AlterRenameTableContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.AlterTableActionsContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.AlterTableContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.AlterTableDropContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.AlterTableForceContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.AlterTablePartitionOptionsContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.ChangeColumnContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.CreateTableOptionContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.CreateTableOptionsSpaceSeparatedContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.IdentifierContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.ModifyColumnContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.RenameColumnContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.RenameIndexContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.RestrictContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.StandaloneAlterCommandsContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.TableConstraintDefContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.TableElementContext;
import org.jspecify.annotations.Nullable;

/** The changes of an {@code alter table}, in the order in which they are written. */
final class Alterations {

    private final Written written;
    private final Definitions definitions;
    private final List<Alteration> found = new ArrayList<>();

    Alterations(Written written) {
        this.written = written;
        this.definitions = new Definitions(written);
    }

    List<Alteration> of(AlterTableContext node) {
        for (ParseTree part : parts(node)) {
            switch (part) {
                case AlterListItemContext item -> item(item);
                case CreateTableOptionsSpaceSeparatedContext options -> options(options.createTableOption());
                case AlterTablePartitionOptionsContext partitions ->
                    found.add(new Alteration.Partitions(partitions.REMOVE() == null ? "by" : "remove"));
                case StandaloneAlterCommandsContext alone -> alone(alone);
                default -> {}
            }
        }
        return found;
    }

    private static List<ParserRuleContext> parts(AlterTableContext node) {
        List<ParserRuleContext> parts = new ArrayList<>();
        AlterTableActionsContext actions = node.alterTableActions();
        if (actions != null) {
            AlterCommandListContext commands = actions.alterCommandList();
            if (commands != null && commands.alterList() != null) {
                commands.alterList().children.forEach(child -> {
                    if (child instanceof ParserRuleContext part) {
                        parts.add(part);
                    }
                });
            }
            if (actions.alterTablePartitionOptions() != null) {
                parts.add(actions.alterTablePartitionOptions());
            }
        }
        if (node.standaloneAlterTableAction() != null) {
            parts.add(node.standaloneAlterTableAction().standaloneAlterCommands());
        }
        return parts;
    }

    /** Of any statement that may ask for one. */
    Online online(ParserRuleContext node) {
        String algorithm = null;
        String lock = written.readable().online() ? "none" : null;
        for (AlterAlgorithmOptionContext option : Written.all(node, AlterAlgorithmOptionContext.class)) {
            algorithm = option.getStop().getText().toLowerCase(Locale.ROOT);
        }
        for (AlterLockOptionContext option : Written.all(node, AlterLockOptionContext.class)) {
            lock = option.getStop().getText().toLowerCase(Locale.ROOT);
        }
        return new Online(written.readable().noCopy() ? "nocopy" : algorithm, lock);
    }

    private void item(AlterListItemContext item) {
        switch (item) {
            case AddColumnContext add -> add(add);
            case AddTableConstraintContext add -> constraint(add.tableConstraintDef());
            case ChangeColumnContext change ->
                found.add(new Alteration.Redefine(
                        written.name(change.columnInternalRef),
                        definitions.column(change.columnDefinition()),
                        change.place() != null));
            case ModifyColumnContext modify -> {
                String name = written.name(modify.columnInternalRef);
                ColumnDef to = definitions.column(name, modify.fieldDefinition(), null);
                found.add(new Alteration.Redefine(name, to, modify.place() != null));
            }
            case AlterTableDropContext drop -> found.add(drop(drop));
            case AlterColumnContext column -> found.add(column(column));
            case AlterIndexContext index -> found.add(visibility(index));
            case RenameColumnContext rename ->
                found.add(new Alteration.RenameColumn(
                        written.name(rename.oldColumn()), written.name(rename.newColumn())));
            case AlterRenameTableContext rename ->
                found.add(new Alteration.RenameTable(written.table(rename.tableName())));
            case RenameIndexContext rename ->
                found.add(new Alteration.RenamePart(
                        "index", written.name(rename.indexName(0)), written.name(rename.indexName(1))));
            case AlterConvertContext convert ->
                found.add(new Alteration.ConvertCharacterSet(written.name(convert.charsetName())));
            case AlterTableForceContext ignored -> found.add(new Alteration.Rebuild());
            default -> found.add(new Alteration.Other(written.words(written.text(item))));
        }
    }

    private void add(AddColumnContext add) {
        boolean conditional = written.readable().conditional();
        if (add.columnDefinition() != null) {
            found.add(new Alteration.AddColumn(
                    definitions.column(add.columnDefinition()), conditional, add.place() != null));
            return;
        }
        for (TableElementContext element : add.tableElementList().tableElement()) {
            if (element.columnDefinition() != null) {
                ColumnDef column = definitions.column(element.columnDefinition());
                found.add(new Alteration.AddColumn(column, conditional, false));
            } else {
                constraint(element.tableConstraintDef());
            }
        }
    }

    private void constraint(TableConstraintDefContext node) {
        Constraint constraint = definitions.constraint(node);
        if (constraint == null || constraint.kind() == Constraint.Kind.UNIQUE) {
            String kind = node.FULLTEXT() != null ? "fulltext" : node.SPATIAL() != null ? "spatial" : null;
            String name = constraint != null
                    ? constraint.name()
                    : node.indexName() == null ? null : (String) written.name(node.indexName());
            found.add(new Alteration.AddIndex(
                    name, definitions.parts(node.keyListWithExpression()), constraint != null, kind));
        } else if (node.constraintEnforcement() != null
                && node.constraintEnforcement().NOT() != null) {
            found.add(new Alteration.AddConstraint(constraint, true, null));
        } else {
            found.add(new Alteration.AddConstraint(constraint, false, null));
        }
    }

    private Alteration drop(AlterTableDropContext drop) {
        if (drop.PRIMARY() != null) {
            return new Alteration.DropConstraint("PRIMARY", Constraint.Kind.PRIMARY_KEY, false);
        }
        if (drop.keyOrIndex() != null) {
            return new Alteration.DropIndex(written.name(drop.indexName()));
        }
        if (drop.FOREIGN() != null) {
            return dropConstraint(drop.columnInternalRef, Constraint.Kind.FOREIGN_KEY);
        }
        if (drop.CHECK() != null || drop.CONSTRAINT() != null) {
            return dropConstraint(drop.identifier(), drop.CHECK() == null ? null : Constraint.Kind.CHECK);
        }
        RestrictContext restrict = drop.restrict();
        boolean cascade = restrict != null && restrict.CASCADE() != null;
        return new Alteration.DropColumn(written.name(drop.columnInternalRef), cascade);
    }

    private Alteration dropConstraint(IdentifierContext name, Constraint.@Nullable Kind kind) {
        return new Alteration.DropConstraint(written.name(name), kind, false);
    }

    private Alteration column(AlterColumnContext node) {
        String column = written.name(node.columnInternalRef);
        if (node.DROP() != null) {
            return new Alteration.DropDefault(column);
        }
        ParserRuleContext value = node.literals() != null ? node.literals() : node.expr();
        return value == null
                ? new Alteration.Other(written.words(written.text(node)))
                : new Alteration.SetDefault(column, written.expression(value));
    }

    /** MariaDB says {@code ignored} and {@code not ignored}. */
    private Alteration visibility(AlterIndexContext node) {
        String text = written.words(written.text(node));
        boolean visible = text.endsWith("not ignored") || text.endsWith(" visible");
        return new Alteration.IndexVisibility(written.name(node.indexName()), visible);
    }

    private void options(List<CreateTableOptionContext> options) {
        List<String> names = options.stream().map(this::option).toList();
        boolean innodb = options.size() == 1
                && options.getFirst().ENGINE() != null
                && written.name(options.getFirst().engineRef()).equalsIgnoreCase("innodb");
        found.add(innodb ? new Alteration.Rebuild() : new Alteration.SetOptions(names));
    }

    String option(CreateTableOptionContext option) {
        if (option.defaultCharset() != null) {
            return "character set "
                    + written.name(option.defaultCharset().charsetName()).toLowerCase(Locale.ROOT);
        }
        if (option.defaultCollation() != null) {
            return "collate";
        }
        String name = option.getStart().getText().toLowerCase(Locale.ROOT);
        return name.equals("engine")
                ? "engine " + written.name(option.engineRef()).toLowerCase(Locale.ROOT)
                : name;
    }

    private void alone(StandaloneAlterCommandsContext alone) {
        AlterPartitionContext partition = alone.alterPartition();
        found.add(
                partition == null
                        ? new Alteration.Other(written.words(written.text(alone)))
                        : new Alteration.Partitions(
                                partition.getStart().getText().toLowerCase(Locale.ROOT)));
    }
}
