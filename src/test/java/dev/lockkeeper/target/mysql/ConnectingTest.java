package dev.lockkeeper.target.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.MysqlDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class ConnectingTest {

    private final Database database = MysqlDatabases.fresh("connecting");

    @Test
    void whatStatementsMeanIsPinned() throws SQLException {
        try (Connection connection = Given.connection(database)) {
            Sending sql = new Sending(connection);
            assertThat(sql.first("select @@session.sql_mode")).hasValueSatisfying(mode -> assertThat(mode.split(","))
                    .containsExactlyInAnyOrder(Connecting.SQL_MODE.split(",")));
            assertThat(sql.first("select @@session.time_zone")).hasValue("+00:00");
            assertThat(sql.first("select @@session.lock_wait_timeout")).hasValue("1");
            assertThat(sql.first("select @@session.innodb_lock_wait_timeout")).hasValue("1");
            assertThat(sql.first("select @@session.character_set_client")).hasValue("utf8mb4");
            assertThat(sql.first("select char_length('grün 🐘')")).hasValue("6");
            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
        }
    }

    @Test
    void textOfAnyKindComesBackAsItWas() throws SQLException {
        String odd = "it's a \"test\" \\ with \\' `ticks`, a line\nbreak, a \0 and 100 % 🐘";
        try (Connection connection = Given.connection(database)) {
            assertThat(new Sending(connection).first("select " + Quoting.literal(odd)))
                    .hasValue(odd);
        }
    }

    @Test
    void aSessionCarriesItsNameAndRunUntilItEnds() throws SQLException {
        try (Connection looking = Given.connection(database, "lockkeeper board")) {
            String id;
            try (Connection run = Given.connection(database, "lockkeeper run 4207 expand")) {
                id = new Sending(run).first("select connection_id()").orElseThrow();
                assertThat(ask(looking, SessionName.isOurs(), id)).isEqualTo("1");
                assertThat(ask(looking, SessionName.RUN_OF_P, id)).isEqualTo("4207");
                assertThat(ask(looking, SessionName.isNamed("lockkeeper run 4207 expand"), id))
                        .isEqualTo("1");
                assertThat(ask(looking, SessionName.isNamed("lockkeeper run 420 expand"), id))
                        .isEqualTo("0");
            }
            String gone = id;
            org.awaitility.Awaitility.await()
                    .until(() -> ask(looking, SessionName.isOurs(), gone).equals("0"));
            assertThat(ask(looking, "coalesce(" + SessionName.RUN_OF_P + ", 'none')", id))
                    .isEqualTo("none");
        }
    }

    @Test
    void aServerThatSaysNothingIsGivenUpSometime() throws SQLException {
        try (MysqlSession session = Given.open(database)) {
            assertThat(session.connection().getNetworkTimeout()).isEqualTo(70_000);
            session.ledger().install();
            session.ledger().open(1, "digest", "server", false, 1);
            session.ask("select 1", java.time.Duration.ZERO);
            assertThat(session.connection().getNetworkTimeout())
                    .as("limits of single statements do not stay")
                    .isEqualTo(70_000);
        }
    }

    @Test
    void twoStatementsInOneTextAreRefused() throws SQLException {
        try (Connection connection = Given.connection(database)) {
            SQLException refused = catchThrowableOfType(
                    SQLException.class, () -> new Sending(connection).run("select 1; drop table users"));
            assertThat(SqlFailures.number(refused)).isEqualTo(1064);
        }
    }

    @Test
    void aWarningOfAWriteIsAFailure() throws SQLException {
        database.run("create table narrow (v varchar(3), n int)", "insert into narrow values ('abc', 1)");
        try (Connection connection = Given.connection(database)) {
            Sending sql = new Sending(connection);
            SQLException warned = catchThrowableOfType(
                    SQLException.class, () -> sql.update("insert ignore into narrow values ('abcd', 2)"));
            assertThat(SqlFailures.number(warned)).isEqualTo(1265);
            assertThat(sql.update("update narrow set v = 'abd' where n = 1")).isEqualTo(1);
            sql.runStrictly("create table if not exists narrow (v int)");
        }
    }

    @Test
    void aWrongPasswordIsALoginRefused() {
        Database wrong = new Database(database.url(), database.username(), "canary");
        Failure failure = catchThrowableOfType(Failure.class, () -> Given.connection(wrong));
        assertThat(failure.code()).isEqualTo(Code.LOGIN_REFUSED);
        assertThat(failure.getMessage()).doesNotContain("canary");
    }

    @Test
    void nobodyThereIsUnreachable() {
        Database nowhere = new Database("jdbc:mysql://localhost:1/shop", "ann", "any");
        Failure failure = catchThrowableOfType(Failure.class, () -> Given.connection(nowhere));
        assertThat(failure.code()).isEqualTo(Code.TARGET_UNREACHABLE);
    }

    private static String ask(Connection connection, String question, String id) throws SQLException {
        return new Sending(connection)
                .first("select " + question + " from (select " + id + " as id) p")
                .orElse("null");
    }
}
