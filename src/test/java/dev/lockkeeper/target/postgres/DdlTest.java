package dev.lockkeeper.target.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.target.JournalEntry;
import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.Statement.Leftover;
import dev.lockkeeper.target.Statement.Mode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DdlTest {

    private static final JournalEntry ENTRY = new JournalEntry(1, "expand/0", 0, "forward");

    private final Trial trial = new Trial(
            "create table users (id bigint primary key, name text)", "insert into users values (1, 'Ann'), (2, 'Bo')");

    @AfterEach
    void close() throws Exception {
        trial.close();
    }

    private static Statement statement(String sql, Mode mode) {
        return new Statement(sql, mode, null, TableLocks.UNKNOWN);
    }

    private long execute(String sql, Mode mode, @Nullable Duration timeout) {
        return trial.ddl.execute(statement(sql, mode), Trial.BUDGET, timeout, ENTRY);
    }

    private Failure refused(String sql, Mode mode, @Nullable Duration timeout) {
        return catchThrowableOfType(Failure.class, () -> execute(sql, mode, timeout));
    }

    @Test
    void givesUpALockWithinItsBudgetAndLetsOthersThrough() throws Exception {
        try (Connection reader = trial.database.connect()) {
            reader.setAutoCommit(false);
            try (var statement = reader.createStatement()) {
                statement.execute("select * from users");
            }
            CompletableFuture<Failure> ddl = CompletableFuture.supplyAsync(
                    () -> refused("alter table users add column x int", Mode.TRANSACTION, null));
            await().until(() -> trial.ask(
                            "select count(*) from pg_locks where not granted and database = (select oid from pg_database where datname = current_database()) and relation = 'users'::regclass")
                    .equals("1"));
            long began = System.nanoTime();
            trial.database.run("update users set name = 'Cy' where id = 1");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Trial.BUDGET.multipliedBy(3));
            assertThat(ddl.get().code()).isEqualTo(Code.LOCK_NOT_GRANTED);
            assertThat(trial.journal).isEmpty();
            reader.rollback();
        }
        execute("alter table users add column x int", Mode.TRANSACTION, null);
        assertThat(trial.journal).containsExactly(ENTRY);
    }

    @Test
    void writesTheJournalInTheSameTransaction() {
        Ddl failing = new Ddl(trial.connection, (connection, entry) -> {
            throw new SQLException("no journal", "XX000");
        });
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> failing.execute(
                        statement("create table made ()", Mode.TRANSACTION), Trial.BUDGET, null, ENTRY));
        assertThat(trial.ask("select to_regclass('made') is null")).isEqualTo("t");
    }

    @Test
    void undoesAllOfATextOfSeveralStatements() {
        assertThat(refused("create table one (); create table two (nosuchtype x)", Mode.TRANSACTION, null)
                        .code())
                .isIn(Code.STATEMENT_FAILED, Code.MISSING_OBJECT);
        assertThat(trial.ask("select to_regclass('one') is null")).isEqualTo("t");
        execute("create table one (); create table two ()", Mode.TRANSACTION, null);
        assertThat(trial.ask("select to_regclass('two') is not null")).isEqualTo("t");
    }

    @Test
    void seesThatAStatementEndedItsTransaction() {
        Failure failure = refused("create table one (); commit; create table two ()", Mode.TRANSACTION, null);
        assertThat(failure.code()).isEqualTo(Code.STATEMENT_FAILED);
        assertThat(failure.getMessage()).contains("ended its own transaction");
        assertThat(trial.journal).isEmpty();
    }

    @Test
    void endsAStatementThatTakesLongerThanItsStepMay() throws SQLException {
        for (Mode mode : new Mode[] {Mode.TRANSACTION, Mode.AUTOCOMMIT, Mode.SCAN, Mode.CONCURRENTLY}) {
            Failure failure = refused("select pg_sleep(60)", mode, Duration.ofMillis(100));
            assertThat(failure.code()).isEqualTo(Code.STATEMENT_FAILED);
            assertThat(failure.advice()).contains("timeout");
        }
        assertThat(new Sending(trial.connection).first("show statement_timeout"))
                .contains("0");
        assertThat(new Sending(trial.connection).first("show lock_timeout")).contains("0");
    }

    @Test
    void runsOutsideATransactionWhatMustNotBeInOne() throws SQLException {
        assertThat(refused("vacuum users", Mode.TRANSACTION, null).code()).isEqualTo(Code.STATEMENT_FAILED);
        execute("vacuum users", Mode.AUTOCOMMIT, null);
        assertThat(trial.connection.getAutoCommit()).isTrue();
    }

    @Test
    void waitsOutOldTransactionsForAnIndexAndBlocksNobody() throws Exception {
        try (Connection old = trial.database.connect()) {
            old.setAutoCommit(false);
            try (var statement = old.createStatement()) {
                statement.execute("update users set name = 'old' where id = 2");
            }
            CompletableFuture<Long> build = CompletableFuture.supplyAsync(
                    () -> execute("create index concurrently users_name on users (name)", Mode.CONCURRENTLY, null));
            await().until(() -> trial.ask(
                            "select count(*) from pg_locks l join pg_stat_activity a using (pid) where not l.granted and a.datname = current_database()")
                    .equals("1"));
            trial.database.run("insert into users values (3, 'Cy')");
            old.commit();
            assertThat(build.get()).isGreaterThan(0);
        }
        assertThat(trial.ask("select indisvalid from pg_index where indexrelid = 'users_name'::regclass"))
                .isEqualTo("t");
    }

    @Test
    void doesNotDropAnIndexThatSomebodyIsStillBuilding() throws Exception {
        try (Connection old = trial.database.connect();
                Connection builder = trial.database.connect()) {
            old.setAutoCommit(false);
            try (var statement = old.createStatement()) {
                statement.execute("update users set name = 'old' where id = 2");
            }
            CompletableFuture<Void> build = CompletableFuture.runAsync(() -> {
                try (var statement = builder.createStatement()) {
                    statement.execute("create index concurrently users_name on users (name)");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            await().until(() ->
                    trial.ask("select to_regclass('users_name') is not null").equals("t"));
            Statement again = new Statement(
                    "create index concurrently users_name on users (name)",
                    Mode.CONCURRENTLY,
                    null,
                    TableLocks.SCAN,
                    new Leftover("public.users_name", "drop index concurrently public.users_name"));
            Failure failure =
                    catchThrowableOfType(Failure.class, () -> trial.ddl.execute(again, Trial.BUDGET, null, null));
            assertThat(failure.code()).isEqualTo(Code.LOCK_NOT_GRANTED);
            assertThat(failure.getMessage()).contains("still building index public.users_name");
            old.commit();
            build.get();
        }
        assertThat(trial.ask("select indisvalid from pg_index where indexrelid = 'users_name'::regclass"))
                .isEqualTo("t");
    }

    @Test
    void asksWithoutWriting() {
        assertThat(trial.ddl.ask("select name from users order by id", null)).contains("Ann");
        assertThat(trial.ddl.ask("select name from users where id = 9", null)).isEmpty();
        assertThat(trial.ddl.ask("select null", null)).isEmpty();
        assertThatExceptionOfType(Failure.class).isThrownBy(() -> trial.ddl.ask("delete from users returning 1", null));
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> trial.ddl.ask("select pg_sleep(60)", Duration.ofMillis(50)));
        assertThat(trial.ask("select count(*) from users")).isEqualTo("2");
    }

    @Test
    void saysWhatIsKnownAfterAConnectionWasLost() throws SQLException {
        String pid =
                new Sending(trial.connection).first("select pg_backend_pid()").orElseThrow();
        CompletableFuture<Failure> lost = CompletableFuture.supplyAsync(
                () -> refused("create table made (); select pg_sleep(60)", Mode.TRANSACTION, null));
        await().until(() -> trial.ask(
                        "select count(*) from pg_stat_activity where wait_event = 'PgSleep' and pid = " + pid)
                .equals("1"));
        trial.ask("select pg_terminate_backend(" + pid + ")");
        assertThat(lost.join().code()).isEqualTo(Code.TARGET_UNREACHABLE);
        assertThat(trial.ask("select to_regclass('made') is null")).isEqualTo("t");
        try (Connection again = trial.database.connect()) {
            Ddl ddl = new Ddl(again, (connection, entry) -> {});
            Statement plain = statement("create table made ()", Mode.TRANSACTION);
            assertThat(ddl.happened(plain, Optional.of("intent"))).contains(false);
            assertThat(ddl.happened(plain, Optional.of("done"))).contains(true);
            assertThat(ddl.happened(statement("vacuum", Mode.AUTOCOMMIT), Optional.of("intent")))
                    .isEmpty();
            assertThat(ddl.happened(
                            new Statement("x", Mode.AUTOCOMMIT, "select true", TableLocks.NONE), Optional.empty()))
                    .contains(true);
        }
    }

    @Test
    void cannotTellWhatAStatementOutsideATransactionDidBeforeTheConnectionWasLost() throws SQLException {
        String pid =
                new Sending(trial.connection).first("select pg_backend_pid()").orElseThrow();
        CompletableFuture<Failure> lost =
                CompletableFuture.supplyAsync(() -> refused("select pg_sleep(60)", Mode.AUTOCOMMIT, null));
        await().until(() -> trial.ask(
                        "select count(*) from pg_stat_activity where wait_event = 'PgSleep' and pid = " + pid)
                .equals("1"));
        trial.ask("select pg_terminate_backend(" + pid + ")");
        assertThat(lost.join().code()).isEqualTo(Code.UNKNOWN_OUTCOME);
    }
}
