package dev.lockkeeper.store;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL of our own. Data in {@code DIR/postgres}, the unpacked programs in {@code DIR/postgres-programs}, the
 * password in {@code DIR/postgres-password} (mode 600), its log in {@code DIR/postgres.log}; on a free port of the
 * loopback interface.
 */
final class EmbeddedStore implements StoreServer {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedStore.class);
    private static final String DATABASE = "lockkeeper";
    private static final String OWNER = "postgres";

    /** What the server works with: no superuser, so that the store can refuse it something. */
    private static final String USER = "lockkeeper";

    private static final long LOG_LIMIT = 10_000_000;

    private final DataLock lock;
    private final EmbeddedPostgres postgres;
    private final StoreAddress address;
    private final StoreAddress owner;

    private EmbeddedStore(DataLock lock, EmbeddedPostgres postgres, StoreAddress address, StoreAddress owner) {
        this.lock = lock;
        this.postgres = postgres;
        this.address = address;
        this.owner = owner;
    }

    /** @param lock on that directory; released when the store does not start */
    static EmbeddedStore start(Path directory, DataLock lock) {
        try {
            Path data = directory.resolve("postgres");
            Orphan.stop(data);
            String password = password(directory.resolve("postgres-password"));
            EmbeddedPostgres postgres = postgres(directory, data, password).start();
            createDatabase(postgres);
            createUser(postgres, password);
            String url = "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + DATABASE;
            return new EmbeddedStore(
                    lock, postgres, new StoreAddress(url, USER, password), new StoreAddress(url, OWNER, password));
        } catch (IOException | SQLException | IllegalStateException e) {
            lock.close();
            throw new Failure(
                    Code.STORE_UNREACHABLE,
                    "The embedded store under " + directory + " did not start: " + e.getMessage() + ".",
                    "Look into " + directory.resolve("postgres.log")
                            + ", or set LOCKKEEPER_STORE_URL to a PostgreSQL of your own.",
                    e);
        } catch (Failure e) {
            lock.close();
            throw e;
        }
    }

    private static EmbeddedPostgres.Builder postgres(Path directory, Path data, String password) throws IOException {
        Path programs = directory.resolve("postgres-programs");
        Files.createDirectories(programs);
        // The library opens the folder that it unpacks into to everybody, who could then put programs of their own
        // there for us to run.
        Files.setPosixFilePermissions(programs, PosixFilePermissions.fromString("rwx------"));
        Path log = directory.resolve("postgres.log");
        if (Files.exists(log) && Files.size(log) > LOG_LIMIT) {
            Files.move(log, directory.resolve("postgres.log.1"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(programs.resolve("unpacked").toFile())
                .setRegisterShutdownHook(false)
                .setOutputRedirector(Redirect.appendTo(log.toFile()))
                .setErrorRedirector(Redirect.appendTo(log.toFile()))
                .setPGStartupWait(Duration.ofMinutes(2))
                .setConnectConfig("password", password);
        initialised(builder, directory);
        return configured(builder);
    }

    /** Options of {@code initdb}; the library passes what it calls locale settings on as they are. */
    private static void initialised(EmbeddedPostgres.Builder builder, Path directory) {
        builder.setLocaleConfig("locale", "C")
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8")
                .setLocaleConfig("auth-local", "scram-sha-256")
                .setLocaleConfig("auth-host", "scram-sha-256")
                .setLocaleConfig(
                        "pwfile", directory.resolve("postgres-password").toString());
    }

    private static EmbeddedPostgres.Builder configured(EmbeddedPostgres.Builder builder) {
        return builder
                // The library is made for tests and turns these off; here they keep what was committed.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("max_connections", "60")
                .setServerConfig("shared_buffers", "32MB")
                .setServerConfig("max_wal_size", "256MB")
                .setServerConfig("log_min_messages", "warning")
                .setServerConfig("log_checkpoints", "off");
    }

    private static String password(Path file) throws IOException {
        if (Files.exists(file)) {
            return Files.readString(file).strip();
        }
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, password);
        return password;
    }

    private static void createDatabase(EmbeddedPostgres postgres) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            try (var found = statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")) {
                if (found.next()) {
                    return;
                }
            }
            statement.execute("create database " + DATABASE);
        }
    }

    private static void createUser(EmbeddedPostgres postgres, String password) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            try (var found = statement.executeQuery("select 1 from pg_roles where rolname = '" + USER + "'")) {
                if (found.next()) {
                    return;
                }
            }
            // Ours: hexadecimal digits only.
            statement.execute("create role " + USER + " login password '" + password + "'");
        }
    }

    @Override
    public StoreAddress address() {
        return address;
    }

    @Override
    public StoreAddress owner() {
        return owner;
    }

    /** Called once the server listens. */
    void nowOnPort(int port) {
        lock.nowOnPort(port);
    }

    @Override
    public void close() {
        try {
            postgres.close();
        } catch (IOException e) {
            LOG.warn("The embedded store did not stop cleanly; the next start recovers it", e);
        }
        lock.close();
    }
}
