package dev.lockkeeper.lint;

import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Alteration;
import dev.lockkeeper.lint.sql.ColumnDef;
import dev.lockkeeper.lint.sql.Constraint;
import dev.lockkeeper.lint.sql.Expr;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.lint.sql.Online;
import dev.lockkeeper.plan.Column;
import dev.lockkeeper.plan.Engine;
import dev.lockkeeper.plan.Identifier;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.plan.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a declarative step does, in the words of lint, so that a rule for the author's SQL behind it sees a table as new and a check as
 * validated. Not for judging the step itself, whose exact SQL comes from the target's dialect.
 */
final class PlannedActs {
    private PlannedActs() {}

    static List<Act> of(Step step, Engine engine) {
        return switch (step) {
            case Step.CreateTable create -> List.of(create(create));
            case Step.AddColumn add ->
                alter(add.table(), new Alteration.AddColumn(column(add.column(), false), false, false));
            case Step.DropColumn drop -> alter(drop.table(), dropped(drop));
            case Step.CreateIndex create -> List.of(index(create));
            case Step.DropIndex drop ->
                List.of(new Act.DropIndex(
                        List.of(new ObjectName(
                                schema(drop.table()), drop.index().text())),
                        engine == Engine.MYSQL ? name(drop.table()) : null,
                        engine == Engine.POSTGRESQL,
                        false,
                        Online.UNSAID));
            case Step.SetNotNull set -> notNull(set);
            case Step.AddCheck add -> check(add.table(), add.constraint().text(), add.expression());
            case Step.KeepInSync sync -> List.of(new Act.CreateTrigger("lockkeeper", name(sync.table())));
            case Step.StopSync stop -> List.of(new Act.DropTrigger(ObjectName.of("lockkeeper"), name(stop.table())));
            case Step.Backfill backfill -> List.of();
            case Step.Verify verify -> List.of();
            case Step.Assert ask -> List.of();
            case Step.RowCount count -> List.of();
            case Step.Sql sql -> List.of();
            case Step.Wait wait -> List.of();
        };
    }

    private static Act create(Step.CreateTable step) {
        List<Constraint> key = step.primaryKey().isEmpty()
                ? List.of()
                : List.of(constraint(
                        Constraint.Kind.PRIMARY_KEY,
                        null,
                        step.primaryKey().stream().map(Identifier::text).toList(),
                        null));
        return new Act.CreateTable(
                name(step.table()),
                step.columns().stream()
                        .map(column -> column(column, step.primaryKey().contains(column.name())))
                        .toList(),
                key,
                false,
                false,
                null,
                false,
                false);
    }

    private static Alteration dropped(Step.DropColumn step) {
        String column = step.column().text();
        return step.keepFor() == null
                ? new Alteration.DropColumn(column, false)
                : new Alteration.RenameColumn(column, "lockkeeper_" + column);
    }

    private static Act index(Step.CreateIndex step) {
        return new Act.CreateIndex(
                step.index().text(),
                name(step.table()),
                step.columns(),
                step.unique(),
                true,
                false,
                step.method(),
                step.where() == null ? null : expression(step.where()),
                Online.UNSAID);
    }

    /** As the dialects do it: a check beside writers first, so that the server has nothing left to scan. */
    private static List<Act> notNull(Step.SetNotNull step) {
        List<Act> acts = new ArrayList<>();
        for (Identifier column : step.columns()) {
            String text = column.text();
            acts.addAll(check(step.table(), text + "_not_null", text + " is not null"));
            acts.addAll(alter(step.table(), new Alteration.SetNotNull(text)));
        }
        return acts;
    }

    private static List<Act> check(TableName table, String name, String expression) {
        Constraint check = constraint(Constraint.Kind.CHECK, name, List.of(), expression(expression));
        return List.of(
                alteration(table, new Alteration.AddConstraint(check, true, null)),
                alteration(table, new Alteration.ValidateConstraint(name)));
    }

    private static List<Act> alter(TableName table, Alteration alteration) {
        return List.of(alteration(table, alteration));
    }

    private static Act alteration(TableName table, Alteration alteration) {
        return new Act.AlterTable(name(table), List.of(alteration), Online.UNSAID);
    }

    private static ColumnDef column(Column column, boolean key) {
        List<Constraint> constraints = new ArrayList<>();
        List<String> itself = List.of(column.name().text());
        if (column.unique()) {
            constraints.add(constraint(Constraint.Kind.UNIQUE, null, itself, null));
        }
        if (column.check() != null) {
            constraints.add(constraint(Constraint.Kind.CHECK, null, itself, expression(column.check())));
        }
        return new ColumnDef(
                column.name().text(),
                column.type().strip().toLowerCase(Locale.ROOT),
                key || !column.nullable(),
                false,
                column.defaultSql() == null ? null : expression(column.defaultSql()),
                ColumnDef.Generated.NO,
                false,
                constraints,
                List.of());
    }

    private static Constraint constraint(
            Constraint.Kind kind, @Nullable String name, List<String> columns, @Nullable Expr expression) {
        return new Constraint(name, kind, columns, null, List.of(), expression);
    }

    /** Not parsed: a rule must not take it for a constant. */
    private static Expr expression(String text) {
        return new Expr(text, List.of(), true);
    }

    private static ObjectName name(TableName table) {
        return new ObjectName(schema(table), table.name().text());
    }

    private static @Nullable String schema(TableName table) {
        return table.schema() == null ? null : table.schema().text();
    }
}
