package dev.lockkeeper.target.postgres;

import dev.lockkeeper.plan.Identifier;
import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.target.TableShape;
import dev.lockkeeper.target.TargetSession;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Yes-or-no questions about a table that PostgreSQL answers from its own catalog. */
final class Answers {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** With owners, superusers, {@code force} and {@code bypassrls} taken into account. */
    private static final String FILTERED = "select row_security_active(%s)::int";

    /** A member that does not inherit would have to change its role first, which we do not. */
    private static final String OWNED =
            "select pg_has_role(relowner, 'usage')::int from pg_class where oid = cast(%s as regclass)";

    private static final String ALLOWED = "select has_table_privilege(cast(%s as regclass), '%s')::int";

    private static final String MAKES_IN = "select has_schema_privilege(%s, 'create')::int";

    private static final String KEEPS_LEDGER =
            """
            select case when to_regnamespace('lockkeeper') is null
                        then has_database_privilege(current_database(), 'create')
                        else has_schema_privilege('lockkeeper', 'usage') end::int
            """;

    private final TargetSession session;

    Answers(TargetSession session) {
        this.session = session;
    }

    /** Whether policies filter what the login reads and writes. */
    boolean filtered(TableShape table) {
        return yes(FILTERED.formatted(literal(table)));
    }

    /** Whether the login may alter it. */
    boolean owned(TableShape table) {
        return yes(OWNED.formatted(literal(table)));
    }

    boolean readable(TableShape table) {
        return yes(ALLOWED.formatted(literal(table), "select"));
    }

    boolean updatable(TableShape table) {
        return readable(table) && yes(ALLOWED.formatted(literal(table), "update"));
    }

    /** @param schema null for the first of the search path */
    boolean makesIn(@Nullable String schema) {
        return yes(MAKES_IN.formatted(schema == null ? "current_schema()" : literal(schema)));
    }

    boolean keepsLedger() {
        return yes(KEEPS_LEDGER);
    }

    private boolean yes(String query) {
        return session.ask(query, TIMEOUT).filter("1"::equals).isPresent();
    }

    private static String literal(TableShape table) {
        return literal(new TableName(new Identifier(table.schema()), new Identifier(table.name())).quoted('"'));
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
