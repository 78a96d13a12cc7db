package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Alteration;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.lint.sql.Parsed;
import java.util.List;
import java.util.stream.Stream;

/** What the migration has done before a statement. */
final class Migrated {
    private Migrated() {}

    /** Whether it added the column itself, so that no code knows it yet. */
    static boolean addsColumn(Site site, String column) {
        return alterations(site.in(), site.table())
                .anyMatch(each -> each instanceof Alteration.AddColumn add
                        && add.column().name().equals(column));
    }

    /** Of a table, by earlier statements, in order. */
    static Stream<Alteration> alterations(Case in, ObjectName table) {
        return in.before().stream()
                .map(Parsed::act)
                .filter(act ->
                        act instanceof Act.AlterTable alter && alter.table().equals(table))
                .flatMap(act -> ((Act.AlterTable) act).alterations().stream());
    }

    /** Whether an earlier statement made it: a view, a function. */
    static boolean creates(Case in, ObjectName name) {
        return in.before().stream()
                .anyMatch(before -> before.act() instanceof Act.Create create && name.equals(create.name()));
    }

    /** The statements of this one's transaction before it, in order; none outside of one. */
    static List<Parsed> sameTransaction(Case in) {
        int here = in.transaction().indexOf(in.statement());
        return here < 0 ? List.of() : in.transaction().subList(0, here);
    }

    /** Those behind it. */
    static List<Parsed> restOfTransaction(Case in) {
        int here = in.transaction().indexOf(in.statement());
        return here < 0
                ? List.of()
                : in.transaction().subList(here + 1, in.transaction().size());
    }
}
