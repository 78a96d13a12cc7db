package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.Facts;
import dev.lockkeeper.lint.sql.Alteration.ChangeType;
import dev.lockkeeper.lint.sql.Alteration.RenameColumn;
import dev.lockkeeper.lint.sql.ColumnDef;
import dev.lockkeeper.lint.sql.Expr;
import dev.lockkeeper.lint.sql.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Columns that come, change and go, in phases. */
final class ColumnPlans {

    private static final String NOT_CARRIED =
            "Indexes, constraints and the default of the old column are not carried over: add steps for those that the"
                    + " new one needs.";

    private ColumnPlans() {}

    /** Null for a column whose constraints need more than this. */
    static @Nullable String defaulted(Site site, ColumnDef column, Expr value) {
        if (!column.constraints().isEmpty() || !column.extras().isEmpty()) {
            return null;
        }
        ObjectName table = site.table();
        String name = column.name();
        String alter = "alter table " + site.sql() + " alter column " + Names.sql(name) + " ";
        PlanText plan = PlanText.of(site, "Add " + site.column(name), "", List.of("add", name))
                .phase(
                        "expand",
                        List.of(
                                Steps.addColumn(table, name, column.type()),
                                Steps.sql(
                                        "default of " + name,
                                        alter + "set default " + value.text(),
                                        alter + "drop default")))
                .phase(
                        "backfill",
                        List.of(Steps.step(
                                "backfill",
                                "table",
                                Steps.table(table),
                                "set",
                                Map.of(name, value.text()),
                                "guard",
                                "null",
                                "clear",
                                true)))
                .phase("verify", List.of(Steps.noNulls(table, name)));
        return required(plan, table, column).yaml();
    }

    private static PlanText required(PlanText plan, ObjectName table, ColumnDef column) {
        return column.notNull()
                ? plan.phase(
                        "contract",
                        Steps.gate(List.of("Every release that runs writes " + column.name())),
                        List.of(Steps.setNotNull(table, List.of(column.name()))))
                : plan;
    }

    /** The value of the rows that are there is for the author to say; until then the plan stops at its question. */
    static @Nullable String required(Site site, ColumnDef column) {
        if (!column.constraints().isEmpty() || !column.extras().isEmpty()) {
            return null;
        }
        ObjectName table = site.table();
        PlanText plan = PlanText.of(
                        site,
                        "Add " + site.column(column.name()),
                        "Rows that are there have no value in " + column.name()
                                + ": add a phase `backfill` between `expand` and `verify` that computes it, or have"
                                + " the application write it. `verify` stops while a row has none.",
                        List.of("add", column.name()))
                .phase("expand", List.of(Steps.addColumn(table, column.name(), column.type())))
                .phase("verify", List.of(Steps.noNulls(table, column.name())));
        return required(plan, table, column).yaml();
    }

    /** Null when the expression is not known. */
    static @Nullable String generated(Site site, ColumnDef column) {
        Expr value = column.defaultValue();
        if (value == null || !column.constraints().isEmpty() || !column.extras().isEmpty()) {
            return null;
        }
        ObjectName table = site.table();
        PlanText plan = PlanText.of(
                        site,
                        "Add " + site.column(column.name()) + ", computed from other columns",
                        "A trigger computes the column instead of the server itself, so that no row is written under"
                                + " an exclusive lock.",
                        List.of("add", column.name()))
                .phase(
                        "expand",
                        List.of(
                                Steps.addColumn(table, column.name(), column.type()),
                                Steps.keepInSync(table, Map.of(column.name(), value.text()), Map.of())))
                .phase("backfill", List.of(Steps.backfillSync(table)))
                .phase("verify", List.of(Steps.verifySync(table)));
        return required(plan, table, column).yaml();
    }

    /** @param old the type that it has, null when no target tells */
    static @Nullable String type(Site site, ChangeType change, @Nullable String old) {
        String column = change.column();
        String added = Names.fit(column, "_new");
        Expr using = change.using();
        String there = using == null ? cast(column, change.type()) : using.text();
        Map<String, String> back = old == null ? Map.of() : Map.of(column, cast(added, old));
        String notes = "Applications go on to `" + added + "`. " + NOT_CARRIED
                + (old == null
                        ? " Lint it against a target to have writes of the new column carried back to the old one as"
                                + " well."
                        : "");
        return moved(
                PlanText.of(site, site.column(column) + " becomes " + change.type(), notes, List.of(column, "type")),
                site,
                new Move(column, added, change.type(), there, back));
    }

    static @Nullable String renamed(Site site, RenameColumn rename, String type) {
        Move move = new Move(
                rename.column(),
                rename.to(),
                type,
                Names.sql(rename.column()),
                Map.of(rename.column(), Names.sql(rename.to())));
        return moved(
                PlanText.of(
                        site,
                        site.column(rename.column()) + " becomes " + rename.to(),
                        NOT_CARRIED,
                        List.of(rename.column(), "to", rename.to())),
                site,
                move);
    }

    /**
     * A column whose values go to another one.
     *
     * @param there the new one's value from the old one
     * @param back the old one's value from the new one; empty when nobody knows how
     */
    private record Move(String from, String to, String type, String there, Map<String, String> back) {}

    private static @Nullable String moved(PlanText plan, Site site, Move move) {
        ObjectName table = site.table();
        List<Map<String, Object>> contract = new ArrayList<>();
        if (site.facts()
                .map(Facts.Table::notNull)
                .filter(all -> all.contains(move.from()))
                .isPresent()) {
            contract.add(Steps.setNotNull(table, List.of(move.to())));
        }
        contract.add(Steps.stopSync(table));
        contract.add(Steps.dropColumn(table, move.from()));
        return plan.phase(
                        "expand",
                        List.of(
                                Steps.addColumn(table, move.to(), move.type()),
                                Steps.keepInSync(table, Map.of(move.to(), move.there()), move.back())))
                .phase("backfill", List.of(Steps.backfillSync(table)))
                .phase("verify", List.of(Steps.verifySync(table), Steps.rowCount(table)))
                .phase(
                        "contract",
                        Steps.gate(List.of(
                                "Every release that runs reads and writes " + move.to() + ", and none " + move.from())),
                        contract)
                .yaml();
    }

    private static String cast(String column, String type) {
        return Names.sql(column) + "::" + type;
    }

    static @Nullable String dropped(Site site, String column) {
        return PlanText.of(
                        site,
                        "Drop " + site.column(column),
                        "The column is renamed first and dropped after seven days; until then the way back gives it"
                                + " its name again.",
                        List.of("drop", column))
                .phase(
                        "contract",
                        Steps.gate(List.of("No release that runs reads or writes " + column)),
                        List.of(Steps.dropColumn(site.table(), column)))
                .yaml();
    }
}
