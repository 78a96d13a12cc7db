package dev.lockkeeper.target.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.target.Load;
import dev.lockkeeper.target.LockTree;
import dev.lockkeeper.target.Session;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.MysqlDatabases;
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

    private final List<Other> open = new ArrayList<>();
    private Database database;
    private MysqlSession session;

    @BeforeEach
    void prepare() {
        database = MysqlDatabases.fresh("sessions")
                .run(
                        "create table users (id int primary key, v int)",
                        "insert into users values (1, 1), (2, 2), (3, 3)");
        session = Given.open(database);
    }

    @AfterEach
    void close() throws SQLException {
        for (Other other : open) {
            database.run("kill " + other.id());
        }
        session.close();
    }

    private Other other() throws SQLException {
        Other other = Other.app(database);
        open.add(other);
        return other;
    }

    private Other ours(String application) throws SQLException {
        Other other = Other.ours(database, application);
        open.add(other);
        return other;
    }

    @Test
    void blockingTreeHasThreeLevels() throws SQLException {
        Other holder = other().run("update users set v = 0 where id = 1");
        Other run = ours("lockkeeper run 42 lane 1 of store-of").run("update users set v = 0 where id = 2");
        run.later("update users set v = 7 where id = 1");
        await(run, true);
        Other writer = other();
        writer.later("update users set v = 9 where id = 2");
        await(writer, true);

        LockTree tree = LockTree.of(session.sessions());

        assertThat(tree.roots()).singleElement().satisfies(root -> {
            assertThat(root.session().id()).isEqualTo(holder.id());
            assertThat(root.session().ours()).isFalse();
            assertThat(root.session().state()).isEqualTo("idle in transaction");
            assertThat(root.session().transactionSince())
                    .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(5));
            assertThat(root.blocks()).singleElement().satisfies(middle -> {
                assertThat(middle.session().id()).isEqualTo(run.id());
                assertThat(middle.session().run()).isEqualTo(42);
                assertThat(middle.session().lock()).contains("on a row of").contains("users");
                assertThat(middle.session().statement()).isEqualTo("update users set v = 7 where id = 1");
                assertThat(middle.session().waitingSince())
                        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(5));
                assertThat(middle.blocks())
                        .extracting(node -> node.session().id())
                        .containsExactly(writer.id());
            });
        });
        // Counted once it has waited for longer than the lock budget.
        Awaitility.await().until(() -> session.load(USERS).blocked().size() == 1);
    }

    @Test
    void runIsReadFromTheNameOfSessionsOfOurLoginOnly() throws SQLException {
        Other mine = ours("lockkeeper run 7 lane 2 of store-of");
        Other plain = ours("lockkeeper");
        Other app = other();
        Database limited = MysqlDatabases.limited(database, "select on " + MysqlDatabases.name(database) + ".*");
        Other pretender = Other.ours(limited, "lockkeeper run 8 phase of store-of");
        open.add(pretender);
        assertThat(find(mine).orElseThrow().run()).isEqualTo(7);
        assertThat(find(mine).orElseThrow().application()).startsWith("lockkeeper run 7");
        assertThat(find(plain).orElseThrow().run()).isNull();
        assertThat(find(app).orElseThrow().run()).isNull();
        assertThat(find(pretender).orElseThrow().run()).isNull();
    }

    @Test
    void namesakesCarryExactlyTheSameName() throws SQLException {
        try (MysqlSession phase = Given.open(database, "lockkeeper run 42 phase of store-of")) {
            assertThat(phase.namesakes()).isEmpty();
            Other leftover = ours("lockkeeper run 42 phase of store-of").run("update users set v = 0 where id = 1");
            ours("lockkeeper run 42 lane 1 of store-of");
            ours("lockkeeper run 4 phase of store-of");
            assertThat(phase.namesakes()).extracting(Session::id).containsExactly(leftover.id());
            assertThat(phase.terminate(leftover.id())).isTrue();
            Awaitility.await().until(() -> phase.namesakes().isEmpty());
            assertThat(database.ask("select v from users where id = 1")).isEqualTo("1");
            open.remove(leftover);
        }
    }

    @Test
    void passwordsInStatementsAreNotShown() throws SQLException {
        Other admin = other();
        admin.later(
                "select sleep(60) /* create user x identified by 'CANARY-1' */ from dual where 'a' <> password('CANARY-2')");
        await(admin, false);
        assertThat(find(admin).orElseThrow().statement()).contains("'***'").doesNotContain("CANARY");
    }

    @Test
    void cancelEndsTheStatementAndKeepsTheSession() throws SQLException {
        Other writer = other();
        other().run("update users set v = 0 where id = 1");
        CompletableFuture<Integer> ended = writer.later("update users set v = 1 where id = 1");
        await(writer, true);
        assertThat(session.cancel(writer.id())).isTrue();
        assertThat(ended.join()).isEqualTo(1317);
        assertThat(find(writer)).isPresent();
        assertThat(session.cancel(writer.id())).as("nothing runs any more").isFalse();
    }

    @Test
    void terminateEndsTheSession() throws SQLException {
        Other sleeper = Other.app(database);
        CompletableFuture<Integer> ended = sleeper.later("select sleep(60)");
        await(sleeper, false);
        assertThat(session.terminate(sleeper.id())).isTrue();
        assertThat(ended.join()).isNotZero();
        Awaitility.await().until(() -> find(sleeper).isEmpty());
        assertThat(session.terminate(sleeper.id())).isFalse();
    }

    @Test
    void sessionsOfOtherDatabasesAreOutOfReach() throws SQLException {
        Other elsewhere = Other.app(MysqlDatabases.fresh("sessions"));
        open.add(elsewhere);
        elsewhere.later("select sleep(60)");
        assertThat(find(elsewhere)).isEmpty();
        assertThat(session.cancel(elsewhere.id())).isFalse();
        assertThat(session.terminate(elsewhere.id())).isFalse();
    }

    @Test
    void whoMayNotSeeOthersSeesItself() throws SQLException {
        Other sleeper = other();
        sleeper.later("select sleep(60)");
        await(sleeper, false);
        Database limited = MysqlDatabases.limited(database, "select on " + MysqlDatabases.name(database) + ".*");
        try (MysqlSession poor = Given.open(limited)) {
            assertThat(poor.sessions()).isEmpty();
            assertThat(poor.terminate(sleeper.id())).isFalse();
            Load load = poor.load(USERS);
            assertThat(load.blocked()).isEmpty();
            assertThat(load.longestTransaction()).as("unknown is not none").isNull();
            assertThat(load.activeSessions()).isNull();
            assertThat(load.atWork()).isNull();
            assertThat(load.replicaLag()).isNull();
            assertThat(load.transactions()).isPositive();
        }
    }

    @Test
    void whoMaySeeButNotEndIsToldSo() throws SQLException {
        Other sleeper = other();
        sleeper.later("select sleep(60)");
        await(sleeper, false);
        Database limited =
                MysqlDatabases.limited(database, "select on " + MysqlDatabases.name(database) + ".*", "process on *.*");
        try (MysqlSession poor = Given.open(limited)) {
            Failure failure = catchThrowableOfType(Failure.class, () -> poor.terminate(sleeper.id()));
            assertThat(failure.code()).isEqualTo(Code.MISSING_PRIVILEGE);
        }
    }

    @Test
    void whoWaitsForATableIsSeenToWait() throws SQLException {
        Other reader = other().run("select * from users");
        Other run = ours("lockkeeper run 42 phase of store-of");
        run.later("alter table users add column note text");
        Awaitility.await()
                .until(() -> find(run).filter(one -> one.waitingSince() != null).isPresent());
        Session waiting = find(run).orElseThrow();
        assertThat(waiting.lock()).matches("(?s).*(metadata lock|exclusive on).*");
        assertThat(session.inTheWay(USERS, Duration.ZERO))
                .extracting(Session::id)
                .contains(reader.id(), run.id());
        assertThat(session.inTheWay(USERS, Duration.ofHours(1))).isEmpty();
        assertThat(session.inTheWay(TableName.of("nothing"), Duration.ZERO)).isEmpty();
        reader.connection().rollback();
        Awaitility.await().until(() -> !database.ask("show columns from users like 'note'")
                .equals("no row"));
    }

    @Test
    void loadCountsOthersAndNotUs() throws SQLException {
        Load before = session.load(USERS);
        assertThat(before.replicaLag()).isZero();
        assertThat(before.blocked()).isEmpty();
        assertThat(before.longestTransaction()).isZero();
        ours("lockkeeper run 3 phase of store-of").run("update users set v = 0 where id = 2");
        assertThat(session.load(USERS).longestTransaction()).isZero();
        Other app = other().run("update users set v = 0 where id = 1");
        app.later("select sleep(60)");
        await(app, false);
        assertThat(session.load(USERS).activeSessions()).isGreaterThanOrEqualTo(1);
        assertThat(session.load(USERS).longestTransaction()).isBetween(Duration.ZERO, Duration.ofMinutes(1));
    }

    private Optional<Session> find(Other other) {
        return session.sessions().stream().filter(one -> one.id() == other.id()).findFirst();
    }

    /** Until its statement runs, or waits for a row. */
    private void await(Other other, boolean blocked) {
        Awaitility.await().until(() -> find(other)
                .filter(one -> one.state().equals("active"))
                .filter(one -> blocked != one.blockedBy().isEmpty())
                .isPresent());
    }
}
