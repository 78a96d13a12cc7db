package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.sql.Constraint;
import dev.lockkeeper.lint.sql.Constraint.Kind;
import dev.lockkeeper.lint.sql.Expr;
import dev.lockkeeper.lint.sql.ObjectName;

/** A constraint as SQL again, under a name that can be spoken of in a later statement. */
final class ConstraintText {
    private ConstraintText() {}

    /** The author's name, else the one that the server would choose. */
    static String name(ObjectName table, Constraint constraint) {
        String own = constraint.name();
        return own == null ? Names.usual(table, constraint.columns(), suffix(constraint.kind())) : own;
    }

    private static String suffix(Kind kind) {
        return switch (kind) {
            case CHECK -> "check";
            case FOREIGN_KEY -> "fkey";
            case UNIQUE -> "key";
            case PRIMARY_KEY -> "pkey";
            case EXCLUDE -> "excl";
        };
    }

    /** {@code foreign key (a) references b (c)}. */
    static String foreignKey(Constraint constraint) {
        return "foreign key (" + Names.list(constraint.columns()) + ") " + references(constraint);
    }

    /** {@code references b (c)}. */
    static String references(Constraint constraint) {
        ObjectName other = constraint.references();
        return "references " + (other == null ? "" : Names.sql(other))
                + (constraint.referenced().isEmpty() ? "" : " (" + Names.list(constraint.referenced()) + ")");
    }

    /** {@code check (a > 0)}. */
    static String check(Constraint constraint) {
        return "check (" + expression(constraint) + ")";
    }

    static String expression(Constraint constraint) {
        Expr expression = constraint.expression();
        return expression == null ? "" : expression.text();
    }
}
