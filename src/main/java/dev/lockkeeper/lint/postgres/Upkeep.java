package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.ObjectName;
import java.util.List;
import java.util.Locale;
import org.antlr.v4.runtime.ParserRuleContext;
import org.apache.shardingsphere.sql.parser.autogen.PostgreSQLStatementParser.*;
import org.jspecify.annotations.Nullable;

/** Transactions, settings, locks, and what keeps tables in order. */
record Upkeep(Source source) {

    Act of(ParserRuleContext statement) {
        return switch (statement) {
            case BeginTransactionContext begin -> new Act.Begin();
            case StartTransactionContext start -> new Act.Begin();
            case CommitContext commit -> new Act.Commit();
            case EndContext end -> new Act.Commit();
            case RollbackContext rollback -> new Act.Rollback();
            case AbortContext abort -> new Act.Rollback();
            case SetContext set -> set(set);
            case ResetParameterContext reset -> reset(reset);
            case LockContext lock -> lock(lock);
            case RefreshMatViewStmtContext refresh ->
                new Act.RefreshView(source.objectName(refresh.qualifiedName()), refresh.CONCURRENTLY() != null);
            case VacuumContext vacuum -> vacuum(vacuum);
            case AnalyzeTableContext analyze -> new Act.Maintain("analyze", tables(analyze));
            case ClusterContext cluster ->
                new Act.Maintain(
                        "cluster",
                        cluster.tableName() == null ? List.of() : List.of(source.objectName(cluster.tableName())));
            case ReindexContext reindex -> reindex(reindex.reIndexClauses());
            default -> new NamedObjects(source.tokens()).act();
        };
    }

    private Act set(SetContext set) {
        boolean local = set.runtimeScope() != null && set.runtimeScope().LOCAL() != null;
        ConfigurationParameterClauseContext clause = set.configurationParameterClause();
        if (clause != null) {
            VarListContext values = clause.varList();
            return new Act.Set(parameter(clause.varName()), values == null ? null : source.text(values), local);
        }
        if (set.timeZoneClause() != null || set.zoneValue() != null) {
            List<org.antlr.v4.runtime.Token> tokens = source.tokens(set);
            String value = tokens.getLast().getText();
            return new Act.Set("timezone", value.equalsIgnoreCase("default") ? null : value, local);
        }
        if (set.ROLE() != null) {
            return new Act.Set("role", source.text(set.nonReservedWordOrSconst()), local);
        }
        return new NamedObjects(source.tokens()).act();
    }

    private Act reset(ResetParameterContext reset) {
        List<org.antlr.v4.runtime.Token> tokens = source.tokens(reset);
        return new Act.Set(tokens.getLast().getText().toLowerCase(Locale.ROOT), null, false);
    }

    private String parameter(VarNameContext name) {
        return Source.spaced(source.tokens(name)).replace("\"", "");
    }

    private Act lock(LockContext lock) {
        List<ObjectName> tables = lock.relationExprList().relationExpr().stream()
                .map(one -> source.objectName(one.qualifiedName()))
                .toList();
        LockTypeContext mode = lock.lockType();
        return new Act.LockTables(tables, mode == null ? "access exclusive" : Source.spaced(source.tokens(mode)));
    }

    private Act vacuum(VacuumContext vacuum) {
        boolean full = vacuum.FULL() != null
                || Tree.all(vacuum, VacAnalyzeOptionElemContext.class).stream().anyMatch(this::full);
        return new Act.Maintain(full ? "vacuum full" : "vacuum", tables(vacuum));
    }

    private boolean full(VacAnalyzeOptionElemContext option) {
        boolean named = source.text(option.vacAnalyzeOptionName()).equalsIgnoreCase("full");
        return named && !off(option.vacAnalyzeOptionArg());
    }

    private boolean off(@Nullable VacAnalyzeOptionArgContext value) {
        return value != null
                && List.of("off", "false", "0", "'off'", "'false'")
                        .contains(source.text(value).toLowerCase(Locale.ROOT));
    }

    private List<ObjectName> tables(ParserRuleContext statement) {
        return Tree.all(statement, VacuumRelationContext.class).stream()
                .map(one -> source.objectName(one.qualifiedName()))
                .toList();
    }

    private Act reindex(ReIndexClausesContext clauses) {
        boolean concurrently = clauses.CONCURRENTLY() != null
                || Tree.all(clauses, ReindexOptionElemContext.class).stream()
                        .anyMatch(option -> option.CONCURRENTLY() != null);
        ParserRuleContext name = clauses.qualifiedName() != null ? clauses.qualifiedName() : clauses.name();
        String what = clauses.reindexTargetType() != null
                ? source.text(clauses.reindexTargetType())
                : source.text(clauses.reindexTargetMultitable());
        return new Act.Reindex(what.toLowerCase(Locale.ROOT), source.objectName(name), concurrently);
    }
}
