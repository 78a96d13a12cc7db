package dev.lockkeeper.store;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Throw-away databases on the embedded store's server, in which an author's DDL may run without reaching the store: with a login of
 * their own that can connect to nothing else. Where that cannot be had there is no sandbox, and it says why.
 */
@Component
public class Sandbox {

    private static final Logger LOG = LoggerFactory.getLogger(Sandbox.class);
    private static final int PATIENCE_SECONDS = 12;

    private final StoreServer server;
    private final boolean wanted;
    private final SecureRandom random = new SecureRandom();
    private @Nullable SandboxLogin login;
    private volatile @Nullable String trouble;

    Sandbox(StoreServer server, @Value("${lockkeeper.measure:true}") boolean wanted) {
        this.server = server;
        this.wanted = wanted;
    }

    /** What is done in a throw-away database. */
    @FunctionalInterface
    public interface Work<T> {
        /** @param connection with the sandbox's own login, in autocommit mode */
        T in(Connection connection) throws SQLException;
    }

    /** Why there is none, for people; empty as far as is known. */
    public Optional<String> unavailable() {
        if (!wanted) {
            return Optional.of("lockkeeper.measure is false");
        }
        if (!(server instanceof EmbeddedStore)) {
            return Optional.of("the store is not the embedded one, and nothing is tried on a server of somebody else");
        }
        return Optional.ofNullable(trouble);
    }

    /** Makes the login and drops what an earlier server left. Once a server; does nothing where there is no sandbox. */
    public synchronized void prepare() {
        if (login != null || unavailable().isPresent()) {
            return;
        }
        SandboxLogin fresh = new SandboxLogin(server.address().username(), random(24));
        try (Connection owner = connect(server.owner())) {
            fresh.make(owner);
            login = fresh;
        } catch (SQLException | IllegalStateException e) {
            trouble = "the embedded store's server cannot keep a login of its own apart: " + e.getMessage();
            LOG.warn("Locks are predicted and not measured: {}", trouble, e);
        }
    }

    /**
     * Runs the work in a database of its own, which is gone afterwards. One at a time.
     *
     * @throws IllegalStateException where there is no sandbox
     */
    public synchronized <T> T within(Work<T> work) throws SQLException {
        prepare();
        SandboxLogin as = login;
        if (as == null) {
            throw new IllegalStateException(
                    "there is no sandbox: " + unavailable().orElse("it is not made"));
        }
        String database = SandboxLogin.PREFIX + random(8);
        try {
            make(as, database);
            try (Connection connection = entered(as, database)) {
                connection.setNetworkTimeout(Runnable::run, PATIENCE_SECONDS * 1000);
                return work.in(connection);
            }
        } finally {
            drop(database);
        }
    }

    /** Whoever started on the same store after us has given the login a password of its own. */
    private Connection entered(SandboxLogin as, String database) throws SQLException {
        try {
            return as.connect(at(database));
        } catch (SQLException e) {
            if (!PSQLState.INVALID_PASSWORD.getState().equals(e.getSQLState())) {
                throw e;
            }
            try (Connection owner = connect(server.owner())) {
                as.secure(owner);
            }
            return as.connect(at(database));
        }
    }

    private void make(SandboxLogin as, String database) throws SQLException {
        try (Connection owner = connect(server.owner());
                Statement statement = owner.createStatement()) {
            // Ours: hexadecimal digits only. Of template0, since somebody may have put something into template1.
            statement.execute("create database " + database + " template template0 connection limit 3");
            statement.execute("revoke all on database " + database + " from public");
        }
        try (Connection inside = connect(new StoreAddress(
                at(database), server.owner().username(), server.owner().password()))) {
            as.fence(inside, database);
        }
    }

    private void drop(String database) {
        try (Connection owner = connect(server.owner());
                Statement statement = owner.createStatement()) {
            statement.execute("drop database if exists " + database + " with (force)");
        } catch (SQLException e) {
            LOG.warn("The throw-away database {} is still there; the next start drops it", database, e);
        }
    }

    /** The same server, another database. */
    private String at(String database) {
        String url = server.owner().url();
        return url.substring(0, url.lastIndexOf('/') + 1) + database;
    }

    private static Connection connect(StoreAddress address) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", String.valueOf(address.username()));
        properties.setProperty("password", String.valueOf(address.password()));
        properties.setProperty("ApplicationName", "lockkeeper sandbox");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", String.valueOf(PATIENCE_SECONDS));
        return DriverManager.getConnection(address.url(), properties);
    }

    private String random(int bytes) {
        byte[] drawn = new byte[bytes];
        random.nextBytes(drawn);
        return HexFormat.of().formatHex(drawn);
    }
}
