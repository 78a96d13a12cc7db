package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.Remark;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Alteration;
import dev.lockkeeper.lint.sql.Alteration.AddColumn;
import dev.lockkeeper.lint.sql.Alteration.AddConstraint;
import dev.lockkeeper.lint.sql.Alteration.ValidateConstraint;
import dev.lockkeeper.lint.sql.Constraint;
import dev.lockkeeper.lint.sql.Constraint.Kind;
import dev.lockkeeper.lint.sql.Parsed;
import dev.lockkeeper.plan.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks, unique and primary keys, exclusions: what is added to a table that has rows. */
final class ConstraintRules {

    private static final String BUILDS = " builds an index under a lock that blocks reads and writes";

    private ConstraintRules() {}

    static List<Draft> rules() {
        return List.of(
                Draft.change(
                                "constraint-missing-not-valid",
                                Level.BLOCKING,
                                "A constraint that is valid at once reads the whole table under a lock.",
                                AddConstraint.class,
                                ConstraintRules::check)
                        .orChange(AddColumn.class, ConstraintRules::checkedColumn),
                Draft.change(
                                "disallowed-unique-constraint",
                                Level.BLOCKING,
                                "A unique constraint builds its index under a lock that blocks reads and writes.",
                                AddConstraint.class,
                                ConstraintRules::unique)
                        .orChange(AddColumn.class, ConstraintRules::uniqueColumn),
                Draft.change(
                        "adding-exclusion-constraint",
                        Level.BLOCKING,
                        "An exclusion constraint builds its index under an exclusive lock, and there is no way around"
                                + " it.",
                        AddConstraint.class,
                        (site, add) -> add.constraint().kind() == Kind.EXCLUDE
                                ? site.remark(
                                        "The exclusion constraint on " + site.table() + BUILDS
                                                + ", and cannot be added as not valid",
                                        "")
                                : null),
                Draft.change(
                        "validate-in-same-transaction",
                        Level.BLOCKING,
                        "Validating in the transaction that added the constraint reads the table under the lock of the"
                                + " adding.",
                        ValidateConstraint.class,
                        ConstraintRules::validated));
    }

    private static @Nullable Remark check(Site site, AddConstraint add) {
        if (add.constraint().kind() != Kind.CHECK || add.notValid()) {
            return null;
        }
        String name = ConstraintText.name(site.table(), add.constraint());
        String danger = "The check " + name + " reads every row of " + site.table()
                + " under a lock that blocks reads and writes";
        String text = ConstraintText.check(add.constraint());
        return Written.whole(site.in().statement(), text)
                ? site.remark(danger, notValid(site, name, text))
                        .with(ConstraintPlans.check(site, name, add.constraint()))
                : site.remark(danger, "");
    }

    /** A check of a new column holds for its one default; with the constraint written apart nobody reads the table for it. */
    private static @Nullable Remark checkedColumn(Site site, AddColumn add) {
        Constraint check = first(add, Kind.CHECK);
        if (check == null) {
            return null;
        }
        Constraint named = new Constraint(
                check.name(),
                Kind.CHECK,
                check.columns().isEmpty() ? List.of(add.column().name()) : check.columns(),
                null,
                List.of(),
                check.expression());
        String name = ConstraintText.name(site.table(), named);
        return site.remark(
                "The check of the new column " + site.column(add.column().name()) + " reads every row of "
                        + site.table() + " under a lock that blocks reads and writes",
                site.safer("alter table " + site.sql() + " add column "
                                + Names.sql(add.column().name()) + " "
                                + add.column().type())
                        + "\n" + notValid(site, name, ConstraintText.check(check)));
    }

    static @Nullable Constraint first(AddColumn add, Kind kind) {
        return add.column().constraints().stream()
                .filter(one -> one.kind() == kind)
                .findFirst()
                .orElse(null);
    }

    /** The two statements, each in a transaction of its own. */
    static String notValid(Site site, String name, String constraint) {
        String alter = "alter table " + site.sql() + " ";
        return Safer.validated(
                site.in(),
                alter + "add constraint " + Names.sql(name) + " " + constraint + " not valid",
                alter + "validate constraint " + Names.sql(name));
    }

    private static @Nullable Remark unique(Site site, AddConstraint add) {
        if (add.constraint().kind() != Kind.UNIQUE || add.usingIndex() != null) {
            return null;
        }
        String name = ConstraintText.name(site.table(), add.constraint());
        List<String> columns = add.constraint().columns();
        return byIndex(
                site,
                "The unique constraint " + name + BUILDS + ", and fails in the end if " + site.table()
                        + " has duplicates",
                new Wanted(name, columns, "unique"));
    }

    private static @Nullable Remark uniqueColumn(Site site, AddColumn add) {
        if (first(add, Kind.UNIQUE) == null) {
            return null;
        }
        List<String> columns = List.of(add.column().name());
        String alter = "alter table " + site.sql() + " add column "
                + Names.sql(add.column().name()) + " ";
        Wanted wanted = new Wanted(Names.usual(site.table(), columns, "key"), columns, "unique");
        return site.remark(
                "The unique column " + site.column(add.column().name()) + BUILDS,
                site.safer(alter + add.column().type()) + "\n" + way(site, wanted));
    }

    static @Nullable Remark key(Site site, AddConstraint add) {
        if (add.constraint().kind() != Kind.PRIMARY_KEY || add.usingIndex() != null) {
            return null;
        }
        String own = add.constraint().name();
        String name = own == null ? Names.usual(site.table(), List.of(), "pkey") : own;
        return byIndex(
                site,
                "The primary key of " + site.table() + BUILDS
                        + ", and reads every row for nulls where a column is not marked not null",
                new Wanted(name, add.constraint().columns(), "primary key"));
    }

    /**
     * A constraint that an index carries.
     *
     * @param kind {@code unique} or {@code primary key}
     */
    private record Wanted(String name, List<String> columns, String kind) {}

    private static Remark byIndex(Site site, String danger, Wanted wanted) {
        String text = wanted.kind() + " (" + Names.list(wanted.columns()) + ")";
        if (!Written.whole(site.in().statement(), text)) {
            return site.remark(danger, "");
        }
        return site.remark(danger, way(site, wanted))
                .with(
                        wanted.kind().equals("unique")
                                ? ConstraintPlans.unique(site, wanted.name(), wanted.columns())
                                : ConstraintPlans.key(site, wanted.name(), wanted.columns()));
    }

    /** The index beside everybody, then the constraint that takes it over in a moment. */
    private static String way(Site site, Wanted wanted) {
        return Safer.beside(
                        site.in(),
                        Duplicates.query(site, wanted.columns()),
                        index(site, wanted.name(), wanted.columns()))
                + "\n"
                + Safer.limited(site.in(), using(site, wanted.name(), wanted.kind()));
    }

    private static String index(Site site, String name, List<String> columns) {
        return "create unique index concurrently " + Names.sql(name) + " on " + site.sql() + " (" + Names.list(columns)
                + ")";
    }

    private static String using(Site site, String name, String kind) {
        return "alter table " + site.sql() + " add constraint " + Names.sql(name) + " " + kind + " using index "
                + Names.sql(name);
    }

    private static @Nullable Remark validated(Site site, ValidateConstraint validate) {
        boolean same = addedIn(site, Migrated.sameTransaction(site.in()), validate.constraint())
                || addedIn(site, List.of(site.in().statement()), validate.constraint());
        return same
                ? site.remark(
                        "Validating " + validate.constraint()
                                + " in the transaction that added it reads the table while the lock of the adding"
                                + " blocks writes",
                        "alter table " + site.sql() + " validate constraint " + Names.sql(validate.constraint()) + ";")
                : null;
    }

    private static boolean addedIn(Site site, List<Parsed> statements, String name) {
        return statements.stream()
                .map(Parsed::act)
                .filter(act ->
                        act instanceof Act.AlterTable alter && alter.table().equals(site.table()))
                .flatMap(act -> ((Act.AlterTable) act).alterations().stream())
                .anyMatch(each -> each instanceof Alteration.AddConstraint add
                        && name.equals(ConstraintText.name(site.table(), add.constraint())));
    }
}
