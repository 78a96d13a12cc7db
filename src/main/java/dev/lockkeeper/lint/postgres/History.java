package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.Facts;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Alteration;
import dev.lockkeeper.lint.sql.Constraint;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.lint.sql.Parsed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the target and the statements before tell of indexes and constraints that a statement names. */
record History(Case around) {

    /** Empty when neither the target nor the migration knows the index. */
    Optional<ObjectName> tableOfIndex(ObjectName index) {
        for (Map.Entry<ObjectName, Facts.Table> table : around.facts().tables().entrySet()) {
            if (table.getValue().indexes().contains(index.name())) {
                return Optional.of(table.getKey());
            }
        }
        for (Parsed parsed : around.before()) {
            if (parsed.act() instanceof Act.CreateIndex create && index.name().equals(create.index())) {
                return Optional.of(create.table());
            }
        }
        return Optional.empty();
    }

    /** The other table of a foreign key that this migration made. */
    Optional<ObjectName> references(ObjectName table, String constraint) {
        return added(table).stream()
                .map(Alteration.AddConstraint::constraint)
                .filter(one -> constraint.equals(one.name()) && one.references() != null)
                .map(Constraint::references)
                .findFirst();
    }

    /** Whether a valid constraint says that the column is not null, so that nobody needs to look at the rows. */
    boolean knownNotNull(ObjectName table, String column) {
        Facts.@Nullable Table now = around.table(table).orElse(null);
        if (now != null
                && (now.notNull().contains(column)
                        || now.checks().values().stream().anyMatch(check -> saysNotNull(check, column)))) {
            return true;
        }
        return added(table).stream()
                .filter(add -> add.constraint().expression() != null
                        && saysNotNull(add.constraint().expression().text(), column))
                .anyMatch(add ->
                        !add.notValid() || validated(table, add.constraint().name()));
    }

    private static boolean saysNotNull(String check, String column) {
        Words words = new Words(check);
        List<String> said = new ArrayList<>();
        for (int i = 0; !words.word(i).isEmpty(); i++) {
            String word = words.word(i);
            if (!word.equals("(") && !word.equals(")")) {
                said.add(Source.identifier(word));
            }
        }
        List<String> wanted = List.of(column, "is", "not", "null");
        return said.equals(wanted)
                || said.size() == 5
                        && said.getFirst().toLowerCase(Locale.ROOT).equals("check")
                        && said.subList(1, 5).equals(wanted);
    }

    private boolean validated(ObjectName table, @Nullable String constraint) {
        return alterations(table).stream()
                .anyMatch(one -> one instanceof Alteration.ValidateConstraint validate
                        && validate.constraint().equals(constraint));
    }

    private List<Alteration.AddConstraint> added(ObjectName table) {
        return alterations(table).stream()
                .filter(Alteration.AddConstraint.class::isInstance)
                .map(Alteration.AddConstraint.class::cast)
                .toList();
    }

    private List<Alteration> alterations(ObjectName table) {
        List<Alteration> found = new ArrayList<>();
        for (Parsed parsed : around.before()) {
            if (parsed.act() instanceof Act.AlterTable alter && alter.table().equals(table)) {
                found.addAll(alter.alterations());
            }
        }
        return found;
    }
}
