package dev.lockkeeper.target.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.target.Load.Blocked;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.MysqlDatabases;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who waits for a session of ours, which the engine cancels by its name. */
class BlockedTest {

    private static final TableName USERS = TableName.of("users");

    /** Some milliseconds a row, and computed by the server for each. */
    private static final String SLOW = "sha2(repeat(concat(id), 500000), 512)";

    private final List<Other> open = new ArrayList<>();
    private Database database;
    private MysqlSession sampler;

    @BeforeEach
    void prepare() {
        database = MysqlDatabases.fresh("blocked")
                .run(
                        "create table users (id int primary key, v int)",
                        "insert into users with recursive s as (select 1001 as i union all select i + 1 from s where i < 1900) select i, i from s");
        sampler = Given.open(database, "lockkeeper run 42 sampler of store-of");
    }

    @AfterEach
    void close() throws SQLException {
        for (Other other : open) {
            database.run("kill " + other.id());
        }
        sampler.close();
    }

    private Other app() throws SQLException {
        Other other = Other.app(database);
        open.add(other);
        return other;
    }

    private Other ours(String application) throws SQLException {
        Other other = Other.ours(database, application);
        open.add(other);
        return other;
    }

    private List<Blocked> blocked() {
        return sampler.load(USERS).blocked();
    }

    @Test
    void sessionsOfOurRunAreToldFromThoseOfAnotherLockkeeperAndThePhaseFromTheRest() throws SQLException {
        Other phase = ours("lockkeeper run 42 phase of store-of").run("update users set v = 0 where id = 1001");
        Other lane = ours("lockkeeper run 42 lane 1 of store-of").run("update users set v = 0 where id = 1002");
        Other theirs = ours("lockkeeper run 42 lane 1 of somebody").run("update users set v = 0 where id = 1003");
        Other others = ours("lockkeeper run 421 lane 1 of store-of").run("update users set v = 0 where id = 1004");
        for (int id = 1001; id <= 1004; id++) {
            app().later("update users set v = 1 where id = " + id);
        }
        Awaitility.await().until(() -> blocked().size() == 4);
        List<Blocked> blocked = blocked();
        assertThat(name(blocked, phase)).isEqualTo("lockkeeper run 42 phase of store-of");
        assertThat(name(blocked, lane))
                .startsWith("lockkeeper run 42 ")
                .endsWith(" of store-of")
                .doesNotContain("phase");
        if (MysqlDatabases.mariadb()) {
            assertThat(name(blocked, theirs)).isEqualTo("lockkeeper run 42");
            assertThat(name(blocked, others)).isEqualTo("lockkeeper run 421");
        }
        assertThat(name(blocked, theirs)).doesNotEndWith(" of store-of");
        assertThat(name(blocked, others)).doesNotStartWith("lockkeeper run 42 ");
    }

    @Test
    void aWaitIsNoLongerThanItsStatement() throws SQLException {
        ours("lockkeeper run 42 lane 1 of store-of").run("update users set v = 0 where id = 1001");
        long began = System.nanoTime();
        app().later("update users set v = 1 where id = 1001");
        Awaitility.await().until(() -> !blocked().isEmpty());
        Duration since = blocked().getFirst().since();
        assertThat(since).isLessThanOrEqualTo(Duration.ofNanos(System.nanoTime() - began));
    }

    @Test
    void whoWaitsForATableThatAStatementOfOursHoldsWaitsForUs() throws SQLException {
        Other phase = ours("lockkeeper run 42 phase of store-of");
        phase.later(
                "alter table users add column g varchar(128) as (" + SLOW + ") stored, algorithm=copy, lock=shared");
        awaitStatement(phase);
        app().later("update users set v = 1 where id = 1001");
        Awaitility.await().until(() -> !blocked().isEmpty());
        assertThat(blocked().getFirst().blocker()).isEqualTo(phase.id());
        assertThat(blocked().getFirst().application()).isEqualTo("lockkeeper run 42 phase of store-of");
    }

    @Test
    void whoMayWaitForSomebodyElseIsNotSaidToWaitForUs() throws SQLException {
        database.run("create table others (id int primary key, v int)", "insert into others values (1, 1)");
        app().run("select * from others");
        Other phase = ours("lockkeeper run 42 phase of store-of");
        phase.later(
                "alter table users add column g varchar(128) as (" + SLOW + ") stored, algorithm=copy, lock=shared");
        awaitStatement(phase);
        Other waiter = app();
        waiter.later("alter table others add column more int");
        Awaitility.await().until(() -> sampler.sessions().stream()
                .anyMatch(one -> one.id() == waiter.id() && one.waitingSince() != null));
        assertThat(blocked()).isEmpty();
    }

    private void awaitStatement(Other other) {
        Awaitility.await().until(() -> sampler.sessions().stream()
                .anyMatch(one -> one.id() == other.id() && one.state().equals("active")));
    }

    private static String name(List<Blocked> blocked, Other blocker) {
        return blocked.stream()
                .filter(each -> each.blocker() == blocker.id())
                .map(Blocked::application)
                .findFirst()
                .orElseThrow();
    }
}
