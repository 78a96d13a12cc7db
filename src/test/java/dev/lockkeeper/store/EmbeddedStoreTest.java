package dev.lockkeeper.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStoreTest {

    @TempDir
    Path directory;

    private static String ask(StoreServer server, String sql) throws SQLException {
        try (Connection connection = StoreReach.connect(server.owner());
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void run(StoreServer server, String sql) throws SQLException {
        try (Connection connection = StoreReach.connect(server.owner());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private EmbeddedStore start() {
        return EmbeddedStore.start(directory, DataLock.take(directory));
    }

    @Test
    void whatWasWrittenIsThereAfterARestart() throws Exception {
        try (EmbeddedStore store = start()) {
            run(store, "create table kept as select 42 as n");
            assertThat(ask(store, "show fsync")).isEqualTo("on");
            assertThat(ask(store, "show synchronous_commit")).isEqualTo("on");
            assertThat(ask(store, "show listen_addresses")).isEqualTo("127.0.0.1");
        }
        try (EmbeddedStore store = start()) {
            assertThat(ask(store, "select n from kept")).isEqualTo("42");
        }
    }

    @Test
    void nobodyElseCanPutProgramsThereForUsToRun() throws Exception {
        try (EmbeddedStore store = start()) {
            assertThat(ask(store, "select 1")).isEqualTo("1");
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(directory.resolve("postgres-programs"))))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void itLetsNobodyInWithoutItsPassword() throws Exception {
        try (EmbeddedStore store = start()) {
            assertThatThrownBy(() -> DriverManager.getConnection(store.address().url(), "postgres", "guess"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
            Path password = directory.resolve("postgres-password");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(password)))
                    .isEqualTo("rw-------");
            assertThat(Files.readString(directory.resolve("postgres.log"))).doesNotContain(Files.readString(password));
        }
    }

    @Test
    void aSecondServerIsRefusedAndToldWhoIsThere() throws Exception {
        try (EmbeddedStore store = start()) {
            store.nowOnPort(8123);
            assertThatThrownBy(() -> DataLock.take(directory)).isInstanceOfSatisfying(Failure.class, failure -> {
                assertThat(failure.code()).isEqualTo(Code.DATA_IN_USE);
                assertThat(failure.message())
                        .contains(
                                directory.toString(),
                                "process " + ProcessHandle.current().pid(),
                                "port 8123");
            });
            assertThat(ask(store, "select 1")).isEqualTo("1");
        }
        DataLock.take(directory).close();
    }

    @Test
    void aServerThatWasKilledLeavesNothingInTheWay() throws Exception {
        Process server = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Killed.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var lines = server.inputReader()) {
            assertThat(lines.lines().anyMatch("written"::equals)).isTrue();
            long orphan = Long.parseLong(Files.readAllLines(directory.resolve("postgres/postmaster.pid"))
                    .getFirst());
            server.destroyForcibly();
            assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(ProcessHandle.of(orphan)).isPresent();
        }
        try (EmbeddedStore store = start()) {
            assertThat(ask(store, "select n from kept")).isEqualTo("7");
        }
    }

    /** A server of its own process, to be killed. */
    static final class Killed {
        private Killed() {}

        public static void main(String[] arguments) throws Exception {
            Path directory = Path.of(arguments[0]);
            EmbeddedStore store = EmbeddedStore.start(directory, DataLock.take(directory));
            run(store, "create table kept as select 7 as n");
            System.out.println("written");
            Thread.currentThread().join();
        }
    }

    @Test
    void aStrangerWithTheNumberOfAnOldServerIsLeftAlone() throws Exception {
        start().close();
        Process stranger = new ProcessBuilder("sleep", "600").start();
        Files.writeString(
                directory.resolve("postgres/postmaster.pid"),
                stranger.pid() + "\n" + directory.resolve("postgres") + "\n1\n5432\n\nlocalhost\n");
        try (EmbeddedStore store = start()) {
            assertThat(ask(store, "select 1")).isEqualTo("1");
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }
}
