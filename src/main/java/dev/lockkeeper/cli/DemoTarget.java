package dev.lockkeeper.cli;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** The database that the demo migrates: a PostgreSQL of its own, as somebody's shop might have it. */
final class DemoTarget implements AutoCloseable {

    /** The owner of the tables, by whom Lockkeeper signs in. */
    static final String USER = "shop";

    private static final String DATABASE = "shop";

    private final FileChannel lock;
    private final EmbeddedPostgres postgres;
    private final String password;

    private DemoTarget(FileChannel lock, EmbeddedPostgres postgres, String password) {
        this.lock = lock;
        this.postgres = postgres;
        this.password = password;
    }

    /** @param password of the superuser and of {@link #USER} */
    static DemoTarget start(Path directory, String password) throws IOException {
        DemoFolder folder = new DemoFolder(directory);
        FileChannel lock = folder.lock();
        Path data = directory.resolve("postgres");
        Path passwordFile = folder.secret(password);
        try {
            // INT is PostgreSQL's fast shutdown.
            DemoFolder.stopOrphan(data.resolve("postmaster.pid"), data, "INT");
            EmbeddedPostgres.Builder builder =
                    postgres(directory, data).setPort(folder.lastPort()).setConnectConfig("password", password);
            EmbeddedPostgres postgres = initialised(builder, passwordFile).start();
            folder.keepPort(postgres.getPort());
            return new DemoTarget(lock, postgres, password);
        } catch (IOException | IllegalStateException e) {
            lock.close();
            throw new IOException(
                    "The demo's database did not start, see " + directory.resolve("postgres.log") + ": "
                            + e.getMessage(),
                    e);
        } finally {
            Files.delete(passwordFile);
        }
    }

    private static EmbeddedPostgres.Builder postgres(Path directory, Path data) {
        Redirect log = Redirect.appendTo(directory.resolve("postgres.log").toFile());
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(directory
                        .resolveSibling("postgres-programs")
                        .resolve("unpacked")
                        .toFile())
                .setRegisterShutdownHook(false)
                .setOutputRedirector(log)
                .setErrorRedirector(log)
                .setPGStartupWait(Duration.ofMinutes(2))
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("max_connections", "60")
                .setServerConfig("shared_buffers", "128MB")
                .setServerConfig("max_wal_size", "1GB");
    }

    /** The library passes what it calls locale settings on to {@code initdb} as they are. */
    private static EmbeddedPostgres.Builder initialised(EmbeddedPostgres.Builder builder, Path passwordFile) {
        return builder.setLocaleConfig("locale", "C")
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8")
                .setLocaleConfig("auth-local", "scram-sha-256")
                .setLocaleConfig("auth-host", "scram-sha-256")
                .setLocaleConfig("pwfile", passwordFile.toString());
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
            lock.close();
        } catch (IOException e) {
            System.err.println(
                    "The demo's database did not stop cleanly; the next start recovers it: " + e.getMessage());
        }
    }
}
