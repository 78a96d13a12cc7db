package dev.lockkeeper.target.postgres;

import dev.lockkeeper.target.KeepAlive;
import dev.lockkeeper.target.Silence;
import dev.lockkeeper.target.TargetAccess;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.postgresql.Driver;

/**
 * Opens connections and sets limits on each, so that nothing of ours hangs or holds a lock for ever even where nobody thought of it.
 *
 * <p>The limits are the session's defaults: who needs another (an index build has none) sets it, best with {@code set local}.
 */
final class Connecting {

    /** What a statement may take unless its mode says otherwise. */
    static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(60);

    /** The default lock budget of the design. */
    static final Duration LOCK_TIMEOUT = Duration.ofSeconds(1);

    /** The server ends a transaction of ours whose server of ours has died or sleeps. */
    static final Duration IDLE_IN_TRANSACTION = Duration.ofSeconds(60);

    private static final int CONNECT_SECONDS = 5;

    /** {@code NAMEDATALEN - 1}: the server would cut it there too. */
    private static final int APPLICATION_BYTES = 63;

    /**
     * The driver sends ISO dates and the zone of our machine when it connects, so the zone has to be set afterwards. With {@code row_security} off a
     * policy that hides rows makes a statement fail; left on, an update would skip those rows and report success. The server probes as
     * often as we do, so that a machine of ours that lost its power does not keep its locks for hours.
     */
    static final String DEFAULTS =
            """
            set statement_timeout = '%d ms';
            set lock_timeout = '%d ms';
            set idle_in_transaction_session_timeout = '%d ms';
            set time zone 'UTC';
            set standard_conforming_strings = on;
            set backslash_quote = safe_encoding;
            set row_security = off;
            set tcp_keepalives_idle = %d;
            set tcp_keepalives_interval = %d;
            set tcp_keepalives_count = %d
            """
                    .formatted(
                            STATEMENT_TIMEOUT.toMillis(),
                            LOCK_TIMEOUT.toMillis(),
                            IDLE_IN_TRANSACTION.toMillis(),
                            KeepAlive.IDLE_SECONDS,
                            KeepAlive.INTERVAL_SECONDS,
                            KeepAlive.COUNT);

    /** A server of 17 or later may have a limit on whole transactions, which would end a long validation half-way. */
    private static final String WITHOUT_TRANSACTION_LIMIT =
            "select set_config(name, '0', false) from pg_settings where name = 'transaction_timeout'";

    private Connecting() {}

    static Connection open(TargetAccess access, String application) {
        String doing = "connecting to '" + access.target().name() + "'";
        try {
            Properties properties = settings(application);
            properties.setProperty("user", access.target().username());
            properties.setProperty("password", access.password());
            Connection connection = new Driver().connect(access.target().url(), properties);
            if (connection == null) {
                throw new IllegalStateException("the driver does not know the address of "
                        + access.target().name());
            }
            return prepared(connection);
        } catch (SQLException e) {
            throw SqlFailures.of(doing, e);
        }
    }

    /** Sets the limits; closes the connection when that fails. */
    private static Connection prepared(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(DEFAULTS);
            statement.execute(WITHOUT_TRANSACTION_LIMIT);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** What the driver is told besides the login. */
    static Properties settings(String application) {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", cut(application));
        properties.setProperty("connectTimeout", String.valueOf(CONNECT_SECONDS));
        // Covers a server that accepts and then says nothing.
        properties.setProperty("loginTimeout", String.valueOf(2 * CONNECT_SECONDS));
        properties.setProperty("socketTimeout", String.valueOf(Silence.ANYWHERE.toSeconds()));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("socketFactory", KeptAlive.class.getName());
        return properties;
    }

    private static String cut(String application) {
        String ascii = application.replaceAll("[^\\x20-\\x7E]", "?");
        byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
        return bytes.length <= APPLICATION_BYTES ? ascii : ascii.substring(0, APPLICATION_BYTES);
    }
}
