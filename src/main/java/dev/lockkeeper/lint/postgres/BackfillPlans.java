package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Expr;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An update of many rows as a backfill in chunks. */
final class BackfillPlans {
    private BackfillPlans() {}

    /** Null unless the row alone tells its values, and tells the same ones each time. */
    static @Nullable String update(Site site, Act.Update update) {
        if (update.values().size() != update.columns().size() || update.values().isEmpty()) {
            return null;
        }
        Map<String, String> set = new LinkedHashMap<>();
        for (int i = 0; i < update.columns().size(); i++) {
            Expr value = update.values().get(i);
            if (changing(value, update.columns()) || Volatility.suspect(value).isPresent()) {
                return null;
            }
            set.put(update.columns().get(i), onlyWhere(update, i));
        }
        if (update.condition() != null && changing(update.condition(), List.of())) {
            return null;
        }
        return PlanText.of(
                        site,
                        "Set " + String.join(", ", update.columns()) + " of " + site.table(),
                        "In chunks that others hardly notice. Rows that are written after the backfill has passed them"
                                + " are left as they are.",
                        List.of("set", String.join("-", update.columns())))
                .phase("backfill", List.of(Steps.step("backfill", "table", Steps.table(site.table()), "set", set)))
                .phase(
                        "verify",
                        List.of(Steps.step("verify", "table", Steps.table(site.table()), "same", Map.copyOf(set))))
                .yaml();
    }

    /** A row for which the condition does not hold is right as it is. */
    private static String onlyWhere(Act.Update update, int column) {
        Expr condition = update.condition();
        String value = update.values().get(column).text();
        return condition == null
                ? value
                : "case when " + condition.text() + " then " + value + " else "
                        + Names.sql(update.columns().get(column)) + " end";
    }

    /** Whether a second look at the row may give another answer: it asks for the time, or reads what it writes. */
    private static boolean changing(Expr expression, List<String> written) {
        return expression.calls().contains("now")
                || written.stream().anyMatch(column -> names(expression.text(), column));
    }

    private static boolean names(String sql, String column) {
        Lexemes lexemes = new Lexemes(sql, 0);
        while (lexemes.next() != Lexemes.Kind.END) {
            boolean name = lexemes.kind() == Lexemes.Kind.WORD || lexemes.kind() == Lexemes.Kind.NAME;
            if (name
                    && Source.identifier(sql.substring(lexemes.from(), lexemes.to()))
                            .equals(column)) {
                return true;
            }
        }
        return false;
    }
}
