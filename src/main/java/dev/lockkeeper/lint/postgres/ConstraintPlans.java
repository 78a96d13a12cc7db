package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.sql.ColumnDef;
import dev.lockkeeper.lint.sql.Constraint;
import dev.lockkeeper.lint.sql.ObjectName;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Constraints: first for new rows, then for those that are there. */
final class ConstraintPlans {
    private ConstraintPlans() {}

    static @Nullable String notNull(Site site, String column) {
        return PlanText.of(site, site.column(column) + " is not null", "", List.of(column, "not-null"))
                .phase("verify", List.of(Steps.noNulls(site.table(), column)))
                .phase(
                        "contract",
                        Steps.gate(List.of("Every release that runs writes " + column)),
                        List.of(Steps.setNotNull(site.table(), List.of(column))))
                .yaml();
    }

    static @Nullable String check(Site site, String name, Constraint check) {
        return PlanText.of(site, "Check " + name + " on " + site.table(), "", List.of(name))
                .phase("expand", List.of(Steps.addCheck(site.table(), name, ConstraintText.expression(check))))
                .yaml();
    }

    static @Nullable String unique(Site site, String name, List<String> columns) {
        return PlanText.of(site, "Unique " + name + " on " + site.table(), "", List.of(name))
                .phase("expand", List.of(noDuplicates(site, columns), index(site, name, columns)))
                .phase("enforce", List.of(taken(site, name, "unique")))
                .yaml();
    }

    static @Nullable String key(Site site, String name, List<String> columns) {
        return PlanText.of(site, "Primary key of " + site.table(), "", List.of(name))
                .phase("expand", List.of(noDuplicates(site, columns), index(site, name, columns)))
                .phase("enforce", List.of(Steps.setNotNull(site.table(), columns), taken(site, name, "primary key")))
                .yaml();
    }

    static Map<String, Object> noDuplicates(Site site, List<String> columns) {
        return Steps.none("no value twice", Duplicates.count(site, columns));
    }

    private static Map<String, Object> index(Site site, String name, List<String> columns) {
        return Steps.step(
                "createIndex",
                "table",
                Steps.table(site.table()),
                "columns",
                columns.stream().map(Names::sql).toList(),
                "name",
                name,
                "unique",
                true);
    }

    /** Dropping the constraint drops its index too; the way back of the phase before finds it gone. */
    private static Map<String, Object> taken(Site site, String name, String kind) {
        String alter = "alter table " + site.sql() + " ";
        return Steps.sql(
                "constraint " + name,
                alter + "add constraint " + Names.sql(name) + " " + kind + " using index " + Names.sql(name),
                alter + "drop constraint " + Names.sql(name));
    }

    /** @param text after the name: {@code foreign key (a) references b (c)} */
    static @Nullable String foreignKey(Site site, String name, String text) {
        return PlanText.of(site, "Foreign key " + name + " of " + site.table(), "", List.of(name))
                .phase("expand", List.of(added(site, name, text)))
                .phase("validate", List.of(validated(site, name)))
                .yaml();
    }

    static @Nullable String foreignKeyColumn(Site site, ColumnDef column, String name, String text) {
        if (column.constraints().size() > 1
                || column.notNull()
                || column.defaultValue() != null
                || column.automatic()
                || !column.extras().isEmpty()) {
            return null;
        }
        ObjectName table = site.table();
        return PlanText.of(site, "Add " + site.column(column.name()), "", List.of("add", column.name()))
                .phase("expand", List.of(Steps.addColumn(table, column.name(), column.type()), added(site, name, text)))
                .phase("validate", List.of(validated(site, name)))
                .yaml();
    }

    private static Map<String, Object> added(Site site, String name, String text) {
        String alter = "alter table " + site.sql() + " ";
        return Steps.sql(
                name + " for new rows",
                alter + "add constraint " + Names.sql(name) + " " + text + " not valid",
                alter + "drop constraint if exists " + Names.sql(name));
    }

    /** A constraint cannot become not valid again, so the way back takes it away; that of the phase before allows for that. */
    private static Map<String, Object> validated(Site site, String name) {
        String alter = "alter table " + site.sql() + " ";
        return Steps.sql(
                name + " for all rows",
                alter + "validate constraint " + Names.sql(name),
                alter + "drop constraint " + Names.sql(name));
    }
}
