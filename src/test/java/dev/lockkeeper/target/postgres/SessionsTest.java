package dev.lockkeeper.target.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.target.Load;
import dev.lockkeeper.target.LockTree;
import dev.lockkeeper.target.Session;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.Logins;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionsTest {

    private static final TableName USERS = TableName.of("users");

    private final List<Connection> open = new ArrayList<>();
    private Database database;
    private PostgresSession session;

    @BeforeEach
    void prepare() {
        database = Databases.fresh("sessions")
                .run("create table users (id int primary key)", "insert into users values (1)");
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
    void blockingTreeHasThreeLevels() throws SQLException {
        Other reader = other(database, "app reader").run("select * from users");
        Other run = other(database, "lockkeeper run 42 expand");
        run.later("alter table users add column note text");
        await(run, true);
        Other writer = other(database, "app writer");
        writer.later("update users set id = id");
        await(writer, true);

        LockTree tree = LockTree.of(session.sessions());

        assertThat(tree.roots()).singleElement().satisfies(root -> {
            assertThat(root.session().id()).isEqualTo(reader.pid());
            assertThat(root.session().ours()).isFalse();
            assertThat(root.session().state()).isEqualTo("idle in transaction");
            assertThat(root.blocks()).singleElement().satisfies(middle -> {
                assertThat(middle.session().id()).isEqualTo(run.pid());
                assertThat(middle.session().run()).isEqualTo(42);
                assertThat(middle.session().ours()).isTrue();
                assertThat(middle.session().lock()).isEqualTo("access exclusive on users");
                assertThat(middle.session().statement()).isEqualTo("alter table users add column note text");
                assertThat(middle.session().waitingSince())
                        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(5));
                assertThat(middle.blocks())
                        .extracting(node -> node.session().id())
                        .containsExactly(writer.pid());
            });
        });
        // The run waits for the reader itself, and the writer waits for the run: only the writer is kept waiting by us.
        Awaitility.await().until(() -> !session.load(USERS).blocked().isEmpty());
        assertThat(session.load(USERS).blocked()).singleElement().satisfies(blocked -> {
            assertThat(blocked.blocker()).isEqualTo(run.pid());
            assertThat(blocked.application()).startsWith("lockkeeper run 42");
            assertThat(blocked.waiter()).isEqualTo(writer.pid());
            assertThat(blocked.since()).isGreaterThanOrEqualTo(Duration.ofMillis(250));
        });
    }

    @Test
    void runIsReadFromTheNameOfSessionsOfOurLoginOnly() throws SQLException {
        Other mine = other(database, "lockkeeper run 7 backfill lane 2");
        Other plain = other(database, "lockkeeper");
        Other pretender = other(Logins.limited(database), "lockkeeper run 8 expand");
        assertThat(find(mine).orElseThrow().run()).isEqualTo(7);
        assertThat(find(plain).orElseThrow().run()).isNull();
        assertThat(find(pretender).orElseThrow().run()).isNull();
    }

    @Test
    void rowLockIsExplained() throws SQLException {
        other(database, "app one").run("update users set id = id");
        Other second = other(database, "app two");
        second.later("update users set id = id");
        await(second, true);
        assertThat(find(second).orElseThrow().lock()).isEqualTo("share on a row of another transaction");
    }

    @Test
    void passwordsInStatementsAreNotShown() throws SQLException {
        Other admin = other(database, "app admin");
        admin.run("do $x$ begin perform 'alter role a password ''CANARY-1'' valid'; end $x$");
        admin.run("select 'x' as password /* alter role a PASSWORD 'CANARY-2' */");
        assertThat(find(admin).orElseThrow().statement())
                .contains("PASSWORD '***'")
                .doesNotContain("CANARY");
    }

    @Test
    void passwordsOfConnectionsInStatementsAreNotShown() throws SQLException {
        Other admin = other(database, "app links");
        for (String statement : List.of(
                "select 'host=h password=CANARY user=u'",
                "select 'host=h password = ''CANARY two'' user=u'",
                "select 'postgresql://u@h/d?password=CANARY&x=1'",
                "select 1 /* alter role a password U&'CANARY' */",
                "select 1 /* alter role a password E'\\'CANARY' */",
                "select 1 /* alter role a password $x$CANARY$x$ */")) {
            admin.run(statement);
            assertThat(find(admin).orElseThrow().statement()).contains("***").doesNotContain("CANARY");
        }
        admin.run("select 'password " + "''".repeat(20_000) + "'");
        assertThat(find(admin)).isPresent();
    }

    @Test
    void preparedTransactionStandsInTheTreeUnderNumberZero() throws SQLException {
        other(database, "app xa").run("lock table users in share mode").run("prepare transaction 'left behind'");
        try {
            Other writer = other(database, "app writer");
            writer.later("update users set id = id");
            await(writer, true);
            assertThat(LockTree.of(session.sessions()).roots()).singleElement().satisfies(root -> {
                assertThat(root.session().id()).isZero();
                assertThat(root.session().application()).isEqualTo("prepared transaction left behind");
                assertThat(root.blocks())
                        .extracting(node -> node.session().id())
                        .containsExactly(writer.pid());
            });
            assertThat(session.inTheWay(USERS, Duration.ZERO))
                    .extracting(Session::id)
                    .contains(0L, writer.pid());
        } finally {
            database.run("rollback prepared 'left behind'");
        }
    }

    @Test
    void cancelEndsTheStatementAndKeepsTheSession() throws SQLException {
        Other sleeper = other(database, "app sleeper");
        CompletableFuture<String> ended = sleeper.later("select pg_sleep(60)");
        await(sleeper, false);
        assertThat(session.cancel(sleeper.pid())).isTrue();
        assertThat(ended.join()).isEqualTo("57014");
        assertThat(find(sleeper)).isPresent();
        assertThat(session.cancel(sleeper.pid())).as("nothing runs any more").isFalse();
    }

    @Test
    void terminateEndsTheSession() throws SQLException {
        Other sleeper = other(database, "app sleeper");
        CompletableFuture<String> ended = sleeper.later("select pg_sleep(60)");
        await(sleeper, false);
        assertThat(session.terminate(sleeper.pid())).isTrue();
        assertThat(ended.join()).isEqualTo("57P01");
        Awaitility.await().until(() -> find(sleeper).isEmpty());
        assertThat(session.terminate(sleeper.pid())).isFalse();
    }

    @Test
    void sessionsOfOtherDatabasesAreOutOfReach() throws SQLException {
        Other elsewhere = other(Databases.fresh("sessions"), "app elsewhere");
        elsewhere.later("select pg_sleep(60)");
        assertThat(find(elsewhere)).isEmpty();
        assertThat(session.cancel(elsewhere.pid())).isFalse();
        assertThat(session.terminate(elsewhere.pid())).isFalse();
    }

    @Test
    void loginWithoutTheRightIsToldSo() throws SQLException {
        Other sleeper = other(database, "app sleeper");
        sleeper.later("select pg_sleep(60)");
        await(sleeper, false);
        try (PostgresSession limited = Given.open(Logins.limited(database))) {
            Failure failure = catchThrowableOfType(Failure.class, () -> limited.terminate(sleeper.pid()));
            assertThat(failure.code()).isEqualTo(Code.MISSING_PRIVILEGE);
            assertThat(limited.sessions())
                    .filteredOn(one -> one.id() == sleeper.pid())
                    .singleElement()
                    .satisfies(one -> assertThat(one.statement()).isNull());
        }
    }

    @Test
    void inTheWayAreThoseWhoHoldOrWaitLongEnough() throws SQLException {
        Other reader = other(database, "app reader").run("select * from users");
        Other bystander = other(database, "app bystander").run("select 1");
        assertThat(session.inTheWay(USERS, Duration.ZERO))
                .extracting(Session::id)
                .contains(reader.pid())
                .doesNotContain(bystander.pid());
        assertThat(session.inTheWay(USERS, Duration.ofHours(1))).isEmpty();
        assertThat(session.inTheWay(TableName.of("nothing"), Duration.ZERO)).isEmpty();
    }

    @Test
    void loadCountsOthersAndNotUs() throws SQLException {
        Load before = session.load(USERS);
        assertThat(before.replicaLag()).isZero();
        assertThat(before.blocked()).isEmpty();
        assertThat(before.longestTransaction()).isZero();
        assertThat(before.atWork()).isZero();
        assertThat(before.archiveQueue()).isZero();
        assertThat(before.autovacuum()).isZero();
        assertThat(before.walBytes()).isPositive();
        assertThat(before.transactions()).isPositive();
        Other ours = other(database, "lockkeeper run 3 expand");
        ours.later("select pg_sleep(60)");
        await(ours, false);
        assertThat(session.load(USERS).longestTransaction()).isZero();
        assertThat(session.load(USERS).atWork()).isZero();
        Other app = other(database, "app");
        app.later("select pg_sleep(60)");
        await(app, false);
        assertThat(session.load(USERS).activeSessions()).isGreaterThanOrEqualTo(1);
        assertThat(session.load(USERS).longestTransaction()).isBetween(Duration.ofMillis(1), Duration.ofMinutes(1));
        assertThat(session.load(USERS).atWork()).isEqualTo(1);
    }

    private Optional<Session> find(Other other) {
        return session.sessions().stream()
                .filter(one -> one.id() == other.pid())
                .findFirst();
    }

    /** Until its statement runs, or waits for a lock. */
    private void await(Other other, boolean blocked) {
        Awaitility.await().until(() -> find(other)
                .filter(one -> one.state().equals("active"))
                .filter(one -> blocked != one.blockedBy().isEmpty())
                .isPresent());
    }

    private Other other(Database as, String application) throws SQLException {
        Connection connection = as.connect();
        open.add(connection);
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select pg_backend_pid()")) {
            rows.next();
            long pid = rows.getLong(1);
            connection.commit();
            statement.execute("set application_name = '" + application + "'");
            connection.commit();
            return new Other(connection, pid);
        }
    }

    /** Somebody else's session, with a transaction open after its first statement. */
    private record Other(Connection connection, long pid) {

        Other run(String sql) throws SQLException {
            connection.createStatement().execute(sql);
            return this;
        }

        /** The SQLSTATE it ended with, or {@code 00000}. */
        CompletableFuture<String> later(String sql) {
            return CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            connection.createStatement().execute(sql);
                            return "00000";
                        } catch (SQLException e) {
                            return String.valueOf(e.getSQLState());
                        }
                    },
                    task -> Thread.ofPlatform().daemon().start(task));
        }
    }
}
