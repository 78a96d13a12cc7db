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
        return List.of(
                Draft.act(
                        "enum-value-used-in-transaction",
                        Level.BLOCKING,
                        "A new value of an enum cannot be used before the transaction that adds it has committed.",
                        Act.AddEnumValue.class,
                        TypeRules::used),
                Draft.act(
                        "ban-create-domain-with-constraint",
                        Level.ADVISORY,
                        "A constraint of a domain cannot be changed without reading every table that uses it.",
                        Act.Create.class,
                        (in, create) -> create.kind().equals("domain with constraint")
                                ? Remark.of(
                                        "To change the constraint of " + create.name()
                                                + " later, every table that uses the domain is read under a lock; put"
                                                + " the check on the columns.",
                                        "")
                                : null),
                Draft.act(
                        "ban-alter-domain-with-add-constraint",
                        Level.BLOCKING,
                        "Every table that uses the domain is read while nobody can write to it.",
                        Act.Other.class,
                        (in, other) -> other.kind().equals("alter domain add constraint")
                                        || other.kind().startsWith("alter domain set not")
                                ? Remark.of(
                                        "Every column of the domain's type, in all tables, is read while nobody can"
                                                + " write to them; put the check on the columns, as not valid first.",
                                        "")
                                : null));
    }

    private static @Nullable Remark used(Case in, Act.AddEnumValue add) {
        if (!in.inTransaction()) {
            return null;
        }
        String alone = "alter type " + Names.sql(add.type()) + " add value " + Names.literal(add.value()) + ";";
        Server server = Server.of(in);
        if (!server.since(12)) {
            return Remark.of(
                    "A value cannot be added to " + add.type() + " in a transaction" + server.later(12, "can") + ".",
                    alone);
        }
        String literal = "'" + add.value().replace("'", "''") + "'";
        boolean uses =
                Migrated.restOfTransaction(in).stream().map(Parsed::text).anyMatch(text -> text.contains(literal));
        return uses
                ? Remark.of(
                        literal + " of " + add.type()
                                + " is used in the transaction that adds it, and the server refuses that before the"
                                + " commit.",
                        alone)
                : null;
    }
}
