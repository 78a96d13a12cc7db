package dev.lockkeeper.target.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.target.LockTree;
import dev.lockkeeper.target.Session;
import dev.lockkeeper.target.TableUse;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.MysqlDatabases;
import dev.lockkeeper.testing.MysqlServer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rows and metadata locks, on a server that tells who holds a table and on one that does not. */
class MysqlTreeTest {

    private static final TableName USERS = TableName.of("users");

    /** A MariaDB with {@code performance_schema} on; started by the first who asks. */
    private static final class Telling {
        private static final MysqlServer SERVER = MysqlServer.embedded(
                List.of("--performance-schema=ON", "--performance-schema-instrument=wait/lock/metadata/sql/mdl=ON"));
    }

    private final List<Other> open = new ArrayList<>();
    private Database database;
    private MysqlSession session;

    private void on(Database chosen) {
        database = chosen.run(
                "create table users (id int primary key, v int)",
                "create table orders (id int primary key, v int)",
                "create table notes (id int primary key)",
                "insert into users values (1, 1), (2, 2)",
                "insert into orders values (1, 1), (2, 2)");
        session = Given.open(database);
    }

    private static Database telling() {
        Telling.SERVER.root().run("drop database if exists tree", "create database tree");
        return new Database(
                Telling.SERVER.root().url().replaceAll("/[^/?]*(?=$|\\?)", "/tree"),
                Telling.SERVER.root().username(),
                Telling.SERVER.root().password());
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

    private void awaitWaiting(Other other) {
        Awaitility.await().until(() -> session.sessions().stream()
                .anyMatch(each -> each.id() == other.id() && !each.blockedBy().isEmpty()));
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

    private void threeLevelsOfMetadataLocks() throws SQLException {
        Other reader = other().run("select * from users");
        Other changer = other();
        changer.later("alter table users add column note text");
        awaitWaiting(changer);
        Other writer = other();
        writer.later("update users set v = 0 where id = 2");
        awaitWaiting(writer);
        assertThat(tree()).isEqualTo("[" + reader.id() + "[" + changer.id() + "[" + writer.id() + "]]]");
    }

    @Test
    void metadataLocksStandInThreeLevelsWhereTheServerTellsThem() throws SQLException {
        on(telling());
        threeLevelsOfMetadataLocks();
        assertThat(session.sessions())
                .extracting(Session::lock)
                .contains("exclusive on tree.users", "shared write on tree.users");
        assertThat(session.uses(Set.of(USERS)))
                .extracting(TableUse::granted)
                .containsExactlyInAnyOrder(true, false, false);
    }

    @Test
    void metadataLocksStandInThreeLevelsWhereItDoesNotAndSaySo() throws SQLException {
        on(MysqlDatabases.fresh("tree"));
        threeLevelsOfMetadataLocks();
        assertThat(session.sessions())
                .anySatisfy(each -> assertThat(each.lock()).matches(".*(does not tell.*can be meant|exclusive on).*"));
    }

    @Test
    void rowsStandInThreeLevels() throws SQLException {
        on(MysqlDatabases.fresh("tree"));
        Other holder = other().run("update users set v = 0 where id = 1");
        Other middle = other().run("update users set v = 0 where id = 2");
        middle.later("update users set v = 1 where id = 1");
        awaitWaiting(middle);
        Other last = other();
        last.later("update users set v = 1 where id = 2");
        awaitWaiting(last);
        assertThat(tree()).isEqualTo("[" + holder.id() + "[" + middle.id() + "[" + last.id() + "]]]");
    }

    /** Neither of the server's two watchers sees a circle that goes through rows and tables both. */
    @Test
    void circleThroughRowsAndTablesIsShown() throws SQLException {
        on(telling());
        Other reader = other().run("select * from notes");
        Other writer = other().run("update orders set v = 0 where id = 1");
        Other changer = other();
        changer.later("alter table notes add column note text");
        awaitWaiting(changer);
        writer.later("select * from notes");
        awaitWaiting(writer);
        reader.later("update orders set v = 1 where id = 1");
        awaitWaiting(reader);
        assertThat(tree()).isEqualTo("[" + reader.id() + "[" + changer.id() + "[" + writer.id() + "]]]");
    }

    @Test
    void whenTheBlockerEndsNobodyIsBlocked() throws SQLException {
        on(MysqlDatabases.fresh("tree"));
        Other holder = other().run("update users set v = 0 where id = 1");
        Other waiter = other();
        CompletableFuture<Integer> waiting = waiter.later("update users set v = 1 where id = 1");
        awaitWaiting(waiter);
        assertThat(session.terminate(holder.id())).isTrue();
        open.remove(holder);
        assertThat(waiting.join()).isZero();
        assertThat(tree()).isEqualTo("[]");
    }

    @Test
    void blockerInAnotherDatabaseIsShownAndNotEnded() throws SQLException {
        on(MysqlDatabases.fresh("tree"));
        Other elsewhere = Other.app(MysqlDatabases.fresh("elsewhere"));
        open.add(elsewhere);
        elsewhere.run("update " + MysqlDatabases.name(database) + ".users set v = 0 where id = 1");
        Other waiter = other();
        waiter.later("update users set v = 1 where id = 1");
        awaitWaiting(waiter);
        assertThat(tree()).isEqualTo("[" + elsewhere.id() + "[" + waiter.id() + "]]");
        assertThat(session.sessions())
                .filteredOn(each -> each.id() == elsewhere.id())
                .singleElement()
                .satisfies(each -> assertThat(each.elsewhere()).startsWith("elsewhere"));
        assertThat(session.terminate(elsewhere.id())).isFalse();
        assertThat(session.cancel(elsewhere.id())).isFalse();
    }
}
