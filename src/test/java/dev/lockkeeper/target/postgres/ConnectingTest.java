package dev.lockkeeper.target.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.target.TargetAccess;
import dev.lockkeeper.target.TargetSession;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.Logins;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ConnectingTest {

    private static final String CANARY = "canary-9f1c-Pa55word";
    private static final PostgresDialect DIALECT = new PostgresDialect();
    private static Database database;

    @BeforeAll
    static void prepare() {
        database = Databases.fresh("connecting");
    }

    @AfterAll
    static void close() {
        DIALECT.close();
    }

    @Test
    void wrongPasswordIsRefusedWithoutShowingIt() {
        Database login = Logins.guarded(database, "right");
        refusedBothWays(new Database(login.url(), login.username(), CANARY), Code.LOGIN_REFUSED);
    }

    @Test
    void serverThatIsDownIsUnreachable() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        refusedBothWays(
                new Database("jdbc:postgresql://localhost:" + port + "/shop", "somebody", CANARY),
                Code.TARGET_UNREACHABLE);
    }

    @Test
    void unknownHostIsUnreachable() {
        refusedBothWays(
                new Database("jdbc:postgresql://no-such-host.invalid/shop", "somebody", CANARY),
                Code.TARGET_UNREACHABLE);
    }

    @Test
    void unknownDatabaseIsNamed() {
        Database other = new Database(database.url().replace("/connecting", "/nowhere"), database.username(), CANARY);
        assertThat(refusedBothWays(other, Code.MISSING_OBJECT)).contains("nowhere");
    }

    @Test
    void everySessionHasLimitsUtcAndItsName() {
        try (PostgresSession session = Given.open(database, "lockkeeper run 42 expand")) {
            assertThat(setting(session, "statement_timeout")).isEqualTo("1min");
            assertThat(setting(session, "lock_timeout")).isEqualTo("1s");
            assertThat(setting(session, "idle_in_transaction_session_timeout")).isEqualTo("1min");
            assertThat(setting(session, "TimeZone")).isEqualTo("UTC");
            assertThat(setting(session, "DateStyle")).startsWith("ISO");
            assertThat(setting(session, "row_security")).isEqualTo("off");
            assertThat(setting(session, "application_name")).isEqualTo("lockkeeper run 42 expand");
        }
    }

    @Test
    void borrowedSessionsHaveTheLimitsToo() {
        try (TargetSession session = DIALECT.borrow(Given.access(database))) {
            assertThat(setting((PostgresSession) session, "statement_timeout")).isEqualTo("1min");
            assertThat(setting((PostgresSession) session, "TimeZone")).isEqualTo("UTC");
        }
    }

    @Test
    void transactionLimitOfTheServerIsLiftedForUs() {
        Database limited = Logins.limited(database);
        database.run("alter role " + Logins.quoted(limited.username()) + " set transaction_timeout = '5s'");
        try (PostgresSession session = Given.open(limited)) {
            assertThat(setting(session, "transaction_timeout")).isEqualTo("0");
        }
    }

    @Test
    void longApplicationNamesAreCutAndOddCharactersReplaced() {
        try (PostgresSession session = Given.open(database, "lockkeeper run 42 é" + "x".repeat(100))) {
            assertThat(setting(session, "application_name")).hasSize(63).startsWith("lockkeeper run 42 ?xxx");
        }
    }

    @Test
    void closedSessionGoesBackToThePoolAndIsGivenAgain() {
        TargetAccess access = Given.access(database);
        long first = borrowedPid(access);
        assertThat(borrowedPid(access)).isEqualTo(first);
        DIALECT.forget(access.target());
        assertThat(borrowedPid(access)).isNotEqualTo(first);
    }

    @Test
    void newLoginGetsNewConnections() {
        Database old = Logins.limited(database);
        Database fresh = Logins.limited(database);
        borrowedPid(Given.access(77_001, old));
        try (TargetSession session = DIALECT.borrow(Given.access(77_001, fresh))) {
            assertThat(ask((PostgresSession) session, "select current_user")).isEqualTo(fresh.username());
        }
    }

    @Test
    void rowsHiddenByAPolicyAreAnErrorAndNotSilence() {
        Database login = Logins.limited(database);
        database.run(
                "create table hidden (id int)",
                "alter table hidden enable row level security",
                "grant select on hidden to " + Logins.quoted(login.username()));
        try (PostgresSession session = Given.open(login)) {
            Failure failure =
                    catchThrowableOfType(Failure.class, () -> ask(session, "select count(*)::text from hidden"));
            assertThat(failure.code()).isEqualTo(Code.MISSING_PRIVILEGE);
        }
    }

    private static long borrowedPid(TargetAccess access) {
        try (TargetSession session = DIALECT.borrow(access)) {
            return Long.parseLong(ask((PostgresSession) session, "select pg_backend_pid()::text"));
        }
    }

    private static String setting(PostgresSession session, String name) {
        return ask(session, "select current_setting('" + name + "')");
    }

    private static String ask(PostgresSession session, String query) {
        try (var statement = session.connection().createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw SqlFailures.of("asking", e);
        }
    }

    private static String refusedBothWays(Database login, Code code) {
        TargetAccess access = Given.access(login);
        return refused(access, a -> DIALECT.open(a, "lockkeeper test"), code) + refused(access, DIALECT::borrow, code);
    }

    private static String refused(TargetAccess access, Function<TargetAccess, TargetSession> how, Code code) {
        Failure failure =
                catchThrowableOfType(Failure.class, () -> how.apply(access).close());
        assertThat(failure).isNotNull();
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.message()).contains("'shop'");
        assertThat(failure.advice()).isNotBlank();
        for (Throwable at = failure; at != null; at = at.getCause()) {
            assertThat(String.valueOf(at)).doesNotContain(CANARY);
        }
        return failure.message();
    }
}
