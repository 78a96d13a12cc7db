package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.lint.sql.Reads;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;
import org.apache.shardingsphere.sql.parser.autogen.PostgreSQLStatementParser.*;
import org.jspecify.annotations.Nullable;

/** Reads statements about rows: select, insert, update, delete, with what comes before them in {@code with}. */
record Queries(Source source) {

    Act select(SelectContext select) {
        // What a query of a 'with' writes is what the statement does.
        for (PreparableStmtContext part : Tree.all(select, PreparableStmtContext.class)) {
            if (part.select() == null) {
                return written(part, select);
            }
        }
        IntoClauseContext into = Tree.first(select, IntoClauseContext.class);
        ObjectName made =
                into == null ? null : source.objectName(into.optTempTableName().qualifiedName());
        return new Act.Select(reads(select, made), made);
    }

    private Act written(PreparableStmtContext part, ParserRuleContext whole) {
        if (part.insert() != null) {
            return insert(part.insert(), whole);
        }
        return part.update() != null ? update(part.update(), whole) : delete(part.delete(), whole);
    }

    Act insert(InsertContext insert) {
        return insert(insert, insert);
    }

    Act update(UpdateContext update) {
        return update(update, update);
    }

    Act delete(DeleteContext delete) {
        return delete(delete, delete);
    }

    private Act insert(InsertContext insert, ParserRuleContext whole) {
        ObjectName table = source.objectName(insert.insertTarget().qualifiedName());
        SelectContext rows = insert.insertRest().select();
        boolean query = rows != null && !onlyValues(rows);
        return new Act.Insert(table, query, reads(whole, table));
    }

    private static boolean onlyValues(SelectContext rows) {
        SelectNoParensContext bare = rows.selectNoParens();
        if (bare == null || bare.withClause() != null) {
            return false;
        }
        SimpleSelectContext simple = bare.selectClauseN().simpleSelect();
        return simple != null && simple.valuesClause() != null;
    }

    private Act update(UpdateContext update, ParserRuleContext whole) {
        ObjectName table = table(update.relationExprOptAlias());
        List<String> columns = Tree.all(update.setClauseList(), SetTargetContext.class).stream()
                .map(source::name)
                .filter(name -> !name.equals(OutsideGrammar.NO_COLUMN))
                .toList();
        Reads reads = reads(whole, table);
        boolean where = update.whereOrCurrentClause() != null;
        boolean joined = reads.joined() || update.fromClause() != null;
        return assigned(update, table, columns, with(reads, where, joined));
    }

    /** With its values where the row alone tells them. */
    private Act assigned(UpdateContext update, ObjectName table, List<String> columns, Reads reads) {
        List<SetClauseContext> sets = Tree.all(update.setClauseList(), SetClauseContext.class);
        WhereOrCurrentClauseContext where = update.whereOrCurrentClause();
        boolean alone = !reads.joined()
                && reads.tables().isEmpty()
                && !Tree.has(update, SelectWithParensContext.class)
                && update.relationExprOptAlias().getChildCount() == 1
                && sets.size() == columns.size()
                && sets.stream().allMatch(set -> set.aExpr() != null && set.setTarget() != null)
                && (where == null || where.whereClause() != null);
        if (!alone) {
            return new Act.Update(table, columns, reads);
        }
        Expressions expressions = new Expressions(source);
        return new Act.Update(
                table,
                columns,
                reads,
                sets.stream().map(set -> expressions.of(set.aExpr())).toList(),
                where == null ? null : expressions.of(where.whereClause().aExpr()));
    }

    private Act delete(DeleteContext delete, ParserRuleContext whole) {
        ObjectName table = table(delete.relationExprOptAlias());
        Reads reads = reads(whole, table);
        boolean where = delete.whereOrCurrentClause() != null;
        boolean joined = reads.joined() || delete.usingClause() != null;
        return new Act.Delete(table, with(reads, where, joined));
    }

    private ObjectName table(RelationExprOptAliasContext target) {
        return source.objectName(target.relationExpr().qualifiedName());
    }

    /** Of any statement; {@code where} is that of its outermost query. */
    Reads reads(ParserRuleContext whole, @Nullable ObjectName written) {
        boolean where = Tree.all(
                        whole,
                        SimpleSelectContext.class,
                        List.of(WithClauseContext.class, SelectWithParensContext.class))
                .stream()
                .anyMatch(query -> query.whereClause() != null);
        List<LimitClauseContext> limits = Tree.all(whole, LimitClauseContext.class).stream()
                .filter(limit -> bounds(limit))
                .toList();
        boolean ordered = limits.stream()
                        .anyMatch(limit -> limit.getParent().getParent() instanceof SelectNoParensContext query
                                && query.sortClause() != null)
                || whole instanceof SelectContext select
                        && select.selectNoParens() != null
                        && select.selectNoParens().sortClause() != null;
        return new Reads(
                tables(whole, written),
                joins(whole),
                where,
                !limits.isEmpty(),
                Tree.has(whole, OffsetClauseContext.class),
                ordered,
                Tree.has(whole, ForLockingItemContext.class),
                Tree.all(whole, NowaitOrSkipContext.class).stream().anyMatch(wait -> wait.LOCKED() != null));
    }

    /** One in a value that is assigned or shown bounds that value, not the rows. */
    private static boolean bounds(LimitClauseContext limit) {
        return (limit.selectLimitValue() == null || limit.selectLimitValue().ALL() == null)
                && !Tree.within(limit, SetClauseContext.class)
                && !Tree.within(limit, TargetListContext.class);
    }

    private static boolean joins(ParserRuleContext whole) {
        return Tree.has(whole, JoinedTableContext.class)
                || Tree.all(whole, FromListContext.class).stream().anyMatch(list -> list.fromList() != null);
    }

    private List<ObjectName> tables(ParserRuleContext whole, @Nullable ObjectName written) {
        Set<String> named = Tree.all(whole, CommonTableExprContext.class).stream()
                .map(one -> Source.identifier(source.text(one.alias())))
                .collect(Collectors.toSet());
        Set<ObjectName> tables = new LinkedHashSet<>();
        for (RelationExprContext relation : Tree.all(whole, RelationExprContext.class)) {
            ObjectName name = source.objectName(relation.qualifiedName());
            if (name.schema() != null || !named.contains(name.name())) {
                tables.add(name);
            }
        }
        Tree.all(whole, InsertTargetContext.class)
                .forEach(target -> tables.add(source.objectName(target.qualifiedName())));
        if (written != null) {
            tables.remove(written);
        }
        return List.copyOf(tables);
    }

    private static Reads with(Reads reads, boolean where, boolean joined) {
        return new Reads(
                reads.tables(),
                joined,
                where,
                reads.limit(),
                reads.offset(),
                reads.ordered(),
                reads.forUpdate(),
                reads.skipLocked());
    }

    /** {@code copy … from} writes, {@code copy … to} reads. */
    Act copy(CopyContext copy) {
        boolean in = Tree.all(copy, org.antlr.v4.runtime.tree.TerminalNode.class).stream()
                .filter(leaf -> leaf.getParent().getParent() == copy)
                .anyMatch(leaf -> leaf.getText().equalsIgnoreCase("from"));
        QualifiedNameContext table = firstDirect(copy);
        if (table != null) {
            ObjectName name = source.objectName(table);
            return in
                    ? new Act.Insert(name, false, Reads.NOTHING)
                    : new Act.Select(new Reads(List.of(name), false, false, false, false, false, false, false), null);
        }
        PreparableStmtContext query = Tree.first(copy, PreparableStmtContext.class);
        if (query == null) {
            return new Act.Other("copy");
        }
        return query.select() == null ? written(query, query) : select(query.select());
    }

    private static @Nullable QualifiedNameContext firstDirect(CopyContext copy) {
        ParseTree form = copy.getChild(0);
        for (int i = 0; i < form.getChildCount(); i++) {
            if (form.getChild(i) instanceof QualifiedNameContext name) {
                return name;
            }
        }
        return null;
    }
}
