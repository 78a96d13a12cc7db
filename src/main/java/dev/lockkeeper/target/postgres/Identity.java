package dev.lockkeeper.target.postgres;

/** What tells this server and database from a copy that was restored from a dump. */
final class Identity {

    /** Some providers take this away from ordinary logins; asked for apart, because naming the function would fail then. */
    private static final String MAY_ASK = "select has_function_privilege('pg_control_system()', 'execute')";

    /** Made by {@code initdb}; a physical copy of the server keeps it, a restored dump has another. */
    private static final String SYSTEM = "select system_identifier::text from pg_control_system()";

    private static final String DATABASE = "select oid::text from pg_database where datname = current_database()";

    private Identity() {}

    /** {@code 7434578234234/16384}: system and database; {@code -/16384} where the server does not tell its own. */
    static String of(Asking asking) {
        return asking.ask("asking for the server's identity", sql -> {
            boolean may = sql.sql(MAY_ASK).query(Boolean.class).single();
            String system = may ? sql.sql(SYSTEM).query(String.class).single() : "-";
            return system + "/" + sql.sql(DATABASE).query(String.class).single();
        });
    }
}
