package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.Remark;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Alteration;
import dev.lockkeeper.lint.sql.ColumnDef;
import dev.lockkeeper.lint.sql.Constraint.Kind;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.plan.Level;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Taste, and what pays off years later. Off unless a policy asks for them, but for short keys and assignments that fail. */
final class StyleRules {

    private static final Set<String> INT = Set.of("int", "integer", "int4", "serial", "serial4");
    private static final Set<String> SMALL = Set.of("smallint", "int2", "smallserial", "serial2");
    private static final Set<String> SERIAL =
            Set.of("serial", "serial4", "bigserial", "serial8", "smallserial", "serial2");

    private StyleRules() {}

    static List<Draft> rules() {
        return List.of(
                Draft.column(
                        "ban-char-field",
                        Level.OFF,
                        "char(n) pads with blanks and is no faster than text.",
                        (site, column) -> advise(
                                site,
                                column,
                                base(column.type()).equals("char")
                                        || base(column.type()).equals("character"),
                                "pads with blanks, text does not")),
                Draft.column(
                        "prefer-bigint-over-int",
                        Level.OFF,
                        "An int ends at 2,147,483,647.",
                        (site, column) -> advise(
                                site, column, INT.contains(column.type()), "ends at 2,147,483,647, bigint does not")),
                Draft.column(
                        "prefer-bigint-over-smallint",
                        Level.OFF,
                        "A smallint ends at 32,767.",
                        (site, column) ->
                                advise(site, column, SMALL.contains(column.type()), "ends at 32,767, bigint does not")),
                Draft.column(
                        "prefer-identity",
                        Level.OFF,
                        "An identity column is standard SQL and owns its sequence.",
                        (site, column) -> advise(
                                site,
                                column,
                                SERIAL.contains(column.type()),
                                "leaves a sequence with rights of its own, an identity column does not")),
                Draft.column(
                        "prefer-text-field",
                        Level.OFF,
                        "The length of a varchar is hard to change, a check is not.",
                        (site, column) -> advise(
                                site,
                                column,
                                limited(column.type()),
                                "has a length that is hard to change, text with a check has not")),
                Draft.column(
                        "prefer-timestamptz",
                        Level.OFF,
                        "A timestamp without a time zone means another moment in each session.",
                        (site, column) -> advise(
                                site,
                                column,
                                zoneless(column.type()),
                                "means another moment in each time zone, timestamptz does not")),
                Draft.column(
                        "short-primary-key",
                        Level.ADVISORY,
                        "A numbered key that is an int ends one day, and changing its type then is the hardest"
                                + " migration there is.",
                        StyleRules::shortKey),
                Draft.any(
                        "prefer-robust-stmts",
                        Level.OFF,
                        "Outside a transaction a statement that is tried again should not fail on its own first try.",
                        StyleRules::robust),
                Draft.any(
                        "require-table-schema",
                        Level.OFF,
                        "Without a schema the search path of the session decides which table is meant.",
                        (in, act) -> tables(act)
                                .filter(table -> table.schema() == null)
                                .findFirst()
                                .map(table -> Remark.of(
                                        "Which " + table + " is meant depends on the search path of the session.", ""))
                                .orElse(null)),
                Draft.any(
                        "ban-duplicate-column-assignments",
                        Level.BLOCKING,
                        "A column that is named twice makes the statement fail.",
                        (in, act) -> twice(act)));
    }

    private static @Nullable Remark advise(Site site, ColumnDef column, boolean flagged, String why) {
        return flagged
                ? Remark.of(site.column(column.name()) + " is " + column.type() + ", which " + why + ".", "")
                : null;
    }

    private static String base(String type) {
        int bracket = type.indexOf('(');
        return (bracket < 0 ? type : type.substring(0, bracket)).strip();
    }

    private static boolean limited(String type) {
        return type.contains("(") && (base(type).equals("varchar") || base(type).equals("character varying"));
    }

    private static boolean zoneless(String type) {
        return base(type).equals("timestamp") && !type.contains("with time zone")
                || type.equals("timestamp without time zone");
    }

    private static @Nullable Remark shortKey(Site site, ColumnDef column) {
        boolean small = INT.contains(column.type()) || SMALL.contains(column.type());
        boolean key =
                column.has(Kind.PRIMARY_KEY) || keyOf(site.in().statement().act(), column.name());
        return small && key && column.automatic()
                ? Remark.of(
                        "The key " + site.column(column.name()) + " is " + column.type() + ", which ends at "
                                + (INT.contains(column.type()) ? "2,147,483,647" : "32,767")
                                + ", and every table that refers to it has to change with it.",
                        "")
                : null;
    }

    private static boolean keyOf(Act act, String column) {
        return act instanceof Act.CreateTable create
                && create.constraints().stream()
                        .anyMatch(one ->
                                one.kind() == Kind.PRIMARY_KEY && one.columns().equals(List.of(column)));
    }

    private static @Nullable Remark robust(Case in, Act act) {
        boolean fragile = act instanceof Act.CreateTable create && !create.ifNotExists()
                || act instanceof Act.CreateIndex index && !index.ifNotExists() && !index.concurrently()
                || act instanceof Act.DropTable drop && !drop.ifExists()
                || act instanceof Act.DropIndex drop && !drop.ifExists()
                || act instanceof Act.AlterTable alter
                        && alter.alterations().stream()
                                .anyMatch(each -> each instanceof Alteration.AddColumn add && !add.ifNotExists());
        return fragile && !in.inTransaction() && !in.managed()
                ? Remark.of("Tried again after a later statement failed, it fails on what its first try has made.", "")
                : null;
    }

    private static Stream<ObjectName> tables(Act act) {
        if (act instanceof Act.CreateTable create) {
            return create.temporary() ? Stream.of() : Stream.of(create.table());
        }
        if (act instanceof Act.AlterTable alter) {
            return Stream.of(alter.table());
        }
        if (act instanceof Act.CreateIndex index) {
            return Stream.of(index.table());
        }
        return act instanceof Act.DropTable drop ? drop.tables().stream() : Stream.of();
    }

    private static @Nullable Remark twice(Act act) {
        List<String> columns = act instanceof Act.Update update
                ? update.columns()
                : act instanceof Act.CreateTable create
                        ? create.columns().stream().map(ColumnDef::name).toList()
                        : List.of();
        return columns.stream()
                .filter(column -> columns.indexOf(column) != columns.lastIndexOf(column))
                .findFirst()
                .map(column -> Remark.of("The column " + column + " is named twice, and the server refuses that.", ""))
                .orElse(null);
    }
}
