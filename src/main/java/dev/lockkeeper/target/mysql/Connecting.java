package dev.lockkeeper.target.mysql;

import com.mysql.cj.jdbc.Driver;
import dev.lockkeeper.target.Silence;
import dev.lockkeeper.target.TargetAccess;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;

/**
 * Opens connections and pins what statements mean on them, whatever the server's own settings are, and sets limits, so that nothing of
 * ours hangs or holds a lock for ever even where nobody thought of it.
 *
 * <p>The limits are the session's defaults: who needs another sets it for its statement and puts it back with {@link Limits#DEFAULTS}.
 */
final class Connecting {

    /** What a statement may take unless its mode says otherwise; MySQL knows this limit for queries only. */
    static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(60);

    /** The default lock budget of the design, for rows and for tables; whole seconds, at least one. */
    static final Duration LOCK_TIMEOUT = Duration.ofSeconds(1);

    private static final int CONNECT_SECONDS = 5;

    /** As on PostgreSQL, so that a session has one name everywhere. */
    private static final int APPLICATION_BYTES = 63;

    /**
     * Without {@code ANSI_QUOTES}, {@code NO_BACKSLASH_ESCAPES} and {@code PIPES_AS_CONCAT}: {@link Quoting} relies on it, and authors know
     * it so. Strict, because a value that does not fit must be an error.
     */
    static final String SQL_MODE =
            "STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO";

    /**
     * What texts mean. Messages are asked for in English, although errors are told by number only. {@code sql_safe_updates} and
     * {@code sql_select_limit} may be set by an {@code init_connect} of the server's.
     */
    private static final String MEANING =
            """
            set session sql_mode = '%s', time_zone = '+00:00', lc_messages = 'en_US', foreign_key_checks = 1, unique_checks = 1,
                innodb_strict_mode = 1, sql_safe_updates = 0, sql_select_limit = 18446744073709551615, group_concat_max_len = 1000000
                /*!80000 , information_schema_stats_expiry = 0 */
            """
                    .formatted(SQL_MODE)
                    .strip();

    /** Gap locks of repeatable read would hold up inserts beside a chunk. */
    private static final String ISOLATION = "set session transaction isolation level read committed";

    private Connecting() {}

    static Connection open(TargetAccess access, String application) {
        try {
            return connect(access, application);
        } catch (SQLException e) {
            throw SqlFailures.of("connecting to '" + access.target().name() + "'", e);
        }
    }

    static Connection connect(TargetAccess access, String application) throws SQLException {
        Properties properties = settings(application);
        properties.setProperty("user", access.target().username());
        properties.setProperty("password", access.password());
        Connection connection = new Driver().connect(access.target().url(), properties);
        if (connection == null) {
            throw new IllegalStateException(
                    "the driver does not know the address of " + access.target().name());
        }
        return prepared(connection, cut(application));
    }

    /** What every connection begins with, one statement each. */
    private static List<String> beginnings(String application) {
        return List.of(MEANING, ISOLATION, Limits.DEFAULTS, SessionName.take(application));
    }

    /** Closes the connection when that fails. */
    private static Connection prepared(Connection connection, String application) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String beginning : beginnings(application)) {
                statement.execute(beginning);
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** What the driver is told besides the login. */
    private static Properties settings(String application) {
        Properties properties = new Properties();
        properties.setProperty(
                "connectionAttributes", "program_name:" + cut(application).replaceAll("[,:]", " "));
        properties.setProperty("connectTimeout", String.valueOf(CONNECT_SECONDS * 1000));
        // DDL is silent while it works: what may take longer says so to Silence, and dead peers are found by
        // keep-alive.
        properties.setProperty("socketTimeout", String.valueOf(Silence.ANYWHERE.toMillis()));
        properties.setProperty("socketFactory", KeptAlive.class.getName());
        properties.setProperty("characterEncoding", "UTF-8");
        // Times come and go as the server writes them, in UTC.
        properties.setProperty("connectionTimeZone", "UTC");
        properties.setProperty("forceConnectionTimeZoneToSession", "false");
        properties.setProperty("useServerPrepStmts", "false");
        properties.setProperty("allowMultiQueries", "false");
        properties.setProperty("allowLoadLocalInfile", "false");
        properties.setProperty("tinyInt1isBit", "false");
        properties.setProperty("yearIsDateType", "false");
        // Our own sql_mode is strict, and warnings are looked at by Sending.
        properties.setProperty("jdbcCompliantTruncation", "false");
        // Counts are of rows found, as on PostgreSQL: a row written as it was counts too.
        properties.setProperty("useAffectedRows", "false");
        properties.setProperty("dontTrackOpenResources", "true");
        return properties;
    }

    static String cut(String application) {
        String ascii = application.replaceAll("[^\\x20-\\x7E]", "?");
        byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
        return bytes.length <= APPLICATION_BYTES ? ascii : ascii.substring(0, APPLICATION_BYTES);
    }
}
