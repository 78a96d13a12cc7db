package dev.lockkeeper.target.postgres;

import dev.lockkeeper.plan.Column;
import java.util.regex.Pattern;

/** A column of a plan as it stands in {@code create table} and {@code add column}. */
final class ColumnText {

    /** A number, a word, a text or a call without arguments needs no brackets; everything else might be read otherwise. */
    private static final Pattern SIMPLE = Pattern.compile("-?[0-9.]+|[a-z_]+(\\(\\))?|'[^']*'(::[a-z ]+)?");

    private ColumnText() {}

    static String of(Column column) {
        return Quoting.name(column.name()) + " " + column.type().strip()
                + (column.defaultSql() == null
                        ? ""
                        : " default " + brackets(column.defaultSql().strip()))
                + (column.nullable() ? "" : " not null");
    }

    static boolean standsAlone(Expressions expressions, Column column, String path) {
        boolean alone = expressions.standsAlone(column.type(), path + ".type");
        if (column.defaultSql() != null) {
            alone &= expressions.standsAlone(column.defaultSql(), path + ".default");
        }
        if (column.check() != null) {
            alone &= expressions.standsAlone(column.check(), path + ".check");
        }
        return alone;
    }

    private static String brackets(String expression) {
        return SIMPLE.matcher(expression).matches() ? expression : Fragment.inBrackets(expression);
    }
}
