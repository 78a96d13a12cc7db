package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.Facts;
import dev.lockkeeper.lint.Remark;
import dev.lockkeeper.lint.sql.Alteration.ChangeType;
import dev.lockkeeper.lint.sql.Alteration.DropColumn;
import dev.lockkeeper.lint.sql.Alteration.DropNotNull;
import dev.lockkeeper.lint.sql.Alteration.RenameColumn;
import dev.lockkeeper.lint.sql.Alteration.SetNotNull;
import dev.lockkeeper.plan.Level;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What changes a column that is there. */
final class ColumnChangeRules {
    private ColumnChangeRules() {}

    static List<Draft> rules() {
        return List.of(
                Draft.change(
                        "adding-not-nullable-field",
                        Level.BLOCKING,
                        "Set not null reads the whole table under a lock that blocks reads and writes.",
                        SetNotNull.class,
                        ColumnChangeRules::notNull),
                Draft.change(
                        "changing-column-type",
                        Level.BLOCKING,
                        "Most changes of a type write the whole table anew under an exclusive lock, and running code"
                                + " still expects the old type.",
                        ChangeType.class,
                        ColumnChangeRules::type),
                Draft.change(
                        "renaming-column",
                        Level.BLOCKING,
                        "Running code asks for the old name and fails at once.",
                        RenameColumn.class,
                        ColumnChangeRules::renamed),
                Draft.change(
                        "ban-drop-column",
                        Level.BLOCKING,
                        "The data is gone, and running code that still names the column fails.",
                        DropColumn.class,
                        ColumnChangeRules::dropped),
                Draft.change(
                        "ban-drop-not-null",
                        Level.ADVISORY,
                        "Code that relies on a value meets nulls.",
                        DropNotNull.class,
                        (site, drop) -> site.fact(
                                site.column(drop.column())
                                        + " may be null from then on, and code that reads it may not expect that",
                                "")));
    }

    private static @Nullable Remark notNull(Site site, SetNotNull set) {
        if (NotNullProof.there(site, set.column())) {
            return null;
        }
        String check = Names.fit(site.table().name() + "_" + set.column(), "_not_null");
        String alter = "alter table " + site.sql() + " ";
        String column = Names.sql(set.column());
        String add = alter + "add constraint " + Names.sql(check) + " check (" + column + " is not null) not valid";
        String validate = alter + "validate constraint " + Names.sql(check);
        // Before 12 no proof helps; a validated check is as good as the mark.
        String way = site.server().since(12)
                ? Safer.validated(
                        site.in(),
                        add,
                        validate,
                        alter + "alter column " + column + " set not null",
                        alter + "drop constraint " + Names.sql(check))
                : Safer.validated(site.in(), add, validate);
        return site.remark(
                        "Set not null on " + site.column(set.column())
                                + " reads every row under a lock that blocks reads and writes"
                                + site.server().later(12, "takes a validated check as proof"),
                        way)
                .with(ConstraintPlans.notNull(site, set.column()));
    }

    private static @Nullable Remark type(Site site, ChangeType change) {
        Optional<String> old = site.facts().map(Facts.Table::columns).map(columns -> columns.get(change.column()));
        if (change.using() == null && old.isPresent() && !TypeChanges.rewrites(old.get(), change.type())) {
            return null;
        }
        String from = old.map(type -> " from " + type).orElse("");
        String added = Names.fit(change.column(), "_new");
        return site.growing(
                        "Changing the type of " + site.column(change.column()) + from + " to " + change.type()
                                + " writes the table and its indexes anew under a lock that blocks reads and writes"
                                + (old.isPresent() ? "" : ", unless the old type only grows"),
                        site.safer(
                                "alter table " + site.sql() + " add column " + Names.sql(added) + " " + change.type()))
                .with(ColumnPlans.type(site, change, old.orElse(null)));
    }

    private static Remark renamed(Site site, RenameColumn rename) {
        String type =
                site.facts().map(table -> table.columns().get(rename.column())).orElse(null);
        return site.fact(
                        "Code that runs asks for " + site.column(rename.column())
                                + " and fails as soon as it is called " + rename.to(),
                        type == null
                                ? ""
                                : site.safer("alter table " + site.sql() + " add column " + Names.sql(rename.to()) + " "
                                        + type))
                .with(type == null ? null : ColumnPlans.renamed(site, rename, type));
    }

    private static @Nullable Remark dropped(Site site, DropColumn drop) {
        return Migrated.addsColumn(site, drop.column())
                ? null
                : site.fact(
                                "The data of " + site.column(drop.column())
                                        + " is gone, and code that still reads or writes it fails"
                                        + (drop.cascade() ? ", and so is everything that depends on it" : ""),
                                "")
                        .with(ColumnPlans.dropped(site, drop.column()));
    }
}
