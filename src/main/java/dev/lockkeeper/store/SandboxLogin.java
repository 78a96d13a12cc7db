package dev.lockkeeper.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * The sandbox's login: no right but in the one database that is its own at the time. Its password is drawn at each start and kept
 * nowhere, also where the server would trust whoever comes from this machine.
 *
 * @param store the login that the store is worked with
 */
record SandboxLogin(@Nullable String store, String password) {

    static final String NAME = "lockkeeper_measure";
    static final String PREFIX = "lockkeeper_measure_";

    private static final String ROLE =
            """
            do $$ begin
                if not exists (select from pg_roles where rolname = 'lockkeeper_measure') then
                    create role lockkeeper_measure;
                end if;
            end $$""";

    private static final String ATTRIBUTES =
            """
            alter role lockkeeper_measure login nosuperuser nocreatedb nocreaterole noinherit noreplication nobypassrls
                connection limit 3""";

    /** Whoever may connect today may go on; only that everybody may ends, which is what would let the new login in. */
    private static final String OTHERS =
            """
            select format('grant connect on database %I to %I', d.datname, r.rolname)
            from pg_database d, pg_roles r
            where d.datallowconn and r.rolcanlogin and not r.rolsuper and r.rolname <> 'lockkeeper_measure'
            and has_database_privilege(r.oid, d.oid, 'connect')
            union all
            select format('revoke all on database %I from lockkeeper_measure', d.datname) from pg_database d
            union all
            select format('revoke connect on database %I from public', d.datname) from pg_database d""";

    private static final String LEFT =
            """
            select format('drop database if exists %I with (force)', datname) from pg_database
            where datname ~ '^lockkeeper_measure_[0-9a-f]+$'""";

    private static final List<String> SETTINGS = List.of(
            "statement_timeout = '3s'",
            "lock_timeout = '1s'",
            "idle_in_transaction_session_timeout = '5s'",
            "idle_session_timeout = '15s'",
            "temp_file_limit = '16MB'",
            "work_mem = '4MB'",
            "maintenance_work_mem = '8MB'",
            "max_parallel_maintenance_workers = 0",
            "max_parallel_workers_per_gather = 0",
            "jit = off",
            "standard_conforming_strings = on",
            "synchronous_commit = off",
            // What an author wrote has no place in our log.
            "log_min_messages = fatal",
            "log_min_error_statement = panic");

    /** One line for each right too many. @param the one database that it may use, or none */
    private static final String WIDER =
            """
            select 'it may connect to ' || d.datname from pg_database d
            where has_database_privilege('lockkeeper_measure', d.oid, 'connect') and d.datname <> '%s'
            union all
            select 'it is a member of ' || m.roleid::regrole from pg_auth_members m
            where m.member = 'lockkeeper_measure'::regrole
            union all
            select 'it has more than a login' from pg_roles
            where rolname = 'lockkeeper_measure'
            and (rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls)
            union all
            select 'it owns ' || d.datname from pg_database d where d.datdba = 'lockkeeper_measure'::regrole""";

    /**
     * The second fence, behind the list of what may be called at all: nothing that acts on the server, waits or writes is left to call.
     * Without a language there is no code either.
     */
    private static final List<String> FENCE = List.of(
            """
            do $$ declare one regprocedure; begin
                for one in select oid from pg_proc where provolatile = 'v' and prokind in ('f', 'w')
                    and pronamespace = 'pg_catalog'::regnamespace
                loop
                    execute format('revoke execute on function %s from public', one);
                end loop;
                for one in select oid from pg_proc where pronamespace = 'pg_catalog'::regnamespace
                    and proname in ('nextval', 'random', 'gen_random_uuid', 'uuidv4', 'uuidv7', 'clock_timestamp', 'timeofday',
                        'pg_lock_status', 'pg_stat_get_xact_numscans')
                loop
                    execute format('grant execute on function %s to lockkeeper_measure', one);
                end loop;
            end $$""",
            "drop extension plpgsql",
            "revoke all on language sql from public",
            "revoke all on schema public from public",
            "grant usage, create on schema public to lockkeeper_measure");

    void make(Connection owner) throws SQLException {
        try (Statement statement = owner.createStatement()) {
            for (String drop : lines(statement, LEFT)) {
                statement.execute(drop);
            }
            statement.execute(ROLE);
            statement.execute(ATTRIBUTES);
            for (String setting : SETTINGS) {
                statement.execute("alter role " + NAME + " set " + setting);
            }
            for (String grant : lines(statement, OTHERS)) {
                statement.execute(grant);
            }
        }
        secure(owner);
        refuseWider(owner, "");
    }

    /** Hashed here, so that the password stands in no statement that a server may log. */
    void secure(Connection owner) throws SQLException {
        owner.unwrap(PGConnection.class).alterUserPassword(NAME, password.toCharArray(), "scram-sha-256");
    }

    /** Makes a fresh database fit for it. @param inside with the owner's login */
    void fence(Connection inside, String database) throws SQLException {
        try (Statement statement = inside.createStatement()) {
            for (String sql : FENCE) {
                statement.execute(sql);
            }
            statement.execute("grant connect, create on database " + database + " to " + NAME);
        }
        refuseWider(inside, database);
    }

    Connection connect(String url) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", NAME);
        properties.setProperty("password", password);
        properties.setProperty("ApplicationName", "lockkeeper measure");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("preferQueryMode", "extended");
        return DriverManager.getConnection(url, properties);
    }

    /** @throws IllegalStateException when it has a right too many */
    private static void refuseWider(Connection owner, String database) throws SQLException {
        try (Statement statement = owner.createStatement()) {
            List<String> wider = lines(statement, WIDER.formatted(database));
            if (!wider.isEmpty()) {
                throw new IllegalStateException(String.join("; ", wider));
            }
        }
    }

    private static List<String> lines(Statement statement, String query) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
        }
        return lines;
    }

    @Override
    public String toString() {
        return NAME;
    }
}
