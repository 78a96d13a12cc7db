package dev.lockkeeper.target.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.target.Session;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is reckoned from the list of locks is what the server says of each session. */
class BlockersTest {

    private static final String BLOCKING =
            """
            select l.pid, pg_blocking_pids(l.pid) from pg_locks l join pg_stat_activity a on a.pid = l.pid
            where not l.granted and a.datname = current_database()
            """;

    private final List<Connection> open = new ArrayList<>();
    private Database database;
    private PostgresSession session;

    @BeforeEach
    void prepare() {
        database = Databases.fresh("blockers")
                .run(
                        "create table users (id int primary key, v int)",
                        "insert into users values (1, 1), (2, 2), (3, 3)",
                        "create table orders (id int primary key, u int references users)");
        session = Given.open(database);
    }

    @AfterEach
    void close() throws SQLException {
        for (Connection connection : open) {
            connection.abort(Runnable::run);
        }
        session.close();
    }

    @Test
    void aQueueForOneRow() throws SQLException {
        has("update users set v = 0 where id = 1");
        for (int i = 1; i <= 6; i++) {
            waits(has(""), "update users set v = " + i + " where id = 1", i);
        }
        assertThat(asTheServerSays()).hasSize(6);
    }

    @Test
    void readersAndWritersBehindAChangeOfTheTable() throws SQLException {
        has("select * from users");
        has("update users set v = 9 where id = 3");
        waits(has(""), "alter table users add column x int", 1);
        waits(has(""), "select * from users", 2);
        waits(has(""), "update users set v = 1 where id = 1", 3);
        waits(has(""), "lock table users in share mode", 4);
        waits(has(""), "create index i on users (v)", 5);
        waits(has(""), "select * from users", 6);
        assertThat(asTheServerSays()).hasSize(6);
    }

    @Test
    void whoHoldsWhatOthersWaitForStandsBeforeThem() throws SQLException {
        Connection reader = has("select * from users");
        has("lock table users in share mode");
        waits(has(""), "alter table users add column x int", 1);
        waits(has(""), "insert into users values (7, 7)", 2);
        // It holds a weak lock already, so the change of the table waits for it and not the other way round.
        waits(reader, "insert into users values (8, 8)", 3);
        assertThat(asTheServerSays()).hasSize(3);
    }

    @Test
    void weakLocksInARowAndAdvisoryOnes() throws SQLException {
        has("select * from users where id = 1 for share");
        has("select * from users where id = 1 for key share");
        waits(has(""), "update users set v = 5 where id = 1", 1);
        waits(has(""), "delete from users where id = 1", 2);
        waits(has("insert into orders values (1, 2)"), "select * from users where id = 1 for update", 3);
        has("select pg_advisory_xact_lock(1), pg_advisory_xact_lock_shared(2, 3)");
        waits(has(""), "select pg_advisory_xact_lock(1)", 4);
        waits(has(""), "select pg_advisory_xact_lock(2, 3)", 5);
        waits(has(""), "select pg_advisory_xact_lock_shared(2, 3)", 6);
        waits(has(""), "insert into orders values (1, 3)", 7);
        assertThat(asTheServerSays()).hasSize(7);
    }

    /** What the server says; the same as what is shown. */
    private Map<Long, Set<Long>> asTheServerSays() throws SQLException {
        Map<Long, Set<Long>> said = new TreeMap<>();
        try (Connection asking = database.connect();
                Statement statement = asking.createStatement();
                ResultSet rows = statement.executeQuery(BLOCKING)) {
            while (rows.next()) {
                Set<Long> by = new TreeSet<>();
                Arrays.stream((Integer[]) rows.getArray(2).getArray()).forEach(pid -> by.add(pid.longValue()));
                said.put(rows.getLong(1), by);
            }
        }
        Map<Long, Set<Long>> shown = new TreeMap<>();
        for (Session each : session.sessions()) {
            if (each.lock() != null) {
                shown.put(each.id(), new TreeSet<>(each.blockedBy()));
            }
        }
        assertThat(shown).isEqualTo(said);
        return said;
    }

    private Connection has(String sql) throws SQLException {
        Connection connection = database.connect();
        open.add(connection);
        connection.createStatement().execute("set deadlock_timeout = '5min'");
        connection.setAutoCommit(false);
        if (!sql.isEmpty()) {
            connection.createStatement().execute(sql);
        }
        return connection;
    }

    /** @param waiting how many wait then */
    private void waits(Connection connection, String sql, int waiting) {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                connection.createStatement().execute(sql);
            } catch (SQLException ended) {
                // It is ended when the test is.
            }
        });
        Awaitility.await()
                .until(() -> session.sessions().stream()
                                .filter(each -> each.waitingSince() != null)
                                .count()
                        == waiting);
    }
}
