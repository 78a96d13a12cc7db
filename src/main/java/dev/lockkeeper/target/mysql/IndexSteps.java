package dev.lockkeeper.target.mysql;

import dev.lockkeeper.plan.Step;
import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.mysql.TableText.Part;
import dev.lockkeeper.target.mysql.TableText.Sort;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code createIndex}, {@code dropIndex}: beside readers and writers. A build that fails leaves nothing behind. */
final class IndexSteps {

    /** {@code name}, {@code name(10)}, {@code `name` desc}. */
    private static final Pattern COLUMN = Pattern.compile(
            "(`(?:[^`]|``)+`|[\\w$\\x80-\\x{10FFFF}]+)\\s*(\\(\\s*\\d+\\s*\\))?(\\s+(?:asc|desc))?",
            Pattern.CASE_INSENSITIVE);

    /** {@code (lower(name)) desc}. */
    private static final Pattern EXPRESSION =
            Pattern.compile("\\((.*)\\)(\\s+(?:asc|desc))?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final String PART =
            "concat_ws('|', coalesce(%1$sColumn_name, ''), coalesce(%1$sSub_part, ''), coalesce(%1$sCollation, '')%2$s)";

    private final Scratch scratch;
    private final Expressions expressions;
    private final Findings findings;
    private final ServerVersion version;
    private final Dependents dependents;
    private final Map<String, Statement> made = new HashMap<>();

    IndexSteps(
            Scratch scratch, Expressions expressions, Findings findings, ServerVersion version, Dependents dependents) {
        this.scratch = scratch;
        this.expressions = expressions;
        this.findings = findings;
        this.version = version;
        this.dependents = dependents;
    }

    Rendered create(Spot spot, Step.CreateIndex step) throws SQLException {
        Optional<PlannedTable> found = scratch.table(step.table(), spot.path());
        if (found.isEmpty()
                || !possible(spot, step, scratch.columns(found.get()).keySet())) {
            return spot.nothing();
        }
        PlannedTable table = found.get();
        String name = Quoting.name(step.index());
        String added = " add " + (step.unique() ? "unique " : "") + "index " + name + " ("
                + String.join(", ", step.columns()) + ")";
        if (!scratch.attempt(spot.path(), "alter table " + scratch.copy(table) + added)) {
            return spot.nothing();
        }
        String wanted = wanted(table, step.index().text(), step.unique());
        Statement build = Online.build(
                "alter table " + table.sql() + added, formed(table, step.index().text(), wanted));
        scratch.sql().run("alter table " + scratch.copy(table) + " drop index " + name);
        made.put(place(table, step.index().text()), build);
        return spot.becomes(
                List.of(build),
                List.of(drop(table, step.index().text())),
                otherwise(table, step.index().text(), wanted, build.sql()),
                "built beside readers and writers in one pass over the table; the exclusive metadata lock is asked for at both ends, and a"
                        + " build that does not get it at its end is lost");
    }

    Rendered drop(Spot spot, Step.DropIndex step) throws SQLException {
        Optional<PlannedTable> found = scratch.table(step.table(), spot.path());
        if (found.isEmpty()) {
            return spot.nothing();
        }
        PlannedTable table = found.get();
        String name = step.index().text();
        Statement made = this.made.get(place(table, name));
        if (made != null) {
            return spot.becomes(List.of(drop(table, name)), List.of(made), null);
        }
        String object = table.sql() + "." + Names.quoted(name);
        Optional<Part> there = scratch.catalog(table).key(name);
        Optional<String> text =
                there.isPresent() ? there.map(Part::text) : scratch.kept().definition(object);
        if (text.isEmpty()) {
            findings.missing(spot.path() + ".index", "table '" + table + "' has no index '" + name + "'");
            return spot.nothing();
        }
        if (there.filter(part -> part.sort() == Sort.OTHER_KEY).isPresent()) {
            findings.unsupported(
                    spot.path() + ".index",
                    "'" + name
                            + "' is a fulltext or spatial index, whose way back needs a lock that keeps writers away; use an sql step");
        }
        dependents.dropped(table, name);
        Kept kept = scratch.kept();
        Statement remember =
                Online.alone(kept.remember(object, text.get()), kept.remembered(object, text.get()), TableLocks.NONE);
        Statement build = Online.build("alter table " + table.sql() + " add " + text.get(), there(table, name));
        return spot.becomes(
                List.of(remember, drop(table, name)),
                List.of(build),
                null,
                "the definition is recorded before the drop");
    }

    private static Statement drop(PlannedTable table, String name) {
        return Online.dropIndex(
                "alter table " + table.sql() + " drop index " + Names.quoted(name),
                "select not " + CatalogQueries.existing("information_schema.statistics s", index(table, name)));
    }

    private boolean possible(Spot spot, Step.CreateIndex step, Set<String> columns) {
        int before = findings.count();
        if (step.where() != null) {
            findings.unsupported(
                    spot.path() + ".where",
                    "neither MySQL nor MariaDB has partial indexes; index a virtual column that is null for the other rows");
        }
        if (step.method() != null && !step.method().equalsIgnoreCase("btree")) {
            findings.unsupported(
                    spot.path() + ".method",
                    "'" + step.method()
                            + "' is not built beside writers (InnoDB has btree only; fulltext and spatial indexes lock"
                            + " writers out); use an sql step");
        }
        for (String column : step.columns()) {
            part(column, columns, spot.path() + ".columns");
        }
        return findings.count() == before;
    }

    private void part(String text, Set<String> columns, String path) {
        Matcher column = COLUMN.matcher(text.strip());
        Matcher expression = EXPRESSION.matcher(text.strip());
        if (column.matches()) {
            expressions.judged(column.group(1), columns, path);
        } else if (!expression.matches()) {
            findings.invalid(path, "'" + text.strip() + "' is neither a column nor an expression in brackets");
        } else if (version.mariadb()) {
            findings.unsupported(path, "MariaDB has no indexes over expressions; add a virtual column and index that");
        } else {
            expressions.judged(expression.group(1), columns, path);
        }
    }

    /** What tells two indexes apart, read from the copy: the server has brought both to the same words. */
    private String wanted(PlannedTable table, String name, boolean unique) throws SQLException {
        List<String> parts = scratch.sql()
                .list(
                        "show index from " + scratch.copy(table) + " where Key_name = " + Quoting.literal(name),
                        row -> text(row.getString("Column_name")) + "|" + text(row.getString("Sub_part")) + "|"
                                + text(row.getString("Collation"))
                                + (version.mariadb() ? "" : "|" + text(row.getString("Expression"))));
        return (unique ? 0 : 1) + " " + String.join(",", parts);
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private String form() {
        return "concat(min(s.non_unique), ' ', group_concat("
                + PART.formatted("s.", version.mariadb() ? "" : ", coalesce(s.expression, '')")
                + " order by s.seq_in_index separator ','))";
    }

    private String formed(PlannedTable table, String name, String wanted) {
        return "select coalesce((select " + form() + " from information_schema.statistics s where " + index(table, name)
                + ") = " + CatalogQueries.exactly(wanted) + ", 0)";
    }

    private String otherwise(PlannedTable table, String name, String wanted, String sql) {
        return "select concat(" + Quoting.literal("Index '" + name + "' of table '" + table + "' is there over: ")
                + ", group_concat(s.column_name order by s.seq_in_index separator ', '), if(min(s.non_unique) = 0, ' (unique)', ''), "
                + Quoting.literal("; the plan wants: " + sql + ".") + ") from information_schema.statistics s where "
                + index(table, name) + " having " + form() + " <> " + CatalogQueries.exactly(wanted);
    }

    static String there(PlannedTable table, String name) {
        return CatalogQueries.exists("information_schema.statistics s", index(table, name));
    }

    private static String index(PlannedTable table, String name) {
        return CatalogQueries.table(table, "s") + " and s.index_name = " + Quoting.literal(name);
    }

    private static String place(PlannedTable table, String name) {
        return Names.lower(table.sql() + "." + name);
    }
}
