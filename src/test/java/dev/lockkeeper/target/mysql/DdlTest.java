package dev.lockkeeper.target.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.target.JournalEntry;
import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.Statement.Lock;
import dev.lockkeeper.target.Statement.Mode;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.MysqlDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DdlTest {

    private static final Duration BUDGET = Duration.ofSeconds(1);
    private static final JournalEntry ENTRY = new JournalEntry(7, "expand/0", 0, "forward");

    private Database database;
    private Connection connection;
    private long id;
    private Ddl ddl;

    @BeforeEach
    void prepare() throws SQLException {
        database = MysqlDatabases.fresh("ddl")
                .run(
                        "create table users (id int primary key, name varchar(5))",
                        "insert into users values (1, 'Ann'), (2, 'Bob')",
                        "create table journal (step varchar(20))");
        connection = Given.connection(database);
        id = Long.parseLong(new Sending(connection).first("select connection_id()").orElseThrow());
        ddl = new Ddl(
                connection,
                (open, entry) -> new Sending(open).update("insert into journal values ('" + entry.step() + "')"),
                new Killing(Given.access(database), id));
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void rowsAndTheirLedgerRowCommitTogether() {
        long millis = ddl.execute(
                statement("update users set name = 'Eve' where id = 1", Mode.TRANSACTION), BUDGET, null, ENTRY);
        assertThat(millis).isNotNegative();
        assertThat(database.ask("select name from users where id = 1")).isEqualTo("Eve");
        assertThat(database.ask("select step from journal")).isEqualTo("expand/0");
    }

    @Test
    void whatTheServerWarnsOfIsUndone() {
        Failure failure = refused("insert ignore into users values (3, 'too long')", Mode.TRANSACTION, null);
        assertThat(failure.code()).isEqualTo(Code.STATEMENT_FAILED);
        assertThat(failure.getMessage()).contains("it warned");
        assertThat(database.ask("select count(*) from users")).isEqualTo("2");
        assertThat(database.ask("select count(*) from journal")).isEqualTo("0");
    }

    @Test
    void ddlInATransactionIsToldApart() {
        Failure failure = refused("alter table users add column note text", Mode.TRANSACTION, null);
        assertThat(failure.getMessage()).contains("ended its own transaction");
        assertThat(failure.advice()).contains("transaction: false");
        assertThat(database.ask("select count(*) from journal")).isEqualTo("0");
    }

    @Test
    void ddlGivesUpAfterItsLockBudgetWhileALongReaderHasTheTable() throws SQLException {
        Other reader = Other.app(database).run("select * from users");
        long began = System.nanoTime();
        Failure failure = refused("alter table users add column note text", Mode.AUTOCOMMIT, null);
        assertThat(failure.code()).isEqualTo(Code.LOCK_NOT_GRANTED);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(Duration.ofMillis(900), Duration.ofSeconds(4));
        assertThat(database.ask("show columns from users like 'note'")).isEqualTo("no row");
        reader.connection().rollback();
        ddl.execute(statement("alter table users add column note text", Mode.AUTOCOMMIT), BUDGET, null, ENTRY);
        assertThat(database.ask("show columns from users like 'note'")).isEqualTo("note");
        reader.connection().close();
    }

    @Test
    void aRowThatSomebodyHoldsIsAskedForWithinTheBudget() throws SQLException {
        Other writer = Other.app(database).run("update users set name = 'x' where id = 1");
        Failure failure = refused("update users set name = 'y' where id = 1", Mode.TRANSACTION, null);
        assertThat(failure.code()).isEqualTo(Code.LOCK_NOT_GRANTED);
        writer.connection().rollback();
        writer.connection().close();
    }

    @Test
    void aStatementOverItsTimeIsEndedByUs() {
        Failure failure = refused(
                "update users set name = 'x' where sleep(30) = 0", Mode.TRANSACTION, Duration.ofMillis(200));
        assertThat(failure.code()).isEqualTo(Code.STATEMENT_FAILED);
        assertThat(failure.getMessage()).contains("longer than it may take");
        assertThat(database.ask("select group_concat(name order by id) from users")).isEqualTo("Ann,Bob");
        assertThat(ddl.ask("select 1", null)).as("the next statement is not meant").contains("1");
    }

    @Test
    void anotherThreadInterruptsIt() {
        CompletableFuture<Failure> ended =
                CompletableFuture.supplyAsync(() -> refused("update users set name = 'x' where sleep(60) = 0", Mode.TRANSACTION, null));
        awaitSleep();
        new Killing(Given.access(database), id).statement();
        assertThat(ended.join().code()).isEqualTo(Code.LOCK_NOT_GRANTED);
        assertThat(ended.join().getMessage()).contains("Somebody cancelled");
    }

    @Test
    void cannotTellWhatAStatementOutsideATransactionDidBeforeTheConnectionWasLost() {
        assertThat(lost(new Statement("do sleep(60)", Mode.AUTOCOMMIT, null, Lock.NONE)).code())
                .isEqualTo(Code.UNKNOWN_OUTCOME);
    }

    @Test
    void theCatalogTellsOfOneThatItShows() {
        assertThat(lost(new Statement("do sleep(60)", Mode.AUTOCOMMIT, "select true", Lock.NONE)).code())
                .isEqualTo(Code.TARGET_UNREACHABLE);
    }

    @Test
    void asksWithoutWriting() {
        assertThat(ddl.ask("select name from users order by id", null)).contains("Ann");
        assertThat(ddl.ask("select name from users where id = 9", null)).isEmpty();
        assertThat(ddl.ask("select null", null)).isEmpty();
        assertThat(catchThrowableOfType(Failure.class, () -> ddl.ask("delete from users", null)))
                .isNotNull();
        assertThat(catchThrowableOfType(
                        Failure.class, () -> ddl.ask("select sleep(30) from users", Duration.ofMillis(100))))
                .isNotNull();
        assertThat(database.ask("select count(*) from users")).isEqualTo("2");
        assertThat(ddl.holds("select count(*) = 2 from users")).isTrue();
        assertThat(ddl.holds("select count(*) = 3 from users")).isFalse();
    }

    @Test
    void limitsAreBackAfterwards() throws SQLException {
        ddl.execute(statement("update users set name = 'x'", Mode.TRANSACTION), Duration.ofSeconds(9), null, null);
        Sending sql = new Sending(connection);
        assertThat(sql.first("select @@session.lock_wait_timeout")).contains("1");
        assertThat(sql.first("select @@session.wait_timeout")).contains(database.ask("select @@global.wait_timeout"));
    }

    private Failure lost(Statement statement) {
        CompletableFuture<Failure> lost = CompletableFuture.supplyAsync(() -> catchThrowableOfType(
                Failure.class, () -> ddl.execute(statement, BUDGET, null, ENTRY)));
        awaitSleep();
        database.run("kill " + id);
        return lost.join();
    }

    private void awaitSleep() {
        Awaitility.await()
                .until(() -> database.ask("select state from information_schema.processlist where id = " + id)
                        .equals("User sleep"));
    }

    private Failure refused(String sql, Mode mode, Duration timeout) {
        Failure failure = catchThrowableOfType(
                Failure.class, () -> ddl.execute(statement(sql, mode), BUDGET, timeout, ENTRY));
        assertThat(failure).as(sql).isNotNull();
        return failure;
    }

    private static Statement statement(String sql, Mode mode) {
        return new Statement(sql, mode, null, Lock.NONE);
    }
}
