package dev.lockkeeper.lint.mysql;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.Remark;
import dev.lockkeeper.lint.Rule;
import dev.lockkeeper.lint.sql.Alteration;
import dev.lockkeeper.lint.sql.ColumnDef;
import dev.lockkeeper.lint.sql.ColumnDef.Generated;
import dev.lockkeeper.lint.sql.Constraint;
import dev.lockkeeper.lint.sql.Expr;
import dev.lockkeeper.plan.Level;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** New columns, and columns that must have a value from now on. */
final class ColumnRules {

    static final List<Rule> ALL = List.of(
            new Rule(
                    "adding-required-field",
                    Level.BLOCKING,
                    "Applications that do not know the new column cannot insert any more, and rows that are there get a value nobody chose.",
                    in -> added(in, ColumnRules::required)),
            new Rule(
                    "adding-field-with-default",
                    Level.BLOCKING,
                    "A default that is computed for each row makes the server copy the table while nobody can write.",
                    in -> added(in, ColumnRules::computedDefault)),
            new Rule(
                    "adding-auto-incrementing-field",
                    Level.BLOCKING,
                    "The server numbers every row that is there while nobody can write, and replicas may number them differently.",
                    in -> added(in, ColumnRules::automatic)),
            new Rule(
                    "adding-stored-generated-column",
                    Level.BLOCKING,
                    "The server computes a stored column for every row by copying the table while nobody can write.",
                    in -> added(in, ColumnRules::stored)),
            new Rule(
                    "adding-not-nullable-field",
                    Level.ADVISORY,
                    "The table is written anew, and the statement fails at the end when a row without a value is there.",
                    ColumnRules::notNull));

    private ColumnRules() {}

    private static List<Remark> added(Case in, BiFunction<Site, ColumnDef, @Nullable Remark> look) {
        return Altered.ofExisting(in).stream()
                .flatMap(altered ->
                        altered.each(Alteration.AddColumn.class).map(add -> look.apply(altered.site(), add.column())))
                .filter(Objects::nonNull)
                .toList();
    }

    private static @Nullable Remark required(Site site, ColumnDef column) {
        boolean chosen = column.defaultValue() != null || column.automatic() || column.generated() != Generated.NO;
        if (!column.notNull() || chosen) {
            return null;
        }
        String danger = site.column(column.name())
                + " is not null and has no default: inserts that do not name it fail, and rows"
                + " that are there get '' or 0";
        return site.fact(danger, site.alter(add(column, ""), last(site)))
                .with(PhasedPlans.addRequired(site.table(), column));
    }

    private static @Nullable Remark computedDefault(Site site, ColumnDef column) {
        Expr value = column.defaultValue();
        if (value == null || !Ways.computes(value)) {
            return null;
        }
        String danger = "The default " + value.text() + " of " + site.column(column.name())
                + " is computed for every row that is there: the table is copied while nobody can write";
        String alter = "alter table " + site.sql();
        String safer = Safer.way(
                site.in(),
                alter + " " + add(column, "") + ", " + last(site).options(),
                alter + " alter column " + Names.sql(column.name()) + " set default " + Names.value(value)
                        + ", algorithm=instant");
        return site.growing(danger, safer).with(PhasedPlans.addFilled(site.table(), column, value));
    }

    private static @Nullable Remark automatic(Site site, ColumnDef column) {
        if (!column.automatic()) {
            return null;
        }
        String danger = site.column(column.name()) + " is numbered by the server: every row of " + site.table()
                + " is written while nobody can write, and the order of the numbers is the server's, on each replica its own";
        return site.growing(
                danger, site.alter("add column " + Names.sql(column.name()) + " bigint unsigned", last(site)));
    }

    private static @Nullable Remark stored(Site site, ColumnDef column) {
        if (column.generated() != Generated.STORED) {
            return null;
        }
        String expression = column.extras().stream()
                .filter(extra -> extra.startsWith("as "))
                .map(extra -> extra.substring(3))
                .findFirst()
                .orElse("null");
        String danger = site.column(column.name()) + " is stored: " + site.table()
                + " is copied to compute it while nobody can write; a virtual one is there at once";
        String virtual = add(column, " generated always as (" + expression + ") virtual");
        return site.growing(danger, site.alter(virtual, Way.INSTANT))
                .with(PhasedPlans.computed(site.table(), column, expression));
    }

    private static List<Remark> notNull(Case in) {
        Altered altered = Altered.ofExisting(in).orElse(null);
        if (altered == null) {
            return List.of();
        }
        Site site = altered.site();
        return altered.each(Alteration.Redefine.class)
                .filter(one -> one.to().notNull()
                        && site.ways().tookNull(one.column())
                        && !one.to().has(Constraint.Kind.PRIMARY_KEY))
                .map(one -> {
                    String danger = site.column(one.column())
                            + " takes null today: the table is written anew, and the statement fails"
                            + " after all that when one row has none; look first";
                    String look =
                            "select count(*) from " + site.sql() + " where " + Names.sql(one.column()) + " is null";
                    return site.growing(danger, Safer.lines(look))
                            .with(PhasedPlans.setNotNull(site.table(), one.column()));
                })
                .toList();
    }

    private static String add(ColumnDef column, String end) {
        return "add column " + Names.sql(column.name()) + " " + Names.type(column) + end;
    }

    /** How a plain column at the end is added. */
    static Way last(Site site) {
        return site.server().since(12, 10, 3) ? Way.INSTANT : Way.REBUILD;
    }
}
