package dev.lockkeeper.lint.mysql;

import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.ColumnDef;
import dev.lockkeeper.lint.sql.Constraint;
import dev.lockkeeper.lint.sql.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.AlterStatementContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.AlterTableContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.AnalyzeTableContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.BeginContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.BeginTransactionContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.CommitContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.CreateDatabaseContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.CreateFunctionContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.CreateIndexContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.CreateIndexSpecificationContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.CreateProcedureContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.CreateTableContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.CreateTableOptionContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.CreateTriggerContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.CreateViewContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.DeleteContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.DropDatabaseContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.DropEventContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.DropFunctionContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.DropIndexContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.DropProcedureContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.DropTableContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.DropTriggerContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.DropViewContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.ExecuteContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.InsertContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.LockContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.OptimizeTableContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.RenameTableContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.ReplaceContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.RollbackContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.SelectContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.SetAutoCommitContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.SetTransactionContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.SetVariableContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.TableElementContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.TableNameContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.TruncateTableContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.UpdateContext;

/** What a statement's tree does. */
final class Acts {

    private final Written written;
    private final Queries queries;

    Acts(Written written) {
        this.written = written;
        this.queries = new Queries(written);
    }

    /** One; more for a {@code set} of several variables. */
    List<Act> of(ExecuteContext execute) {
        ParseTree statement = execute.getChild(0);
        return switch (statement) {
            case SetVariableContext set -> new Settings(written).of(set);
            case SetAutoCommitContext set -> List.of(new Act.Set("autocommit", set.autoCommitValue.getText(), false));
            case SetTransactionContext set -> List.of(new Settings(written).transaction(set));
            case ParserRuleContext node -> List.of(tables(node));
            default -> List.of(new Act.Other(""));
        };
    }

    private Act tables(ParserRuleContext node) {
        return switch (node) {
            case CreateTableContext create -> createTable(create);
            case AlterStatementContext alter -> alter(alter);
            case CreateIndexContext create -> createIndex(create);
            case DropIndexContext drop -> dropIndex(drop);
            case DropTableContext drop -> dropTable(drop);
            case TruncateTableContext truncate -> new Act.Truncate(List.of(written.table(truncate.tableName())), false);
            case RenameTableContext rename -> renameTables(rename);
            case OptimizeTableContext optimize ->
                new Act.Maintain("optimize table", names(optimize.tableList().tableName()));
            case AnalyzeTableContext analyze -> analyze(analyze);
            case LockContext lock -> lock(lock);
            default -> rows(node);
        };
    }

    private Act rows(ParserRuleContext node) {
        return switch (node) {
            case UpdateContext update -> queries.update(update);
            case DeleteContext delete -> queries.delete(delete);
            case InsertContext insert -> queries.insert(insert);
            case ReplaceContext replace -> queries.replace(replace);
            case SelectContext select -> new Act.Select(queries.query(select), null);
            case BeginTransactionContext ignored -> new Act.Begin();
            case BeginContext ignored -> new Act.Begin();
            case CommitContext ignored -> new Act.Commit();
            case RollbackContext rollback ->
                written.words(written.text(rollback)).contains(" to ") ? other(rollback) : new Act.Rollback();
            default -> objects(node);
        };
    }

    private Act objects(ParserRuleContext node) {
        return switch (node) {
            case DropDatabaseContext drop -> drop("database", drop.databaseName());
            case DropViewContext drop ->
                new Act.Drop(
                        "view",
                        drop.viewNames().viewName().stream()
                                .map(written::object)
                                .toList(),
                        false);
            case DropFunctionContext drop -> drop("function", drop.functionName());
            case DropProcedureContext drop -> drop("procedure", drop.functionName());
            case DropEventContext drop -> drop("event", drop.eventName());
            case CreateDatabaseContext create -> new Act.Create("database", written.object(create.databaseName()));
            case CreateViewContext create -> new Act.Create("view", written.object(create.viewName()));
            case CreateProcedureContext create -> new Act.Create("procedure", written.object(create.functionName()));
            case CreateFunctionContext create ->
                new Act.CreateFunction(written.object(create.functionName()), "sql", null);
            case CreateTriggerContext create ->
                new Act.CreateTrigger(written.text(create.triggerName()), written.table(create.tableName()));
            case DropTriggerContext drop -> new Act.DropTrigger(written.object(drop.triggerName()), null);
            default -> other(node);
        };
    }

    /** Of all tables or of some, until the session gives it back. */
    static final String READ_LOCK = "flush tables with read lock";

    private Act other(ParserRuleContext node) {
        String text = written.words(written.text(node));
        if (text.startsWith("flush ") && (text.endsWith(" with read lock") || text.endsWith(" for export"))) {
            return new Act.Other(READ_LOCK);
        }
        String[] words = text.split(" ", 3);
        return new Act.Other(words.length < 2 ? words[0] : words[0] + " " + words[1]);
    }

    private Act drop(String kind, ParserRuleContext name) {
        return new Act.Drop(kind, List.of(written.object(name)), false);
    }

    private Act createTable(CreateTableContext node) {
        List<ColumnDef> columns = new ArrayList<>();
        List<Constraint> constraints = new ArrayList<>();
        Definitions definitions = new Definitions(written);
        for (TableElementContext element : Written.all(node.createDefinitionClause(), TableElementContext.class)) {
            if (element.columnDefinition() != null) {
                columns.add(definitions.column(element.columnDefinition()));
            } else {
                Constraint constraint = definitions.constraint(element.tableConstraintDef());
                if (constraint != null) {
                    constraints.add(constraint);
                }
            }
        }
        Alterations alterations = new Alterations(written);
        return new Act.CreateTable(
                written.table(node.tableName()),
                columns,
                constraints,
                node.ifNotExists() != null,
                node.TEMPORARY() != null,
                null,
                node.partitionClause() != null,
                node.duplicateAsQueryExpression() != null,
                Written.all(node.createTableOptions(), CreateTableOptionContext.class).stream()
                        .map(alterations::option)
                        .toList());
    }

    private Act alter(AlterStatementContext node) {
        AlterTableContext alter = node.alterTable();
        if (alter == null) {
            return other(node);
        }
        Alterations alterations = new Alterations(written);
        return new Act.AlterTable(written.table(alter.tableName()), alterations.of(alter), alterations.online(alter));
    }

    private Act createIndex(CreateIndexContext node) {
        CreateIndexSpecificationContext kind = node.createIndexSpecification();
        String words = kind == null ? "" : kind.getText().toLowerCase(Locale.ROOT);
        return new Act.CreateIndex(
                written.name(node.indexName()),
                written.table(node.tableName()),
                new Definitions(written).parts(node.keyListWithExpression()),
                words.equals("unique"),
                false,
                written.readable().conditional(),
                words.isEmpty() || words.equals("unique") ? null : words,
                null,
                new Alterations(written).online(node));
    }

    private Act dropIndex(DropIndexContext node) {
        return new Act.DropIndex(
                List.of(ObjectName.of(written.name(node.indexName()))),
                node.tableName() == null ? null : written.table(node.tableName()),
                false,
                written.readable().conditional(),
                new Alterations(written).online(node));
    }

    private Act dropTable(DropTableContext node) {
        if (node.TEMPORARY() != null) {
            return new Act.Other("drop temporary");
        }
        boolean cascade = node.restrict() != null && node.restrict().CASCADE() != null;
        return new Act.DropTable(names(node.tableList().tableName()), cascade, node.ifExists() != null);
    }

    /** Those that lose their name: every other one. */
    private Act renameTables(RenameTableContext node) {
        List<ObjectName> renamed = new ArrayList<>();
        for (int i = 0; i < node.tableName().size(); i += 2) {
            renamed.add(written.table(node.tableName(i)));
        }
        return new Act.RenameTables(renamed);
    }

    private Act analyze(AnalyzeTableContext node) {
        return node.tableList() == null
                ? new Act.Maintain("analyze", names(Written.all(node, TableNameContext.class)))
                : new Act.Maintain("analyze", names(node.tableList().tableName()));
    }

    private Act lock(LockContext node) {
        if (node.INSTANCE() != null) {
            return new Act.Other("lock instance");
        }
        boolean write =
                node.tableLock().stream().anyMatch(table -> table.lockOption().WRITE() != null);
        return new Act.LockTables(
                node.tableLock().stream()
                        .map(table -> written.table(table.tableName()))
                        .toList(),
                write ? "write" : "read");
    }

    private List<ObjectName> names(List<TableNameContext> nodes) {
        return nodes.stream().map(written::table).toList();
    }
}
