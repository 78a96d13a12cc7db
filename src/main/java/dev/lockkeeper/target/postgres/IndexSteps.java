package dev.lockkeeper.target.postgres;

import dev.lockkeeper.plan.Step;
import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.Statement.Leftover;
import dev.lockkeeper.target.Statement.Mode;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code createIndex}, {@code dropIndex}: beside readers and writers, and checked for validity. */
final class IndexSteps {

    /** What tells two indexes apart, whatever they are called: method, columns with their order, class and collation, condition. */
    private static final String FORM =
            """
            concat_ws(' ', i.indisunique, m.amname,
                (select string_agg(pg_get_indexdef(i.indexrelid, k, false), ', ' order by k) from generate_series(1, i.indnatts) k),
                i.indnkeyatts, i.indoption, i.indclass, i.indcollation, pg_get_expr(i.indpred, i.indrelid))""";

    private static final String FROM =
            """
             from pg_index i join pg_class x on x.oid = i.indexrelid join pg_am m on m.oid = x.relam
            """;

    /** How {@code pg_get_indexdef} begins. */
    private static final Pattern DEFINITION = Pattern.compile("^CREATE (UNIQUE )?INDEX ");

    private final Scratch scratch;
    private final Expressions expressions;
    private final Findings findings;
    private final Map<String, Statement> made = new HashMap<>();

    IndexSteps(Scratch scratch, Expressions expressions, Findings findings) {
        this.scratch = scratch;
        this.expressions = expressions;
        this.findings = findings;
    }

    Rendered create(Spot spot, Step.CreateIndex step) throws SQLException {
        Optional<PlannedTable> found = scratch.table(step.table(), spot.path());
        if (found.isEmpty() || !standsAlone(spot, step) || partitioned(spot, found.get())) {
            return spot.nothing();
        }
        PlannedTable table = found.get();
        String text = body(step);
        String name = Quoting.name(step.index());
        String unique = step.unique() ? "create unique index " : "create index ";
        if (!scratch.attempt(spot.path(), unique + name + " on " + table.scratch() + text)) {
            return spot.nothing();
        }
        String index = table.beside(step.index().text());
        Statement build =
                build(table, step.index().text(), unique + "concurrently " + name + " on " + table.sql() + text);
        made.put(index, build);
        return spot.becomes(
                List.of(build),
                List.of(drop(index)),
                otherwise(table, name, build.sql()),
                "built beside readers and writers in two passes over the table; waits for transactions that are older than it");
    }

    Rendered drop(Spot spot, Step.DropIndex step) throws SQLException {
        Optional<PlannedTable> table = scratch.table(step.table(), spot.path());
        if (table.isEmpty() || partitioned(spot, table.get())) {
            return spot.nothing();
        }
        String index = table.get().beside(step.index().text());
        Statement made = this.made.get(index);
        if (made != null) {
            return spot.becomes(List.of(drop(index)), List.of(made), null);
        }
        Optional<String> definition = definition(table.get(), index);
        if (definition.isEmpty()) {
            findings.missing(spot.path() + ".index", "table '" + table.get() + "' has no index '" + step.index() + "'");
            return spot.nothing();
        }
        String constraint = constraintOf(index);
        if (constraint != null) {
            findings.unsupported(
                    spot.path() + ".index",
                    "'" + step.index() + "' belongs to the constraint '" + constraint
                            + "'; drop the constraint with an sql step instead");
        }
        Kept kept = scratch.kept();
        Statement remember = new Statement(
                kept.remember(index, definition.get()),
                Mode.TRANSACTION,
                kept.remembered(index, definition.get()),
                TableLocks.NONE);
        Statement build = build(
                table.get(),
                step.index().text(),
                DEFINITION
                        .matcher(definition.get())
                        .replaceFirst(m -> "create " + (m.group(1) == null ? "" : "unique ") + "index concurrently "));
        return spot.becomes(
                List.of(remember, drop(index)), List.of(build), null, "the definition is recorded before the drop");
    }

    /** @param name of the index, which is in the table's schema */
    static Statement build(PlannedTable table, String name, String sql) {
        String index = table.beside(name);
        return new Statement(
                sql,
                Mode.CONCURRENTLY,
                CatalogQueries.indexValid(table, index),
                TableLocks.SCAN,
                new Leftover(index, drop(index).sql()));
    }

    private static Statement drop(String index) {
        return new Statement(
                "drop index concurrently " + index,
                Mode.CONCURRENTLY,
                CatalogQueries.relationGone(index),
                TableLocks.SHARE_UPDATE_EXCLUSIVE);
    }

    private boolean standsAlone(Spot spot, Step.CreateIndex step) {
        boolean alone = true;
        for (String column : step.columns()) {
            alone &= expressions.standsAlone(column, spot.path() + ".columns");
        }
        return alone & (step.where() == null || expressions.standsAlone(step.where(), spot.path() + ".where"));
    }

    private boolean partitioned(Spot spot, PlannedTable table) {
        if (table.partitioned()) {
            findings.unsupported(
                    spot.path(),
                    "'" + table
                            + "' is partitioned, and PostgreSQL builds and drops no index concurrently on all partitions at once; name a"
                            + " partition as the table, one step for each, and bring them together with an sql step: 'create index … on only"
                            + " <table>', then 'alter index … attach partition …' for each");
        }
        return table.partitioned();
    }

    private static String body(Step.CreateIndex step) {
        return " using " + (step.method() == null ? "btree" : Quoting.name(step.method())) + " ("
                + String.join(", ", step.columns()) + ")"
                + (step.where() == null ? "" : " where " + Fragment.inBrackets(step.where()));
    }

    /** The wanted form is read from the copy's index: the server has brought both to the same words. An index left invalid is no form. */
    private String otherwise(PlannedTable table, String name, String wanted) throws SQLException {
        String index = Quoting.name(table.schema()) + "." + name;
        String copy = Quoting.literal("pg_temp." + name) + "::regclass";
        String form = scratch.sql()
                .first("select " + FORM + FROM + " where i.indexrelid = " + copy)
                .orElseThrow();
        String begin = "select " + Quoting.literal("The name " + index + " is taken by ") + " || ";
        String end = " || " + Quoting.literal("; the plan wants: " + wanted + ".");
        return begin + "pg_get_indexdef(i.indexrelid)" + end + FROM + " where i.indexrelid = " + Quoting.regclass(index)
                + " and i.indisvalid and ("
                + FORM + " <> " + Quoting.literal(form) + " or i.indrelid is distinct from " + table.regclass() + ")"
                + " union all " + begin + "'something that is no index'" + end + " from pg_class x where x.oid = "
                + Quoting.regclass(index)
                + " and x.relkind <> 'i'";
    }

    private Optional<String> definition(PlannedTable table, String index) throws SQLException {
        Optional<String> there = scratch.sql()
                .first("select pg_get_indexdef(i.indexrelid) from pg_index i where i.indexrelid = "
                        + Quoting.regclass(index) + " and i.indrelid = " + table.regclass());
        return there.isPresent() ? there : scratch.kept().definition(index);
    }

    private @Nullable String constraintOf(String index) throws SQLException {
        return scratch.sql()
                .first("select conname from pg_constraint where conindid = " + Quoting.regclass(index)
                        + " and contype in ('p', 'u', 'x')")
                .orElse(null);
    }
}
