package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.Remark;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Parsed;
import dev.lockkeeper.plan.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Enums and domains. */
final class TypeRules {
    private TypeRules() {}

    static List<Draft> rules() {
        return List.of(Draft.act(
                "enum-value-used-in-transaction",
                Level.BLOCKING,
                "A new value of an enum cannot be used before the transaction that adds it has committed.",
                Act.AddEnumValue.class,
                TypeRules::used));
    }

    private static @Nullable Remark used(Case in, Act.AddEnumValue add) {
        if (!in.inTransaction()) {
            return null;
        }
        String alone = "alter type " + Names.sql(add.type()) + " add value " + Names.literal(add.value()) + ";";
        Server server = Server.of(in);
        if (!server.since(12)) {
            return Remark.of(
                    "A value cannot be added to " + add.type() + " in a transaction"
                            + server.later(12, "can") + ".",
                    alone);
        }
        String literal = "'" + add.value().replace("'", "''") + "'";
        boolean uses = Migrated.restOfTransaction(in).stream()
                .map(Parsed::text)
                .anyMatch(text -> text.contains(literal));
        return uses
                ? Remark.of(
                        literal + " of " + add.type()
                                + " is used in the transaction that adds it, and the server refuses that before the commit.",
                        alone)
                : null;
    }
}
