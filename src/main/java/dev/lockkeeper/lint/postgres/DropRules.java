package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.Remark;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.plan.Level;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is gone afterwards. */
final class DropRules {
    private DropRules() {}

    static List<Draft> rules() {
        return List.of(
                Draft.act(
                        "ban-drop-table",
                        Level.BLOCKING,
                        "The rows are gone, and running code that still names the table fails.",
                        Act.DropTable.class,
                        (in, drop) -> tables(
                                in,
                                old(in, drop.tables()),
                                "and code that still reads or writes it fails"
                                        + (drop.cascade() ? ", and so does everything that depends on it" : ""))),
                Draft.act(
                        "ban-drop-database",
                        Level.BLOCKING,
                        "A whole database is gone.",
                        Act.Drop.class,
                        (in, drop) -> drop.kind().equals("database")
                                ? Remark.of("Everything in the database " + Names.said(drop.names()) + " is gone.", "")
                                : null),
                Draft.act(
                        "ban-drop-schema",
                        Level.BLOCKING,
                        "With cascade, every table of the schema is gone with its rows.",
                        Act.Drop.class,
                        (in, drop) -> drop.kind().equals("schema") && drop.cascade()
                                ? Remark.of(
                                        "Every table of the schema " + Names.said(drop.names())
                                                + " is gone with its rows.",
                                        "drop schema " + Names.sql(drop.names().getFirst()) + ";")
                                : null),
                Draft.any(
                        "ban-drop-cascade",
                        Level.BLOCKING,
                        "What depends on it is gone as well: the columns of a type with their values, the tables of an"
                                + " owner.",
                        (in, act) -> dependents(in, act)),
                Draft.act(
                        "ban-truncate",
                        Level.BLOCKING,
                        "All rows are gone, and the lock waits for every reader.",
                        Act.Truncate.class,
                        (in, truncate) -> tables(
                                in,
                                old(in, truncate.tables()),
                                "and while it waits for those who read it, everybody else waits too")),
                Draft.act(
                        "ban-truncate-cascade",
                        Level.BLOCKING,
                        "The rows of every table that refers to it are gone as well.",
                        Act.Truncate.class,
                        (in, truncate) -> truncate.cascade()
                                ? tables(
                                        in,
                                        old(in, truncate.tables()),
                                        "and so are those of every table that refers to it, at any distance")
                                : null));
    }

    /** Tables, their columns and schemas have rules of their own. */
    private static @Nullable Remark dependents(Case in, Act act) {
        if (act instanceof Act.Other other && other.kind().equals("drop owned")) {
            return Remark.of("Every table, view and function that the role owns here is gone, with all rows.", "");
        }
        if (!(act instanceof Act.Drop drop) || !drop.cascade() || drop.kind().equals("schema")) {
            return null;
        }
        String said = "The " + drop.kind() + " " + Names.said(drop.names());
        return switch (drop.kind()) {
            case "type", "domain", "extension" ->
                Remark.of(said + " takes every column of its types along, with the values.", withoutCascade(in));
            default ->
                Remark.of(said + " takes along what needs it: defaults, triggers, policies, views.", withoutCascade(in))
                        .at(Level.ADVISORY);
        };
    }

    /** The server then refuses it while something depends on it, and says what. */
    private static String withoutCascade(Case in) {
        String text = in.statement().text().strip();
        return text.toLowerCase(Locale.ROOT).endsWith("cascade")
                ? text.substring(0, text.length() - "cascade".length()).strip() + ";"
                : "";
    }

    private static List<ObjectName> old(Case in, List<ObjectName> tables) {
        return tables.stream().filter(table -> !Site.isNew(in, table)).toList();
    }

    private static @Nullable Remark tables(Case in, List<ObjectName> tables, String besides) {
        return tables.isEmpty()
                ? null
                : new Site(in, tables.getFirst())
                        .fact("The rows of " + Names.said(tables) + " are gone, " + besides, "");
    }
}
