package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Alteration;
import dev.lockkeeper.lint.sql.Constraint;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.lint.sql.Online;
import java.util.List;
import java.util.Locale;
import org.antlr.v4.runtime.ParserRuleContext;
import org.apache.shardingsphere.sql.parser.autogen.PostgreSQLStatementParser.AddConstraintSpecificationContext;
import org.apache.shardingsphere.sql.parser.autogen.PostgreSQLStatementParser.AlterDefinitionClauseContext;
import org.apache.shardingsphere.sql.parser.autogen.PostgreSQLStatementParser.AlterTableActionContext;
import org.apache.shardingsphere.sql.parser.autogen.PostgreSQLStatementParser.AlterTableContext;
import org.apache.shardingsphere.sql.parser.autogen.PostgreSQLStatementParser.ModifyColumnSpecificationContext;
import org.apache.shardingsphere.sql.parser.autogen.PostgreSQLStatementParser.PartitionCmdContext;
import org.apache.shardingsphere.sql.parser.autogen.PostgreSQLStatementParser.RenameColumnSpecificationContext;
import org.apache.shardingsphere.sql.parser.autogen.PostgreSQLStatementParser.StorageParameterContext;
import org.jspecify.annotations.Nullable;

/** Reads {@code alter table}. */
record AlterTables(Source source, Expressions expressions, Definitions definitions) {

    Act act(AlterTableContext alter) {
        AlterDefinitionClauseContext change = alter.alterDefinitionClause();
        if (change == null) {
            return new Act.Other("alter table all");
        }
        ObjectName table = source.objectName(alter.tableNameClause().tableName());
        return new Act.AlterTable(table, alterations(table, change), Online.UNSAID);
    }

    private List<Alteration> alterations(ObjectName table, AlterDefinitionClauseContext change) {
        if (change.alterTableActions() != null) {
            return change.alterTableActions().alterTableAction().stream()
                    .map(this::alteration)
                    .toList();
        }
        return List.of(single(table, change));
    }

    private Alteration single(ObjectName table, AlterDefinitionClauseContext change) {
        if (change.renameColumnSpecification() != null) {
            RenameColumnSpecificationContext rename = change.renameColumnSpecification();
            return new Alteration.RenameColumn(source.name(rename.columnName(0)), source.name(rename.columnName(1)));
        }
        if (change.renameConstraint() != null) {
            var names = change.renameConstraint().ignoredIdentifier();
            return new Alteration.RenamePart("constraint", source.name(names.get(0)), source.name(names.get(1)));
        }
        if (change.renameTableSpecification() != null) {
            String to = source.name(change.renameTableSpecification().identifier());
            return new Alteration.RenameTable(new ObjectName(table.schema(), to));
        }
        if (change.partitionCmd() != null) {
            return partition(change.partitionCmd());
        }
        return new Alteration.SetSchema(source.name(change.name()));
    }

    private Alteration partition(PartitionCmdContext partition) {
        ObjectName name = source.objectName(partition.qualifiedName());
        return partition.ATTACH() != null
                ? new Alteration.AttachPartition(
                        name, partition.partitionBoundSpec().DEFAULT() != null)
                : new Alteration.DetachPartition(name, partition.CONCURRENTLY() != null);
    }

    private Alteration alteration(AlterTableActionContext action) {
        if (action.addColumnSpecification() != null) {
            var add = action.addColumnSpecification();
            Constraint constraint = definitions.notAColumn(add.columnDefinition());
            if (constraint != null) {
                return new Alteration.AddConstraint(constraint, false, null);
            }
            return new Alteration.AddColumn(
                    definitions.column(add.columnDefinition()), add.ifNotExists() != null, false);
        }
        if (action.dropColumnSpecification() != null) {
            var drop = action.dropColumnSpecification();
            return new Alteration.DropColumn(source.name(drop.columnName()), drop.CASCADE() != null);
        }
        if (action.modifyColumnSpecification() != null) {
            return column(action.modifyColumnSpecification());
        }
        if (action.addConstraintSpecification() != null) {
            return constraint(action.addConstraintSpecification());
        }
        if (action.validateConstraintSpecification() != null) {
            return new Alteration.ValidateConstraint(
                    source.name(action.validateConstraintSpecification().constraintName()));
        }
        if (action.dropConstraintSpecification() != null) {
            var drop = action.dropConstraintSpecification();
            return new Alteration.DropConstraint(source.name(drop.constraintName()), null, drop.CASCADE() != null);
        }
        return table(action);
    }

    private Alteration column(ModifyColumnSpecificationContext change) {
        String column = source.name(change.modifyColumn().columnName());
        if (change.TYPE() != null) {
            return new Alteration.ChangeType(
                    column,
                    definitions.type(change.dataType()),
                    change.aExpr() == null ? null : expressions.of(change.aExpr()));
        }
        if (change.DEFAULT() != null && change.GENERATED() == null) {
            if (change.DEFAULT().getText().equalsIgnoreCase("expression")) {
                return other(change);
            }
            return change.SET() == null
                    ? new Alteration.DropDefault(column)
                    : new Alteration.SetDefault(column, expressions.of(change.aExpr()));
        }
        if (change.NULL() != null) {
            return change.DROP() != null ? new Alteration.DropNotNull(column) : new Alteration.SetNotNull(column);
        }
        return change.ADD() != null ? new Alteration.AddIdentity(column) : other(change);
    }

    private Alteration constraint(AddConstraintSpecificationContext add) {
        var usingIndex = add.tableConstraintUsingIndex();
        if (usingIndex != null) {
            return new Alteration.AddConstraint(
                    definitions.constraint(usingIndex), false, source.name(usingIndex.indexName()));
        }
        return new Alteration.AddConstraint(definitions.constraint(add.tableConstraint()), add.VALID() != null, null);
    }

    private Alteration table(AlterTableActionContext action) {
        if (action.TRIGGER() != null && (action.ENABLE() != null || action.DISABLE() != null)) {
            return new Alteration.Triggers(trigger(action), action.ENABLE() != null);
        }
        if (action.LEVEL() != null && action.FORCE() == null) {
            return new Alteration.RowSecurity(action.ENABLE() != null);
        }
        if (action.LOGGED() != null || action.UNLOGGED() != null) {
            return new Alteration.SetLogged(action.LOGGED() != null);
        }
        if (action.TABLESPACE() != null) {
            return new Alteration.SetTablespace(source.name(action.ignoredIdentifier()));
        }
        List<StorageParameterContext> parameters = Tree.all(action, StorageParameterContext.class);
        if (!parameters.isEmpty()) {
            return new Alteration.SetOptions(parameters.stream()
                    .map(parameter -> source.text(parameter).toLowerCase(Locale.ROOT))
                    .toList());
        }
        return other(action);
    }

    private String trigger(AlterTableActionContext action) {
        if (action.ALL() != null) {
            return "all";
        }
        return action.ignoredIdentifier() == null ? "user" : source.name(action.ignoredIdentifier());
    }

    private Alteration other(@Nullable ParserRuleContext part) {
        return new Alteration.Other(part == null ? "" : Source.spaced(source.tokens(part)));
    }
}
