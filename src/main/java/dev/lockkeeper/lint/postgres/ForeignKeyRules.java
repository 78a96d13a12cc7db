package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.Facts;
import dev.lockkeeper.lint.Remark;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Alteration;
import dev.lockkeeper.lint.sql.Alteration.AddColumn;
import dev.lockkeeper.lint.sql.Alteration.AddConstraint;
import dev.lockkeeper.lint.sql.ColumnDef;
import dev.lockkeeper.lint.sql.Constraint;
import dev.lockkeeper.lint.sql.Constraint.Kind;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.lint.sql.Parsed;
import dev.lockkeeper.plan.Level;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Foreign keys: they lock two tables. */
final class ForeignKeyRules {
    private ForeignKeyRules() {}

    static List<Draft> rules() {
        return List.of(
                Draft.change(
                                "adding-foreign-key-constraint",
                                Level.BLOCKING,
                                "A foreign key that is valid at once reads the whole table while both tables take no"
                                        + " writes.",
                                AddConstraint.class,
                                ForeignKeyRules::added)
                        .orChange(AddColumn.class, ForeignKeyRules::column),
                Draft.any(
                        "multiple-foreign-keys",
                        Level.ADVISORY,
                        "Foreign keys to several tables in one transaction keep writers away from all of them until it"
                                + " ends.",
                        (in, act) -> several(in)),
                Draft.change(
                        "mismatched-foreign-key-type",
                        Level.ADVISORY,
                        "A foreign key between columns of different types converts at each look-up, and overflows one"
                                + " day.",
                        AddConstraint.class,
                        (site, add) -> mismatch(site, add.constraint())));
    }

    private static @Nullable Remark added(Site site, AddConstraint add) {
        Constraint key = add.constraint();
        if (key.kind() != Kind.FOREIGN_KEY || add.notValid()) {
            return null;
        }
        String name = ConstraintText.name(site.table(), key);
        String text = Written.all(site.in().statement(), ConstraintText.foreignKey(key));
        return text == null
                ? site.remark(danger(site, name, key), "")
                : site.remark(danger(site, name, key), ConstraintRules.notValid(site, name, text))
                        .with(ConstraintPlans.foreignKey(site, name, text));
    }

    private static String danger(Site site, String name, Constraint key) {
        return "The foreign key " + name + " reads every row of " + site.table() + " while neither " + site.table()
                + " nor " + key.references() + " takes writes";
    }

    private static @Nullable Remark column(Site site, AddColumn add) {
        Constraint key = ConstraintRules.first(add, Kind.FOREIGN_KEY);
        if (key == null) {
            return null;
        }
        ColumnDef column = add.column();
        Constraint apart = new Constraint(
                key.name(), Kind.FOREIGN_KEY, List.of(column.name()), key.references(), key.referenced(), null);
        String name = ConstraintText.name(site.table(), apart);
        if (!Written.whole(site.in().statement(), ConstraintText.references(key))) {
            return site.remark(danger(site, name, apart), "");
        }
        String text = ConstraintText.foreignKey(apart);
        return site.remark(
                        danger(site, name, apart),
                        site.safer("alter table " + site.sql() + " add column " + Names.sql(column.name()) + " "
                                        + column.type())
                                + "\n" + ConstraintRules.notValid(site, name, text))
                .with(ConstraintPlans.foreignKeyColumn(site, column, name, text));
    }

    /** Said at the statement that locks the second table. */
    private static @Nullable Remark several(Case in) {
        Set<ObjectName> here = new LinkedHashSet<>(referenced(in, in.statement().act()));
        if (here.isEmpty()) {
            return null;
        }
        Set<ObjectName> earlier = new LinkedHashSet<>();
        for (Parsed before : Migrated.sameTransaction(in)) {
            earlier.addAll(referenced(in, before.act()));
        }
        Set<ObjectName> all = new LinkedHashSet<>(earlier);
        all.addAll(here);
        return all.size() < 2 || earlier.size() > 1
                ? null
                : Remark.of(
                        "One transaction adds foreign keys to " + Names.said(List.copyOf(all))
                                + ", and none of them takes writes until it ends.",
                        "");
    }

    /** Tables of before the migration that foreign keys of the statement point to. */
    private static List<ObjectName> referenced(Case in, Act act) {
        List<Constraint> keys = new ArrayList<>();
        if (act instanceof Act.CreateTable create) {
            keys.addAll(create.constraints());
            create.columns().forEach(column -> keys.addAll(column.constraints()));
        } else if (act instanceof Act.AlterTable alter) {
            for (Alteration each : alter.alterations()) {
                if (each instanceof AddConstraint add) {
                    keys.add(add.constraint());
                } else if (each instanceof AddColumn add) {
                    keys.addAll(add.column().constraints());
                }
            }
        }
        return keys.stream()
                .flatMap(key -> Stream.ofNullable(key.references()))
                .filter(table -> !Site.isNew(in, table))
                .distinct()
                .toList();
    }

    private static @Nullable Remark mismatch(Site site, Constraint key) {
        ObjectName other = key.references();
        if (other == null || key.columns().size() != key.referenced().size()) {
            return null;
        }
        Map<String, String> own = site.facts().map(Facts.Table::columns).orElse(Map.of());
        Map<String, String> theirs =
                site.in().table(other).map(Facts.Table::columns).orElse(Map.of());
        for (int i = 0; i < key.columns().size(); i++) {
            String type = own.get(key.columns().get(i));
            String wanted = theirs.get(key.referenced().get(i));
            if (type != null && wanted != null && !type.equals(wanted)) {
                return site.fact(
                        site.column(key.columns().get(i)) + " is " + type + " and refers to " + other.name() + "."
                                + key.referenced().get(i) + ", which is " + wanted
                                + ": each look-up converts, and the smaller type ends first",
                        "");
            }
        }
        return null;
    }
}
