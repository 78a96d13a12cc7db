package dev.lockkeeper.lint.mysql;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.Remark;
import dev.lockkeeper.lint.Rule;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Alteration;
import dev.lockkeeper.lint.sql.ColumnDef;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.plan.Level;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What takes data or names away from those who use them. */
final class DropRules {

    static final List<Rule> ALL = List.of(
            new Rule(
                    "ban-drop-column",
                    Level.BLOCKING,
                    "What still reads or writes the column fails, and its values are gone.",
                    DropRules::column),
            new Rule(
                    "ban-drop-table",
                    Level.BLOCKING,
                    "What still uses the table fails, and its rows are gone.",
                    in -> in.statement().act() instanceof Act.DropTable drop
                            ? gone(in, drop.tables(), "Whoever still uses %s fails, and its rows are gone for good")
                            : List.of()),
            new Rule("ban-drop-database", Level.BLOCKING, "All tables of the database are gone.", DropRules::database),
            new Rule(
                    "ban-truncate",
                    Level.BLOCKING,
                    "All rows are gone at once, and no rollback brings them back.",
                    in -> in.statement().act() instanceof Act.Truncate truncate
                            ? gone(
                                    in,
                                    truncate.tables(),
                                    "All rows of %s are gone for good: truncate commits by itself and is no delete")
                            : List.of()),
            new Rule(
                    "renaming-column",
                    Level.BLOCKING,
                    "Running applications know the old name only and fail at once.",
                    DropRules::renamed),
            new Rule(
                    "renaming-table",
                    Level.BLOCKING,
                    "Running applications know the old name only and fail at once.",
                    DropRules::renamedTable));

    private DropRules() {}

    private static List<Remark> column(Case in) {
        return Altered.ofExisting(in).stream()
                .flatMap(altered -> altered.each(Alteration.DropColumn.class)
                        .filter(drop -> !addedHere(in, altered.site().table(), drop.column()))
                        .map(drop -> altered.site()
                                .fact(
                                        "Whoever still reads or writes "
                                                + altered.site().column(drop.column())
                                                + " fails, and its values are gone for good",
                                        "")
                                .with(PhasedPlans.dropColumn(altered.site().table(), drop.column()))))
                .toList();
    }

    private static boolean addedHere(Case in, ObjectName table, String column) {
        return in.before().stream()
                .anyMatch(one -> one.act() instanceof Act.AlterTable alter
                        && alter.table().equals(table)
                        && alter.alterations().stream()
                                .anyMatch(each -> each instanceof Alteration.AddColumn add
                                        && add.column().name().equalsIgnoreCase(column)));
    }

    private static List<Remark> gone(Case in, List<ObjectName> tables, String danger) {
        return tables.stream()
                .map(table -> new Site(in, table))
                .filter(site -> !site.isNew())
                .map(site -> site.fact(danger.formatted(site.table()), ""))
                .toList();
    }

    private static List<Remark> database(Case in) {
        return in.statement().act() instanceof Act.Drop drop && drop.kind().equals("database")
                ? drop.names().stream()
                        .map(name -> Remark.of("All tables of " + name + " and their rows are gone for good.", ""))
                        .toList()
                : List.of();
    }

    private static List<Remark> renamed(Case in) {
        Altered altered = Altered.ofExisting(in).orElse(null);
        if (altered == null) {
            return List.of();
        }
        List<Remark> remarks = new ArrayList<>();
        altered.each(Alteration.RenameColumn.class)
                .filter(one -> !addedHere(in, altered.site().table(), one.column()))
                .forEach(one -> remarks.add(renamed(altered.site(), one.column(), one.to(), null)));
        altered.each(Alteration.Redefine.class)
                .filter(one -> !one.to().name().equalsIgnoreCase(one.column()))
                .filter(one -> !addedHere(in, altered.site().table(), one.column()))
                .forEach(one -> remarks.add(
                        renamed(altered.site(), one.column(), one.to().name(), one.to())));
        return remarks;
    }

    private static Remark renamed(Site site, String column, String to, @Nullable ColumnDef definition) {
        String danger = "Running applications know " + site.column(column) + " and not " + to
                + ": they fail as soon as it is renamed";
        String known = site.ways().typeBefore(column);
        String type = definition != null ? Names.type(definition) : known;
        return type == null
                ? site.fact(danger, "")
                : site.fact(danger, site.alter("add column " + Names.sql(to) + " " + type, ColumnRules.last(site)))
                        .with(PhasedPlans.replaceColumn(site.table(), column, to, type));
    }

    private static List<Remark> renamedTable(Case in) {
        Act act = in.statement().act();
        List<ObjectName> renamed = List.of();
        if (act instanceof Act.RenameTables rename) {
            renamed = rename.tables();
        } else if (act instanceof Act.AlterTable alter
                && alter.alterations().stream().anyMatch(Alteration.RenameTable.class::isInstance)) {
            renamed = List.of(alter.table());
        }
        return gone(in, renamed, "Running applications know the name %s only and fail as soon as it has another");
    }
}
