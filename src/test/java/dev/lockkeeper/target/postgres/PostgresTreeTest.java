package dev.lockkeeper.target.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.target.LockTree;
import dev.lockkeeper.target.TableUse;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresTreeTest {

    private final List<Connection> open = new ArrayList<>();
    private Database database;
    private PostgresSession session;

    @BeforeEach
    void prepare() {
        database = Databases.fresh("tree")
                .run(
                        "create table users (id int primary key, v int)",
                        "insert into users values (1, 1), (2, 2), (3, 3)",
                        "create table orders (id int) partition by range (id)",
                        "create table orders_1 partition of orders for values from (1) to (100)");
        session = Given.open(database);
    }

    @AfterEach
    void close() throws SQLException {
        for (Connection connection : open) {
            connection.abort(Runnable::run);
        }
        session.close();
    }

    private Connection other() throws SQLException {
        Connection connection = database.connect();
        open.add(connection);
        // A circle would be broken after a second.
        connection.createStatement().execute("set deadlock_timeout = '5min'");
        connection.setAutoCommit(false);
        return connection;
    }

    private static void run(Connection connection, String sql) throws SQLException {
        connection.createStatement().execute(sql);
    }

    private static CompletableFuture<Void> later(Connection connection, String sql) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        run(connection, sql);
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> Thread.ofPlatform().daemon().start(task));
    }

    private static long pid(Connection connection) throws SQLException {
        return connection.unwrap(org.postgresql.PGConnection.class).getBackendPID();
    }

    private void awaitWaiting(int sessions) {
        Awaitility.await()
                .until(() -> session.sessions().stream()
                                .filter(each -> !each.blockedBy().isEmpty())
                                .count()
                        == sessions);
    }

    private String tree() {
        return text(LockTree.of(session.sessions()).roots());
    }

    private static String text(List<LockTree.Node> nodes) {
        return nodes.stream()
                .map(node -> node.session().id() + (node.blocks().isEmpty() ? "" : text(node.blocks())))
                .toList()
                .toString();
    }

    @Test
    void queueForOneRowStandsInItsOrder() throws SQLException {
        Connection holder = other();
        run(holder, "update users set v = 0 where id = 1");
        Connection first = other();
        later(first, "update users set v = 1 where id = 1");
        awaitWaiting(1);
        Connection second = other();
        later(second, "update users set v = 2 where id = 1");
        awaitWaiting(2);
        Connection third = other();
        later(third, "update users set v = 3 where id = 1");
        awaitWaiting(3);
        assertThat(tree())
                .isEqualTo("[" + pid(holder) + "[" + pid(first) + "[" + pid(second) + ", " + pid(third) + "]]]");
    }

    @Test
    void circleIsShownUntilTheServerBreaksIt() throws SQLException {
        Connection one = other();
        Connection two = other();
        run(one, "update users set v = 0 where id = 1");
        run(two, "update users set v = 0 where id = 2");
        later(one, "update users set v = 0 where id = 2");
        later(two, "update users set v = 0 where id = 1");
        awaitWaiting(2);
        long lower = Math.min(pid(one), pid(two));
        long higher = Math.max(pid(one), pid(two));
        assertThat(tree()).isEqualTo("[" + lower + "[" + higher + "]]");
    }

    @Test
    void whenTheBlockerEndsNobodyIsBlocked() throws SQLException {
        Connection holder = other();
        run(holder, "update users set v = 0 where id = 1");
        Connection waiter = other();
        CompletableFuture<Void> waiting = later(waiter, "update users set v = 1 where id = 1");
        awaitWaiting(1);
        var before = session.sessions();
        assertThat(session.terminate(pid(holder))).isTrue();
        waiting.join();
        assertThat(tree()).isEqualTo("[]");
        // Read between the two: the blocker is named and not there any more.
        assertThat(LockTree.of(before.stream()
                                .filter(each -> each.id() != backend(holder))
                                .toList())
                        .roots())
                .isEmpty();
    }

    private static long backend(Connection connection) {
        try {
            return pid(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void usesNameTheStrongestLockOfEachSessionAndPartitionsCount() throws SQLException {
        Connection reader = other();
        run(reader, "select * from users");
        run(reader, "update users set v = 0 where id = 1");
        Connection writer = other();
        run(writer, "insert into orders_1 values (1)");
        Connection waiter = other();
        later(waiter, "lock table users in exclusive mode");
        awaitWaiting(1);
        TableName users = TableName.of("users");
        TableName orders = TableName.of("orders");
        assertThat(session.uses(Set.of(users, orders, TableName.of("nothing"))))
                .containsExactlyInAnyOrder(
                        new TableUse(users, pid(reader), "row exclusive", true),
                        new TableUse(users, pid(waiter), "exclusive", false),
                        new TableUse(orders, pid(writer), "row exclusive", true));
    }
}
