package dev.lockkeeper.bench;

import dev.lockkeeper.testing.Databases.Database;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The blocking tree of 500 sessions as a program gets it: the question to the target, the tree, the document. Two shapes: a change of a
 * table that waits for a reader while everybody waits behind it, and a queue for one row, where the server names all who are ahead.
 */
final class LockTrees implements BenchPart {

    private static final int SESSIONS = 500;
    private static final int CALLS = 15;
    private static final double AIM_MILLIS = 300;

    @Override
    public String name() {
        return "locks";
    }

    @Override
    public double share() {
        return 0.5;
    }

    @Override
    public void measure(BenchGround ground, Slice slice, BenchReport report) {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setServerConfig("max_connections", String.valueOf(SESSIONS + 50))
                .setServerConfig("deadlock_timeout", "1h")
                .start()) {
            Database database = new Database(
                    "jdbc:postgresql://localhost:" + server.getPort() + "/postgres", "postgres", "postgres");
            database.run("create table people (id int primary key, v int)", "insert into people values (1, 1)");
            String target = ground.product().register(database);
            shape(ground, report, target, database, "behind a change of the table", true);
            shape(ground, report, target, database, "in a queue for one row", false);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void shape(
            BenchGround ground, BenchReport report, String target, Database database, String words, boolean change) {
        List<Connection> open = new ArrayList<>();
        try {
            open.add(connect(database));
            run(open.getFirst(), change ? "select * from people" : "update people set v = 0");
            for (int i = 1; i < SESSIONS; i++) {
                Connection connection = connect(database);
                open.add(connection);
                String sql = change && i == 1 ? "alter table people add column x int" : "update people set v = " + i;
                Thread.ofPlatform().daemon().start(() -> runQuietly(connection, sql));
                awaitWaiting(database, i == 1 ? 1 : 0);
            }
            awaitWaiting(database, SESSIONS - 1);
            double[] millis = new double[CALLS];
            int bytes = 0;
            for (int i = 0; i < CALLS; i++) {
                long began = System.nanoTime();
                bytes = ground.product().text("/targets/" + target + "/locks").length();
                millis[i] = (System.nanoTime() - began) / 1e6;
            }
            Arrays.sort(millis);
            report.add(new BenchReport.Line(
                    "The blocking tree of " + SESSIONS + " sessions " + words + ", by the API",
                    "",
                    millis[CALLS / 2],
                    "ms",
                    BenchReport.Aim.AT_MOST,
                    AIM_MILLIS,
                    bytes / 1000 + " kB",
                    "",
                    String.format(Locale.ROOT, "%.0f–%.0f", millis[0], millis[CALLS - 1]),
                    CALLS));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } finally {
            database.run(
                    "select pg_terminate_backend(pid) from pg_stat_activity where query ~ 'people' and pid <> pg_backend_pid()");
            open.forEach(LockTrees::closeQuietly);
        }
    }

    private static Connection connect(Database database) throws SQLException {
        Connection connection = database.connect();
        connection.setAutoCommit(false);
        return connection;
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void awaitWaiting(Database database, int sessions) {
        while (Integer.parseInt(database.ask("select count(*) from pg_locks where not granted")) < sessions) {
            Thread.onSpinWait();
        }
    }

    private static void runQuietly(Connection connection, String sql) {
        try {
            run(connection, sql);
        } catch (SQLException ended) {
            // They are ended when the shape was measured.
        }
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            System.err.println("A session of the bench did not close: " + e.getMessage());
        }
    }
}
