package dev.lockkeeper.target.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.Logins;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SqlFailuresTest {

    private static Database database;

    @BeforeAll
    static void prepare() {
        database = Databases.fresh("failures")
                .run("create table users (id int primary key, name text)", "insert into users values (1, 'Ada')");
    }

    @Test
    void lockTimeoutIsTransient() throws SQLException {
        try (Connection holder = database.connect()) {
            holder.setAutoCommit(false);
            holder.createStatement().execute("lock table users in access exclusive mode");
            Failure failure = failing("set lock_timeout = '50ms'; select * from users");
            assertThat(failure.code()).isEqualTo(Code.LOCK_NOT_GRANTED);
            assertThat(failure.message())
                    .startsWith("A lock was not granted in time while trying")
                    .contains("55P03");
        }
    }

    @Test
    void statementTimeoutSaysThatItTookTooLong() {
        Failure failure = failing("set statement_timeout = '50ms'; select pg_sleep(30)");
        assertThat(failure.code()).isEqualTo(Code.LOCK_NOT_GRANTED);
        assertThat(failure.message()).startsWith("The statement took longer than allowed");
    }

    @Test
    void cancelledStatementSaysThatSomebodyDidIt() {
        CompletableFuture<Failure> waiting =
                CompletableFuture.supplyAsync(() -> failing("select pg_sleep(30) /* to be cancelled */"));
        Awaitility.await().until(() -> !database.ask(cancel("to be cancelled", "pg_cancel_backend"))
                .equals("no row"));
        assertThat(waiting.join().code()).isEqualTo(Code.LOCK_NOT_GRANTED);
        assertThat(waiting.join().message()).startsWith("Somebody cancelled our statement");
    }

    @Test
    void aBrokenSocketBeneathAQuestionIsUnreachableToo() throws SQLException {
        try (Connection connection = database.connect()) {
            connection.setNetworkTimeout(Runnable::run, 50);
            Failure failure = catchThrowableOfType(Failure.class, () -> new Asking(connection)
                    .ask("asking slowly", sql -> sql.sql("select pg_sleep(30)::text")
                            .query(String.class)
                            .single()));
            assertThat(failure.code()).isEqualTo(Code.TARGET_UNREACHABLE);
        }
    }

    @Test
    void endedSessionIsUnreachableAndLost() {
        CompletableFuture<SQLException> waiting =
                CompletableFuture.supplyAsync(() -> thrown("select pg_sleep(30) /* to be ended */"));
        Awaitility.await().until(() -> !database.ask(cancel("to be ended", "pg_terminate_backend"))
                .equals("no row"));
        assertThat(SqlFailures.lost(waiting.join())).isTrue();
        assertThat(SqlFailures.of("trying", waiting.join()).code()).isEqualTo(Code.TARGET_UNREACHABLE);
    }

    @Test
    void eachSqlStateHasItsCode() {
        assertThat(failing("select * from nothing").code()).isEqualTo(Code.MISSING_OBJECT);
        assertThat(failing("select nothing from users").code()).isEqualTo(Code.MISSING_OBJECT);
        assertThat(failing("create table nowhere.users ()").code()).isEqualTo(Code.MISSING_OBJECT);
        assertThat(failing("begin read only; delete from users").code()).isEqualTo(Code.STATEMENT_FAILED);
        assertThat(failing("select 1 / 0").code()).isEqualTo(Code.STATEMENT_FAILED);
        for (String state : new String[] {"40001", "40P01"}) {
            assertThat(failing("do $$ begin raise sqlstate '" + state + "'; end $$")
                            .code())
                    .isEqualTo(Code.LOCK_NOT_GRANTED);
        }
    }

    @Test
    void readOnlyServerIsAdvisedAbout() {
        assertThat(failing("begin read only; delete from users").advice()).contains("read-only");
    }

    @Test
    void missingPrivilegeNamesTheProbe() {
        Database limited = Logins.limited(database);
        Failure failure = SqlFailures.of("trying", thrown(limited, "delete from users"));
        assertThat(failure.code()).isEqualTo(Code.MISSING_PRIVILEGE);
        assertThat(failure.advice()).contains("Probe");
    }

    @Test
    void serversMessageDetailHintAndPositionAreToldOnOneLine() {
        assertThat(failing("insert into users values (1, 'Bob')").message())
                .contains("duplicate key value violates unique constraint \"users_pkey\"")
                .contains("detail: Key (id)=(1) already exists")
                .contains("(SQLSTATE 23505)");
        assertThat(failing("select nmae from users").message())
                .contains("column \"nmae\" does not exist")
                .contains("hint: Perhaps you meant")
                .contains("at character 8")
                .doesNotContain("\n");
    }

    @Test
    void whatJdbcClientThrowsIsTurnedToo() {
        try (PostgresSession session = Given.open(database)) {
            Asking asking = new Asking(session.connection());
            Failure failure = catchThrowableOfType(
                    Failure.class,
                    () -> asking.ask("looking", sql -> sql.sql("select * from nothing")
                            .query(Long.class)
                            .single()));
            assertThat(failure.code()).isEqualTo(Code.MISSING_OBJECT);
            assertThat(failure.message()).contains("while looking");
        }
    }

    private static String cancel(String marker, String function) {
        return "select " + function
                + "(pid) from pg_stat_activity where state = 'active' and pid <> pg_backend_pid() and query like '%"
                + marker + " */'";
    }

    private static Failure failing(String sql) {
        return SqlFailures.of("trying", thrown(sql));
    }

    private static SQLException thrown(String sql) {
        return thrown(database, sql);
    }

    private static SQLException thrown(Database login, String sql) {
        try (Connection connection = login.connect()) {
            connection.createStatement().execute(sql);
        } catch (SQLException e) {
            return e;
        }
        throw new AssertionError("went well: " + sql);
    }
}
