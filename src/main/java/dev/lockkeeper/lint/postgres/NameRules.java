package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.Remark;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Alteration;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.lint.sql.Parsed;
import dev.lockkeeper.plan.Level;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** New names for what running code calls by the old one. */
final class NameRules {

    /** What queries name in their {@code from}. */
    private static final Set<String> READ = Set.of("table", "view", "materialized view", "foreign table");

    private NameRules() {}

    static List<Draft> rules() {
        return List.of(
                Draft.change(
                                "renaming-table",
                                Level.BLOCKING,
                                "Running code asks for the old name and fails at once.",
                                Alteration.RenameTable.class,
                                (site, rename) -> renamed(
                                        site.in(), site.table(), rename.to().name()))
                        .orAct(
                                Act.Rename.class,
                                (in, rename) ->
                                        READ.contains(rename.kind()) ? renamed(in, rename.name(), rename.to()) : null),
                Draft.change(
                        "changing-table-schema",
                        Level.BLOCKING,
                        "Running code asks for the table where it was and fails at once.",
                        Alteration.SetSchema.class,
                        NameRules::moved),
                Draft.act(
                        "renaming-schema",
                        Level.BLOCKING,
                        "Running code asks for everything in the schema by its old name and fails at once.",
                        Act.Rename.class,
                        (in, rename) -> rename.kind().equals("schema")
                                ? Remark.of(
                                        "Code that runs asks for what is in " + rename.name()
                                                + " by that name, and fails as soon as it is called " + rename.to()
                                                + ".",
                                        "")
                                : null),
                Draft.act(
                        "renaming-enum-value",
                        Level.BLOCKING,
                        "Running code still writes and compares the old value and fails.",
                        Act.RenameEnumValue.class,
                        (in, rename) -> Remark.of(
                                "Code that runs still writes '" + rename.from() + "' of " + rename.type()
                                        + ", and every such statement fails as soon as the value is called '"
                                        + rename.to() + "'.",
                                "alter type " + Names.sql(rename.type()) + " add value " + Names.literal(rename.to())
                                        + ";")),
                Draft.any(
                        "identifier-too-long",
                        Level.ADVISORY,
                        "A name of more than 63 bytes is cut, and two of them may become one.",
                        (in, act) -> tooLong(act)));
    }

    /** Harmless while a view has the old name from the same moment on. */
    private static @Nullable Remark renamed(Case in, ObjectName table, String to) {
        boolean covered = Migrated.restOfTransaction(in).stream()
                .map(Parsed::act)
                .anyMatch(act -> act instanceof Act.Create create
                        && create.kind().equals("view")
                        && table.equals(create.name()));
        if (covered || Site.isNew(in, table)) {
            return null;
        }
        Site site = new Site(in, table);
        return site.fact(
                "Code that runs asks for " + table + " and fails as soon as it is called " + to, covered(site, to));
    }

    /** The new name, and the old one as a view, from one moment on. A step of Lockkeeper is a transaction already. */
    private static String covered(Site site, String to) {
        String rename = "alter table " + site.sql() + " rename to " + Names.sql(to);
        String view = "create view " + site.sql() + " as select * from "
                + Names.sql(new ObjectName(site.table().schema(), to));
        return site.in().managed() ? site.safer(rename, view) : site.safer("begin", rename, view, "commit");
    }

    private static Remark moved(Site site, Alteration.SetSchema move) {
        return site.fact(
                "Code that runs asks for " + site.table() + " and finds it only if its search path has "
                        + move.schema(),
                "");
    }

    private static @Nullable Remark tooLong(Act act) {
        return named(act)
                .filter(Names::tooLong)
                .findFirst()
                .map(name -> Remark.of(
                        "The name " + name + " has more than 63 bytes, and the server cuts it to " + Names.fit(name, "")
                                + ".",
                        ""))
                .orElse(null);
    }

    /** Names that the statement gives. */
    private static Stream<String> named(Act act) {
        if (act instanceof Act.CreateTable create) {
            return Stream.concat(
                    Stream.of(create.table().name()), create.columns().stream().map(column -> column.name()));
        }
        if (act instanceof Act.CreateIndex index) {
            return Stream.ofNullable(index.index());
        }
        if (act instanceof Act.Rename rename) {
            return Stream.of(rename.to());
        }
        if (act instanceof Act.AlterTable alter) {
            return alter.alterations().stream().flatMap(NameRules::named);
        }
        return Stream.of();
    }

    private static Stream<String> named(Alteration alteration) {
        if (alteration instanceof Alteration.AddColumn add) {
            return Stream.of(add.column().name());
        }
        if (alteration instanceof Alteration.AddConstraint add) {
            return Stream.ofNullable(add.constraint().name());
        }
        if (alteration instanceof Alteration.RenameColumn rename) {
            return Stream.of(rename.to());
        }
        return alteration instanceof Alteration.RenameTable rename
                ? Stream.of(rename.to().name())
                : Stream.of();
    }
}
