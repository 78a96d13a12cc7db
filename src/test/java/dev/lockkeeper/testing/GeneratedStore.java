package dev.lockkeeper.testing;

import dev.lockkeeper.testing.Databases.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Fills a store as years of work would: by set-based statements, so that the full volume takes two minutes. The login must be a
 * superuser's: foreign keys are right by construction, and are not asked five million times. The audit chain is made by the store itself.
 *
 * <p>Read next: {@link GeneratedCatalog}, {@link GeneratedRuns}.
 */
public final class GeneratedStore {

    /** Within one transaction the old ends of the chain cannot be cleaned up, so each is short. */
    private static final int RECORDS_A_TRANSACTION = 400;

    private static final String NUMBER =
            """
            create function pg_temp.n(name text) returns integer language sql stable as
            $$ select current_setting('volume.' || name)::integer $$
            """;

    private static final String SET = "select set_config('volume.' || ?, ?, false)";

    /** What people did with the newest runs, and the life of migrations before that. */
    private static final String RECORDS =
            """
            insert into audit_records (actor_kind, actor_id, actor, via, address, action, subject, before, after, reason)
            select 'user', 1000 + i % 200, 'person-' || i % 200, null, '10.0.0.' || i % 250,
                (array['run.launch', 'run.open', 'run.pause', 'run.resume', 'revision.submit', 'approval.give'])[1 + i % 6],
                case when i % 6 < 4 then 'run:' || greatest(1, pg_temp.n('runs') - (pg_temp.n('records') - i) / 4)
                     else 'migration:' || pg_temp.migration(1 + i % pg_temp.n('migrations')) end,
                '{"state": "scheduled"}', '{"state": "running", "revision": 1, "digest": "d' || i || '"}', null
            from generate_series(?, ?) i
            """;

    private GeneratedStore() {}

    /**
     * @param store with its schema, and nothing else in it yet than people
     * @param target where the generated targets of engine postgresql are; its password is not asked for
     */
    public static void fill(Database store, StoreVolume volume, Database target) {
        try (Connection connection = store.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(NUMBER);
            for (var number : volume.numbers().entrySet()) {
                set(connection, number.getKey(), String.valueOf(number.getValue()));
            }
            set(connection, "url", target.url());
            set(connection, "username", target.username());
            set(connection, "short_plan", GeneratedCatalog.SHORT_PLAN);
            set(connection, "long_plan", GeneratedCatalog.LONG_PLAN);
            set(connection, "short_sql", GeneratedRuns.frozen("expand"));
            set(connection, "long_sql", GeneratedRuns.frozen("expand", "backfill", "verify", "contract"));
            statement.execute(GeneratedCatalog.MIGRATION_ID);
            statement.execute("set session_replication_role = replica");
            for (String sql : GeneratedCatalog.STATEMENTS) {
                statement.execute(sql);
            }
            for (String sql : GeneratedRuns.STATEMENTS) {
                statement.execute(sql);
            }
            statement.execute("set session_replication_role = origin");
            records(connection, volume.records());
            statement.execute("vacuum (analyze)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void set(Connection connection, String name, String value) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SET)) {
            statement.setString(1, name);
            statement.setString(2, value);
            statement.execute();
        }
    }

    private static void records(Connection connection, int count) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RECORDS)) {
            for (int from = 1; from <= count; from += RECORDS_A_TRANSACTION) {
                statement.setInt(1, from);
                statement.setInt(2, Math.min(count, from + RECORDS_A_TRANSACTION - 1));
                statement.execute();
            }
        }
    }

    /** Every table that grows with the work, by name: a statement that reads one of them whole is too slow. */
    public static List<String> bigTables() {
        return List.of(
                "migrations",
                "revisions",
                "approvals",
                "rejections",
                "comments",
                "reviewed_tables",
                "runs",
                "run_phases",
                "run_steps",
                "run_progress",
                "run_events",
                "run_holes",
                "run_throttle",
                "run_pace",
                "claims",
                "audit_records",
                "idempotency",
                "tokens",
                "scheduled_tasks");
    }
}
