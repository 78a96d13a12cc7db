package dev.lockkeeper.target.postgres;

import dev.lockkeeper.plan.Identifier;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.Statement.Mode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code setNotNull}, {@code addCheck}: not valid first, which holds for new rows at once and looks at no old one; then validated under a
 * lock that keeps no reader and no writer away; then made final.
 */
final class ConstraintSteps {

    private final Scratch scratch;
    private final Expressions expressions;

    ConstraintSteps(Scratch scratch, Expressions expressions) {
        this.scratch = scratch;
        this.expressions = expressions;
    }

    Rendered notNull(Spot spot, Step.SetNotNull step) throws SQLException {
        Optional<PlannedTable> table = scratch.table(step.table(), spot.path());
        if (table.isEmpty()) {
            return spot.nothing();
        }
        List<Statement> forward = new ArrayList<>();
        List<Statement> back = new ArrayList<>();
        for (Identifier name : step.columns()) {
            Optional<PlannedColumn> column = scratch.column(table.get(), name, spot.path() + ".columns");
            if (column.isPresent()
                    && scratch.attempt(
                            spot.path() + ".columns",
                            "alter table " + table.get().scratch() + " alter column "
                                    + column.get().sql() + " set not null")) {
                forward.addAll(required(table.get(), column.get()));
                back.addFirst(optional(table.get(), column.get()));
            }
        }
        return spot.becomes(
                forward,
                back,
                null,
                "the table is read once under a lock that keeps no reader and no writer away; 'set not null' then needs no scan");
    }

    Rendered check(Spot spot, Step.AddCheck step) throws SQLException {
        Optional<PlannedTable> table = scratch.table(step.table(), spot.path());
        String name = step.constraint().text();
        if (table.isEmpty()
                || !expressions.standsAlone(step.expression(), spot.path() + ".expression")
                || !scratch.attempt(
                        spot.path() + ".expression",
                        "alter table " + table.get().scratch() + " add constraint " + Quoting.name(name) + " check "
                                + Fragment.inBrackets(step.expression()))) {
            return spot.nothing();
        }
        return spot.becomes(
                checked(table.get(), name, step.expression()),
                List.of(dropped(table.get(), name)),
                otherwise(table.get(), name, step.expression()),
                "holds for new and changed rows from the first statement on; the second reads the others");
    }

    /** The two statements of a check constraint. */
    static List<Statement> checked(PlannedTable table, String name, String expression) {
        return List.of(
                new Statement(
                        "alter table " + table.sql() + " add constraint " + Quoting.name(name) + " check "
                                + Fragment.inBrackets(expression) + " not valid",
                        Mode.TRANSACTION,
                        CatalogQueries.constraintThere(table, name),
                        TableLocks.ACCESS_EXCLUSIVE),
                validated(table, name, CatalogQueries.constraintValid(table, name)));
    }

    /** Each statement's query is true also when a later one has had its effect, so that the step goes on from wherever it was. */
    private static List<Statement> required(PlannedTable table, PlannedColumn column) {
        String name = helper(table, column);
        String alter = "alter table " + table.sql() + " ";
        String done = CatalogQueries.notNull(table, column.name());
        return List.of(
                new Statement(
                        alter + "add constraint " + Quoting.name(name) + " check (" + column.sql()
                                + " is not null) not valid",
                        Mode.TRANSACTION,
                        CatalogQueries.either(done, CatalogQueries.constraintThere(table, name)),
                        TableLocks.ACCESS_EXCLUSIVE),
                validated(table, name, CatalogQueries.either(done, CatalogQueries.constraintValid(table, name))),
                new Statement(
                        alter + "alter column " + column.sql() + " set not null",
                        Mode.TRANSACTION,
                        done,
                        TableLocks.ACCESS_EXCLUSIVE),
                new Statement(
                        alter + "drop constraint " + Quoting.name(name),
                        Mode.TRANSACTION,
                        CatalogQueries.both(done, CatalogQueries.constraintGone(table, name)),
                        TableLocks.ACCESS_EXCLUSIVE));
    }

    /** From any state in between too, where the helping constraint is still there. */
    private static Statement optional(PlannedTable table, PlannedColumn column) {
        String name = helper(table, column);
        return new Statement(
                "alter table " + table.sql() + " drop constraint if exists " + Quoting.name(name) + ", alter column "
                        + column.sql() + " drop not null",
                Mode.TRANSACTION,
                CatalogQueries.both(
                        CatalogQueries.nullable(table, column.name()), CatalogQueries.constraintGone(table, name)),
                TableLocks.ACCESS_EXCLUSIVE);
    }

    private static String helper(PlannedTable table, PlannedColumn column) {
        return Quoting.fit(table.name() + "_" + column.name(), "_lk_not_null");
    }

    private static Statement validated(PlannedTable table, String name, String doneWhen) {
        return new Statement(
                "alter table " + table.sql() + " validate constraint " + Quoting.name(name),
                Mode.SCAN,
                doneWhen,
                TableLocks.SCAN);
    }

    private static Statement dropped(PlannedTable table, String name) {
        return new Statement(
                "alter table " + table.sql() + " drop constraint " + Quoting.name(name),
                Mode.TRANSACTION,
                CatalogQueries.constraintGone(table, name),
                TableLocks.ACCESS_EXCLUSIVE);
    }

    private String otherwise(PlannedTable table, String name, String expression) throws SQLException {
        String wanted = scratch.sql()
                .first("select pg_get_expr(conbin, conrelid) from pg_constraint where conrelid = "
                        + table.scratchClass() + " and conname = " + Quoting.literal(name))
                .orElseThrow();
        return "select " + Quoting.literal("Constraint '" + name + "' of table '" + table + "' is there as: ")
                + " || pg_get_constraintdef(c.oid) || "
                + Quoting.literal("; the plan wants: check " + Fragment.inBrackets(expression) + ".")
                + " from pg_constraint c where " + CatalogQueries.constraint(table, name)
                + " and (c.contype <> 'c' or pg_get_expr(c.conbin, c.conrelid) is distinct from "
                + Quoting.literal(wanted) + ")";
    }
}
