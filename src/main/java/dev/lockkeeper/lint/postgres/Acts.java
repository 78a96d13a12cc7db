package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.ColumnDef;
import dev.lockkeeper.lint.sql.Constraint;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.lint.sql.Online;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.apache.shardingsphere.sql.parser.autogen.PostgreSQLStatementParser.*;
import org.jspecify.annotations.Nullable;

/** Says what a parsed statement does. */
final class Acts {

    private final Source source;
    private final Expressions expressions;
    private final Definitions definitions;
    private final Queries queries;

    Acts(Source source) {
        this.source = source;
        this.expressions = new Expressions(source);
        this.definitions = new Definitions(source, expressions);
        this.queries = new Queries(source);
    }

    Act of(ParserRuleContext statement) {
        return switch (statement) {
            case AlterTableContext alter -> new AlterTables(source, expressions, definitions).act(alter);
            case CreateTableContext create -> table(create);
            case CreateIndexContext create -> index(create);
            case DropIndexContext drop -> dropIndex(drop);
            case DropTableContext drop -> dropTable(drop);
            case TruncateTableContext truncate -> truncate(truncate);
            case SelectContext select -> queries.select(select);
            case InsertContext insert -> queries.insert(insert);
            case UpdateContext update -> queries.update(update);
            case DeleteContext delete -> queries.delete(delete);
            case CopyContext copy -> queries.copy(copy);
            case ExplainContext explain -> explain(explain);
            case CreateTriggerContext create ->
                new Act.CreateTrigger(source.name(create.name()), source.objectName(create.qualifiedName()));
            case DropTriggerContext drop ->
                new Act.DropTrigger(source.objectName(drop.qualifiedName()), source.objectName(drop.tableName()));
            case CreateFunctionContext create -> routine(create.funcName(), create.createfuncOptList());
            case CreateProcedureContext create -> routine(create.funcName(), create.createfuncOptList());
            default -> new Upkeep(source).of(statement);
        };
    }

    private Act table(CreateTableContext create) {
        List<CreateDefinitionContext> parts = create.createDefinitionClause() == null
                ? List.of()
                : create.createDefinitionClause().createDefinition();
        List<ColumnDef> columns = new ArrayList<>();
        List<Constraint> constraints = new ArrayList<>();
        for (CreateDefinitionContext part : parts) {
            ColumnDefinitionContext column = part.columnDefinition();
            Constraint constraint = column == null ? null : definitions.notAColumn(column);
            if (constraint != null) {
                constraints.add(constraint);
            } else if (column != null) {
                columns.add(definitions.column(column));
            }
        }
        Tree.all(create, TableConstraintContext.class).forEach(one -> constraints.add(definitions.constraint(one)));
        CreateTableSpecificationContext how = create.createTableSpecification();
        return new Act.CreateTable(
                source.objectName(create.tableName()),
                columns,
                constraints,
                create.ifNotExists() != null,
                how != null && (how.TEMP() != null || how.TEMPORARY() != null),
                create.PARTITION() == null ? null : source.objectName(create.qualifiedName()),
                create.partitionSpec() != null,
                create.select() != null || create.EXECUTE() != null);
    }

    private Act index(CreateIndexContext create) {
        IndexNameContext name = create.indexName();
        AccessMethodClauseContext method = create.accessMethodClause();
        WhereClauseContext where = create.whereClause();
        return new Act.CreateIndex(
                name == null ? null : source.name(name),
                source.objectName(create.tableName()),
                create.indexParams().indexElem().stream().map(source::text).toList(),
                create.createIndexSpecification().UNIQUE() != null,
                create.concurrentlyClause().CONCURRENTLY() != null,
                create.ifNotExists() != null,
                method == null ? null : source.text(method.accessMethod()).toLowerCase(Locale.ROOT),
                where == null ? null : expressions.inParentheses(where.aExpr()),
                Online.UNSAID);
    }

    private Act dropIndex(DropIndexContext drop) {
        List<ObjectName> names = Tree.all(drop, QualifiedNameContext.class).stream()
                .map(source::objectName)
                .toList();
        boolean concurrently = drop.concurrentlyClause().CONCURRENTLY() != null;
        return new Act.DropIndex(names, null, concurrently, drop.ifExists() != null, Online.UNSAID);
    }

    private Act dropTable(DropTableContext drop) {
        List<ObjectName> names =
                drop.tableNames().tableName().stream().map(source::objectName).toList();
        return new Act.DropTable(names, cascades(drop.dropTableOpt()), drop.ifExists() != null);
    }

    private Act truncate(TruncateTableContext truncate) {
        List<ObjectName> names = truncate.tableNamesClause().tableNameClause().stream()
                .map(one -> source.objectName(one.tableName()))
                .toList();
        return new Act.Truncate(names, cascades(truncate.dropTableOpt()));
    }

    private static boolean cascades(@Nullable DropTableOptContext option) {
        return option != null && option.CASCADE() != null;
    }

    /** {@code analyze} carries out what it explains. */
    private Act explain(ExplainContext explain) {
        boolean carriedOut = explain.analyzeKeyword() != null
                || Tree.all(explain.explainOptionList(), AnalyzeKeywordContext.class).stream()
                        .map(word -> word.getParent().getParent().getText().toLowerCase(Locale.ROOT))
                        .anyMatch(option ->
                                !option.endsWith("off") && !option.endsWith("false") && !option.endsWith("0"));
        ParserRuleContext inner = explain.explainableStmt().getChild(ParserRuleContext.class, 0);
        return carriedOut && inner != null ? of(inner) : new Act.Other("explain");
    }

    private Act routine(FuncNameContext name, CreatefuncOptListContext options) {
        String language = null;
        String body = null;
        for (CreatefuncOptItemContext option : options.createfuncOptItem()) {
            if (option.LANGUAGE() != null) {
                language = Source.unquoted(source.text(option.nonReservedWordOrSconst()))
                        .toLowerCase(Locale.ROOT);
            } else if (option.funcAs() != null) {
                body = body(option.funcAs());
            }
        }
        // A body without quotes is SQL's own and names no language.
        language = language == null && body != null ? "sql" : language;
        return new Act.CreateFunction(source.objectName(name), language, body);
    }

    private @Nullable String body(FuncAsContext as) {
        TerminalNode first = Tree.first(as, TerminalNode.class);
        return first == null
                ? null
                : Source.unquoted(source.sql()
                        .substring(
                                first.getSymbol().getStartIndex(),
                                first.getSymbol().getStopIndex() + 1));
    }
}
