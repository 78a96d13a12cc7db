package dev.lockkeeper.target.postgres;

import dev.lockkeeper.plan.Identifier;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Asks the server about expressions that an author wrote over the columns of a table, without evaluating them on any row. */
final class Expressions {

    /**
     * The planner does not pull a subquery up when its columns have volatile functions, at any depth and in subqueries too; everything
     * else that hinders it cannot stand in an {@code update}. So a scan of this alias in the plan means volatile, whatever the functions
     * are called. A function of the author's own counts as what it was declared, and that is volatile where it does not say.
     */
    private static final String PROBE = "lockkeeper_probe";

    private static final String VOLATILE =
            "explain (costs off) select x from (select %s as x from %s) as " + PROBE + " where x is not null";

    private static final String SOURCES =
            """
            select distinct a.attname
              from pg_rewrite r
              join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.refobjid = %2$s
              join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid and a.attnum > 0
             where r.ev_class = %1$s and d.refclassid = 'pg_class'::regclass
            """;

    /** The functions of an expression are in its stored form, in which the server keeps a view. */
    private static final String STABLE =
            """
            select distinct p.proname, p.pronamespace = 'pg_catalog'::regnamespace and (p.proname in (
                       'now', 'transaction_timestamp', 'statement_timestamp', 'txid_current', 'txid_current_if_assigned',
                       'txid_current_snapshot', 'pg_current_xact_id', 'pg_current_xact_id_if_assigned', 'pg_current_snapshot',
                       'pg_backend_pid') or p.proname = 'age' and p.pronargs = 1)
              from pg_rewrite r
             cross join regexp_matches(r.ev_action::text, ':(?:funcid|opfuncid) (\\d+)', 'g') as called
              join pg_proc p on p.oid = called[1]::oid
             where r.ev_class = %1$s and p.provolatile = 's'
            union all
            select 'current_timestamp', true from pg_rewrite r
             where r.ev_class = %1$s and r.ev_action::text ~ 'SQLVALUEFUNCTION :op [0-8]\\M'
             order by 1
            """;

    private final Scratch scratch;
    private final Findings findings;

    Expressions(Scratch scratch, Findings findings) {
        this.scratch = scratch;
        this.findings = findings;
    }

    /** True when each column is there and takes what its expression gives; else the findings say what is wrong. */
    boolean right(PlannedTable table, Map<Identifier, String> set, String path) throws SQLException {
        boolean right = true;
        Map<String, PlannedColumn> columns = scratch.columns(table);
        for (var each : set.entrySet()) {
            String at = path + "." + each.getKey();
            PlannedColumn column = columns.get(each.getKey().text());
            if (column == null) {
                findings.missing(at, "table '" + table + "' has no column '" + each.getKey() + "' at this step");
            } else if (column.generated()) {
                findings.unsupported(at, "the server computes this column itself; it cannot be written");
            }
            right &= column != null && !column.generated() && fits(table, column, each.getValue(), at);
        }
        return right;
    }

    private boolean fits(PlannedTable table, PlannedColumn column, String expression, String path) throws SQLException {
        return standsAlone(expression, path)
                && scratch.attempt(
                        path,
                        "explain update " + table.scratch() + " set " + column.sql() + " = "
                                + Fragment.inBrackets(expression));
    }

    /** Whether the text may be put inside a statement of ours at all. Asked before anything of it reaches the server. */
    boolean standsAlone(String sql, String path) {
        Optional<String> problem = Fragment.problem(sql);
        problem.ifPresent(what -> findings.invalid(path, "'" + sql.strip() + "' " + what));
        return problem.isEmpty();
    }

    /** True when none gives another value each time; else with a finding that ends with the way out. */
    boolean steady(PlannedTable table, Map<Identifier, String> set, String path, String way) throws SQLException {
        boolean steady = true;
        for (var each : set.entrySet()) {
            if (isVolatile(each.getValue(), table.scratch())) {
                findings.unsupported(
                        path + "." + each.getKey(),
                        "'" + each.getValue().strip()
                                + "' may give another value each time it is asked (volatile), so it can be neither"
                                + " compared nor repeated; " + way);
                steady = false;
            }
        }
        return steady;
    }

    /** @param from a table of one row for an expression without columns */
    boolean isVolatile(String expression, String from) throws SQLException {
        return scratch.sql().texts(VOLATILE.formatted(Fragment.inBrackets(expression), from)).stream()
                .anyMatch(line -> line.contains("Subquery Scan on " + PROBE));
    }

    private record Stable(String function, boolean byTime) {}

    /** What the expression calls that is the same within one statement only. */
    private List<Stable> stable(PlannedTable table, String expression) throws SQLException {
        return overView(table, expression, view -> scratch.sql()
                .list(STABLE.formatted(view), row -> new Stable(row.getString(1), row.getBoolean(2))));
    }

    /** True when none asks for the time or the transaction; else with a finding: such a value differs again at the next look. */
    boolean timeless(PlannedTable table, Map<Identifier, String> set, String path) throws SQLException {
        boolean timeless = true;
        for (var each : set.entrySet()) {
            for (Stable stable : stable(table, each.getValue())) {
                if (stable.byTime()) {
                    findings.unsupported(
                            path + "." + each.getKey(),
                            "'" + each.getValue().strip() + "' asks " + stable.function()
                                    + ", which gives another value in each transaction, so every row would differ for ever; use guard:"
                                    + " marker, null or none, and verify with an assert");
                    timeless = false;
                }
            }
        }
        return timeless;
    }

    /** Notes on what depends on the settings of whoever asks. */
    List<String> settings(PlannedTable table, Map<Identifier, String> set) throws SQLException {
        List<String> notes = new ArrayList<>();
        for (var each : set.entrySet()) {
            List<String> functions = stable(table, each.getValue()).stream()
                    .filter(stable -> !stable.byTime())
                    .map(Stable::function)
                    .toList();
            String what = functions.isEmpty() ? conversion(table, each.getValue()) : String.join(", ", functions);
            if (!what.isEmpty()) {
                notes.add(each.getKey() + " uses " + what
                        + ", whose value may depend on settings of the session, such as TimeZone or DateStyle; an application with others"
                        + " than Lockkeeper's session writes other values");
            }
        }
        return notes;
    }

    /** An index takes only what never changes, and says so before anything else. Empty for what it takes. */
    private String conversion(PlannedTable table, String expression) throws SQLException {
        if (isVolatile(expression, table.scratch())) {
            return "";
        }
        String index = "create index on " + table.scratch() + " ((" + Fragment.inBrackets(expression) + "))";
        return scratch.sql()
                .attempt(() -> scratch.sql().runOne(index))
                .filter(e -> SqlFailures.state(e).equals("42P17"))
                .map(e -> "a conversion")
                .orElse("");
    }

    /** True when the server can tell two values of the column apart; {@code json}, {@code xml} and {@code point} have no equality. */
    boolean comparable(PlannedTable table, PlannedColumn column) throws SQLException {
        String query = "explain select " + column.sql() + " from " + table.scratch() + " group by " + column.sql();
        return scratch.sql().attempt(() -> scratch.sql().run(query)).isEmpty();
    }

    /** The columns that the expressions read, as the server resolved them, in the order of their names. A whole row is not among them. */
    Set<String> sources(PlannedTable table, List<String> expressions) throws SQLException {
        Set<String> sources = new TreeSet<>();
        for (String expression : expressions) {
            sources.addAll(overView(
                    table, expression, view -> scratch.sql().texts(SOURCES.formatted(view, table.scratchClass()))));
        }
        return sources;
    }

    private interface Asked<T> {
        List<T> of(String view) throws SQLException;
    }

    /** Asks about the expression as the server has understood it. */
    private <T> List<T> overView(PlannedTable table, String expression, Asked<T> asked) throws SQLException {
        scratch.sql()
                .runOne("create temporary view " + PROBE + " as select " + Fragment.inBrackets(expression)
                        + " as x from " + table.scratch());
        List<T> answer = asked.of(Quoting.literal("pg_temp." + PROBE) + "::regclass");
        scratch.sql().run("drop view pg_temp." + PROBE);
        return answer;
    }

    /** Whether the expression reads the row as a whole, as {@code to_jsonb(users)} does. */
    boolean readsWholeRow(PlannedTable table, String expression) throws SQLException {
        String query =
                "explain (verbose, costs off) select " + Fragment.inBrackets(expression) + " from " + table.scratch();
        return scratch.sql().texts(query).stream().anyMatch(line -> line.contains(Quoting.name(table.name()) + ".*"));
    }
}
