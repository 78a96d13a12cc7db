package dev.lockkeeper.lint.mysql;

import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Expr;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.lint.sql.Reads;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.ParserRuleContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.AssignmentContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.AssignmentValueContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.ColumnRefContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.CteClauseContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.DeleteContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.IdentifierContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.InsertContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.JoinedTableContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.LimitClauseContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.LockClauseContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.OrderByClauseContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.ReplaceContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.SingleTableClauseContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.TableFactorContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.TableNameContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.UpdateContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.WhereClauseContext;
import org.jspecify.annotations.Nullable;

/** Statements that read and write rows. */
final class Queries {

    private final Written written;

    Queries(Written written) {
        this.written = written;
    }

    Act update(UpdateContext node) {
        Map<String, ObjectName> tables = tables(node);
        List<AssignmentContext> assignments = node.setAssignmentsClause().assignment();
        ColumnRefContext first = assignments.getFirst().columnRef();
        ObjectName table = written(
                tables,
                first.identifier().size() > 1
                        ? written.name(first.identifier(first.identifier().size() - 2))
                        : null);
        List<String> columns = new ArrayList<>();
        List<Expr> values = new ArrayList<>();
        for (AssignmentContext assignment : assignments) {
            columns.add(written.name(last(assignment.columnRef().identifier())));
            AssignmentValueContext value = assignment.assignmentValue();
            if (value.expr() != null) {
                values.add(written.expression(value.expr()));
            }
        }
        boolean joined =
                Written.all(node.tableReferences(), TableFactorContext.class).size() > 1;
        Reads reads = reads(node, table, joined, node.whereClause() != null);
        Expr condition = node.whereClause() == null
                ? null
                : written.expression(node.whereClause().expr());
        return new Act.Update(table, columns, reads, values.size() == columns.size() ? values : List.of(), condition);
    }

    Act delete(DeleteContext node) {
        Map<String, ObjectName> tables = tables(node);
        SingleTableClauseContext single = node.singleTableClause();
        if (single != null) {
            ObjectName table = written.table(single.tableName());
            return new Act.Delete(table, reads(node, table, false, node.whereClause() != null));
        }
        TableNameContext first = node.multipleTablesClause()
                .tableAliasRefList()
                .tableIdentOptWild(0)
                .tableName();
        ObjectName table = written(tables, written.name(first.name()));
        boolean joined = Written.all(node.multipleTablesClause().tableReferences(), TableFactorContext.class)
                        .size()
                > 1;
        return new Act.Delete(table, reads(node, table, joined, node.whereClause() != null));
    }

    Act insert(InsertContext node) {
        return insert(node, node.tableName(), node.insertSelectClause());
    }

    Act replace(ReplaceContext node) {
        return insert(node, node.tableName(), node.replaceSelectClause());
    }

    private Act insert(ParserRuleContext node, TableNameContext into, @Nullable ParserRuleContext query) {
        ObjectName table = written.table(into);
        return query == null
                ? new Act.Insert(table, false, reads(node, table, false, false))
                : new Act.Insert(table, true, query(query));
    }

    Reads query(ParserRuleContext node) {
        boolean where = !Written.all(node, WhereClauseContext.class).isEmpty();
        return reads(node, null, !Written.all(node, JoinedTableContext.class).isEmpty(), where);
    }

    private Reads reads(ParserRuleContext node, @Nullable ObjectName target, boolean joined, boolean where) {
        List<ObjectName> others = tables(node).values().stream()
                .filter(table -> !table.equals(target))
                .distinct()
                .toList();
        List<LimitClauseContext> limits = Written.all(node, LimitClauseContext.class);
        List<LockClauseContext> locks = Written.all(node, LockClauseContext.class);
        return new Reads(
                others,
                joined,
                where,
                !limits.isEmpty(),
                limits.stream().anyMatch(limit -> limit.limitOffset() != null),
                !limits.isEmpty()
                        ? limits.stream().allMatch(Queries::ordered)
                        : !Written.all(node, OrderByClauseContext.class).isEmpty(),
                !locks.isEmpty(),
                locks.stream()
                        .anyMatch(lock -> lock.lockedRowAction() != null
                                && lock.lockedRowAction().LOCKED() != null));
    }

    private static boolean ordered(LimitClauseContext limit) {
        return limit.getParent().getRuleContexts(OrderByClauseContext.class).size() > 0;
    }

    /** By the name that the statement calls them, in the order in which they stand; names of common table expressions are none. */
    private Map<String, ObjectName> tables(ParserRuleContext node) {
        Set<String> common = Written.all(node, CteClauseContext.class).stream()
                .map(cte -> cteName(cte))
                .collect(Collectors.toSet());
        Map<String, ObjectName> tables = new java.util.LinkedHashMap<>();
        for (TableFactorContext factor : Written.all(node, TableFactorContext.class)) {
            if (factor.tableName() != null) {
                ObjectName table = written.table(factor.tableName());
                if (table.schema() != null || !common.contains(table.name())) {
                    tables.putIfAbsent(factor.alias() == null ? table.name() : written.name(factor.alias()), table);
                }
            }
        }
        return tables;
    }

    private String cteName(CteClauseContext cte) {
        return written.name((ParserRuleContext) cte.getChild(0));
    }

    private static ObjectName written(Map<String, ObjectName> tables, @Nullable String called) {
        Map<String, ObjectName> byName = new HashMap<>(tables);
        ObjectName found = called == null ? null : byName.get(called);
        return found != null
                ? found
                : tables.values().stream().findFirst().orElseGet(() -> ObjectName.of(called == null ? "?" : called));
    }

    private static IdentifierContext last(List<IdentifierContext> identifiers) {
        return identifiers.getLast();
    }
}
