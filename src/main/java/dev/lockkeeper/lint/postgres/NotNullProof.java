package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Alteration;
import dev.lockkeeper.lint.sql.Constraint;
import dev.lockkeeper.lint.sql.Expr;
import dev.lockkeeper.lint.sql.Parsed;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** A valid check that a column is not null: since PostgreSQL 12 {@code set not null} takes it as proof and reads nothing. */
final class NotNullProof {
    private NotNullProof() {}

    static boolean there(Site site, String column) {
        if (site.facts().filter(table -> table.notNull().contains(column)).isPresent()
                || Migrated.addsColumn(site, column)) {
            return true;
        }
        if (!site.server().since(12)) {
            return false;
        }
        boolean onServer = site.facts().stream()
                .flatMap(table -> table.checks().values().stream())
                .anyMatch(check -> proves(check, column));
        return onServer || validated(site, column);
    }

    /** Made not valid and validated, or made valid at once, by statements before this one. */
    private static boolean validated(Site site, String column) {
        Set<String> waiting = new HashSet<>();
        boolean proved = false;
        for (Parsed before : site.in().before()) {
            if (!(before.act() instanceof Act.AlterTable alter)
                    || !alter.table().equals(site.table())) {
                continue;
            }
            for (Alteration each : alter.alterations()) {
                if (each instanceof Alteration.AddConstraint add && proves(add.constraint(), column)) {
                    proved |= !add.notValid();
                    waiting.add(String.valueOf(add.constraint().name()));
                } else if (each instanceof Alteration.ValidateConstraint validate) {
                    proved |= waiting.contains(validate.constraint());
                } else if (each instanceof Alteration.DropConstraint drop && waiting.remove(drop.constraint())) {
                    proved = false;
                }
            }
        }
        return proved;
    }

    private static boolean proves(Constraint constraint, String column) {
        Expr expression = constraint.expression();
        return expression != null && proves(expression.text(), column);
    }

    private static boolean proves(String check, String column) {
        String bare =
                check.toLowerCase(Locale.ROOT).replaceAll("[()\"\\s]+", " ").strip();
        String wanted = column.toLowerCase(Locale.ROOT) + " is not null";
        return bare.equals(wanted) || bare.equals("check " + wanted);
    }
}
