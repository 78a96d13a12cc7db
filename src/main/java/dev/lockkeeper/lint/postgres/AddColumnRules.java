package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.Remark;
import dev.lockkeeper.lint.sql.Alteration;
import dev.lockkeeper.lint.sql.Alteration.AddColumn;
import dev.lockkeeper.lint.sql.ColumnDef;
import dev.lockkeeper.lint.sql.ColumnDef.Generated;
import dev.lockkeeper.lint.sql.Constraint.Kind;
import dev.lockkeeper.lint.sql.Expr;
import dev.lockkeeper.plan.Level;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@code add column} does to the rows that are there. */
final class AddColumnRules {

    private static final String REWRITE =
            " writes every row of the table anew under a lock that blocks reads and writes";

    private AddColumnRules() {}

    static List<Draft> rules() {
        return List.of(
                Draft.change(
                        "adding-field-with-default",
                        Level.BLOCKING,
                        "A default that differs from row to row, or any before PostgreSQL 11, writes the whole table"
                                + " anew under an exclusive lock.",
                        AddColumn.class,
                        (site, add) -> defaulted(site, add.column())),
                Draft.change(
                        "adding-required-field",
                        Level.BLOCKING,
                        "A column that is not null and has no default fails on rows that are there, and refuses"
                                + " inserts of code that does not know it.",
                        AddColumn.class,
                        (site, add) -> required(site, add.column())),
                Draft.change(
                                "adding-serial-primary-key-field",
                                Level.BLOCKING,
                                "A primary key is built under a lock that blocks reads and writes; a numbered column"
                                        + " rewrites the table besides.",
                                AddColumn.class,
                                (site, add) -> key(site, add.column()))
                        .orChange(Alteration.AddConstraint.class, ConstraintRules::key),
                Draft.change(
                        "adding-auto-incrementing-field",
                        Level.BLOCKING,
                        "A column that the server numbers writes the whole table anew under an exclusive lock.",
                        AddColumn.class,
                        (site, add) -> numbered(site, add.column())),
                Draft.change(
                        "adding-stored-generated-column",
                        Level.BLOCKING,
                        "A stored generated column is computed for every row under an exclusive lock.",
                        AddColumn.class,
                        (site, add) -> generated(site, add.column())),
                Draft.change(
                        "adding-json-column",
                        Level.ADVISORY,
                        "The type json has no equality, so select distinct and union on the table fail from then on.",
                        AddColumn.class,
                        (site, add) -> json(site, add.column())));
    }

    private static @Nullable Remark defaulted(Site site, ColumnDef column) {
        Expr value = column.defaultValue();
        if (value == null || column.generated() != Generated.NO || value.text().equalsIgnoreCase("null")) {
            return null;
        }
        Optional<String> suspect = Volatility.suspect(value);
        if (suspect.isEmpty() && site.server().since(11)) {
            return null;
        }
        String why = suspect.map(call -> Volatility.surely(call)
                        ? ", because " + call + "() gives each row a value of its own"
                        : ", unless " + call + "() is declared stable or immutable")
                .orElse(site.server().later(11, "keeps a constant default in the catalog"));
        String name = Names.sql(column.name());
        String alter = "alter table " + site.sql() + " ";
        return site.growing(
                        "Adding " + site.column(column.name()) + " with its default" + REWRITE + why,
                        site.safer(
                                alter + "add column " + name + " " + column.type(),
                                alter + "alter column " + name + " set default " + value.text()))
                .with(ColumnPlans.defaulted(site, column, value));
    }

    private static @Nullable Remark required(Site site, ColumnDef column) {
        boolean filled =
                column.defaultValue() != null && !column.defaultValue().text().equalsIgnoreCase("null");
        if (!column.notNull() || filled || column.automatic() || column.generated() != Generated.NO) {
            return null;
        }
        return site.fact(
                        "Adding " + site.column(column.name())
                                + " as not null without a default fails on a table with rows, and every insert of a"
                                + " release that does not know the column fails",
                        site.safer("alter table " + site.sql() + " add column " + Names.sql(column.name()) + " "
                                + column.type()))
                .with(ColumnPlans.required(site, column));
    }

    private static @Nullable Remark key(Site site, ColumnDef column) {
        if (!column.has(Kind.PRIMARY_KEY)) {
            return null;
        }
        String why = column.automatic()
                ? REWRITE + " and builds its index there"
                : " builds its index under a lock that blocks reads and writes";
        return site.remark("Adding the primary key " + site.column(column.name()) + why, plain(site, column));
    }

    private static @Nullable Remark numbered(Site site, ColumnDef column) {
        return column.automatic()
                ? site.growing(
                        "Adding " + site.column(column.name()) + ", which the server numbers," + REWRITE,
                        plain(site, column))
                : null;
    }

    /** The column alone; numbers come by a sequence and a backfill. */
    private static String plain(Site site, ColumnDef column) {
        String sequence = Names.sql(Names.usual(site.table(), List.of(column.name()), "seq"));
        String name = Names.sql(column.name());
        String alter = "alter table " + site.sql() + " ";
        return site.safer(
                alter + "add column " + name + " " + number(column.type()),
                "create sequence " + sequence + " owned by " + site.sql() + "." + name,
                alter + "alter column " + name + " set default nextval(" + Names.literal(sequence) + ")");
    }

    private static String number(String type) {
        return switch (type) {
            case "serial", "serial4", "bigserial", "serial8", "smallserial", "serial2" -> "bigint";
            default -> type;
        };
    }

    private static @Nullable Remark generated(Site site, ColumnDef column) {
        if (column.generated() != Generated.STORED) {
            return null;
        }
        return site.growing(
                        "Adding the generated column " + site.column(column.name()) + REWRITE
                                + " to compute it"
                                + site.server().later(18, "has virtual ones, which are computed when they are read"),
                        site.safer("alter table " + site.sql() + " add column " + Names.sql(column.name()) + " "
                                + column.type()))
                .with(ColumnPlans.generated(site, column));
    }

    private static @Nullable Remark json(Site site, ColumnDef column) {
        return column.type().equals("json")
                ? site.fact(
                        site.column(column.name())
                                + " is json, which has no equality: select distinct, union and group by over it fail",
                        site.safer("alter table " + site.sql() + " add column " + Names.sql(column.name()) + " jsonb"))
                : null;
    }
}
