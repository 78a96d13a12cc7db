package dev.lockkeeper.cli;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The database that the demo migrates: a PostgreSQL of its own, as somebody's shop might have it. */
final class DemoTarget implements AutoCloseable {

    /** The owner of the tables, by whom Lockkeeper signs in. */
    static final String USER = "shop";

    private static final String DATABASE = "shop";
    private static final int PATIENCE_SECONDS = 20;

    private final EmbeddedPostgres postgres;
    private final String password;

    private DemoTarget(EmbeddedPostgres postgres, String password) {
        this.postgres = postgres;
        this.password = password;
    }

    /** @param password of the superuser and of {@link #USER} */
    static DemoTarget start(Path directory, String password) throws IOException {
        Files.createDirectories(directory);
        Path data = directory.resolve("postgres");
        stopOrphan(data);
        Path passwordFile = passwordFile(directory, password);
        try {
            Path log = directory.resolve("postgres.log");
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setOverrideWorkingDirectory(
                            directory.resolveSibling("postgres-programs").toFile())
                    .setRegisterShutdownHook(false)
                    .setOutputRedirector(Redirect.appendTo(log.toFile()))
                    .setErrorRedirector(Redirect.appendTo(log.toFile()))
                    .setPGStartupWait(Duration.ofMinutes(2))
                    .setConnectConfig("password", password)
                    // The library passes what it calls locale settings on to initdb as they are.
                    .setLocaleConfig("locale", "C")
                    .setLocaleConfig("locale-provider", "builtin")
                    .setLocaleConfig("builtin-locale", "C.UTF-8")
                    .setLocaleConfig("auth-local", "scram-sha-256")
                    .setLocaleConfig("auth-host", "scram-sha-256")
                    .setLocaleConfig("pwfile", passwordFile.toString())
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("unix_socket_directories", "")
                    .setServerConfig("max_connections", "60")
                    .setServerConfig("shared_buffers", "128MB")
                    .setServerConfig("max_wal_size", "1GB")
                    .start();
            return new DemoTarget(postgres, password);
        } catch (IllegalStateException e) {
            throw new IOException(
                    "The demo's database did not start, see " + directory.resolve("postgres.log") + ": "
                            + e.getMessage(),
                    e);
        } finally {
            Files.delete(passwordFile);
        }
    }

    private static Path passwordFile(Path directory, String password) throws IOException {
        var onlyUs = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        return Files.writeString(Files.createTempFile(directory, "password", "", onlyUs), password);
    }

    /** Makes and fills what is not there; all in one transaction, so that a demo that was stopped halfway begins again. */
    void fill(int users) throws IOException {
        try {
            if (!exists()) {
                create();
            }
            try (Connection connection = DriverManager.getConnection(url(), USER, password)) {
                DemoData.fill(connection, users);
            }
        } catch (SQLException e) {
            throw new IOException("The demo's database could not be filled: " + e.getMessage(), e);
        }
    }

    private boolean exists() throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                var found = statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")) {
            return found.next();
        }
    }

    /** The role first: it may be there from a start that was stopped between the two. The password has letters and digits only. */
    private void create() throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("drop role if exists " + USER);
            statement.execute("create role " + USER + " login password '" + password
                    + "' in role pg_read_all_stats, pg_signal_backend");
            statement.execute("create database " + DATABASE + " owner " + USER);
        }
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + DATABASE;
    }

    @Override
    public void close() {
        try {
            postgres.close();
        } catch (IOException e) {
            System.err.println(
                    "The demo's database did not stop cleanly; the next start recovers it: " + e.getMessage());
        }
    }

    /** One that outlived its demo, because that was killed: only a process that works on our data directory. */
    private static void stopOrphan(Path data) throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        List<String> lines = Files.readAllLines(pidFile);
        Optional<ProcessHandle> ours = lines.isEmpty()
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                        .filter(process ->
                                process.info().commandLine().orElse("").contains(data.toString()));
        if (ours.isPresent()) {
            stop(ours.get());
        }
        Files.deleteIfExists(pidFile);
    }

    /** INT is PostgreSQL's fast shutdown. */
    private static void stop(ProcessHandle process) throws IOException {
        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                .inheritIO()
                .start();
        try {
            process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IOException(
                    "The demo's database of an earlier start (process " + process.pid()
                            + ") does not stop; stop it first.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
