package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.Remark;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.plan.Level;
import java.util.List;
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
