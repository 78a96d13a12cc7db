package dev.lockkeeper.store;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Whether an external store can be used at all, asked once before the pool opens, so that the answer is a clear one. */
final class StoreReach {

    private static final int OLDEST = 14;

    private StoreReach() {}

    /** @throws Failure {@code store-unreachable}, {@code login-refused} or {@code wrong-settings} */
    static void check(StoreAddress address) {
        try (Connection connection = connect(address)) {
            int version = connection.getMetaData().getDatabaseMajorVersion();
            if (version < OLDEST) {
                throw new Failure(
                        Code.WRONG_SETTINGS,
                        "The store at " + address.shown() + " is PostgreSQL " + version + "; " + OLDEST
                                + " or later is needed.",
                        "Upgrade it, or name another server in LOCKKEEPER_STORE_URL.");
            }
        } catch (SQLException e) {
            throw failure(address, e);
        }
    }

    static Connection connect(StoreAddress address) throws SQLException {
        Properties properties = new Properties();
        if (address.username() != null) {
            properties.setProperty("user", address.username());
        }
        if (address.password() != null) {
            properties.setProperty("password", address.password());
        }
        properties.setProperty("ApplicationName", "lockkeeper store");
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("tcpKeepAlive", "true");
        return DriverManager.getConnection(address.url(), properties);
    }

    private static Failure failure(StoreAddress address, SQLException e) {
        String state = String.valueOf(e.getSQLState());
        String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
        if (state.startsWith("28")) {
            return new Failure(
                    Code.LOGIN_REFUSED,
                    "The store at " + address.shown() + " refuses the login: " + reason,
                    "Look at LOCKKEEPER_STORE_USERNAME and LOCKKEEPER_STORE_PASSWORD, and at the server's pg_hba.conf.",
                    e);
        }
        String advice = state.equals("3D000")
                ? "Create the database there, or name another in LOCKKEEPER_STORE_URL."
                : "Start that server or mend LOCKKEEPER_STORE_URL; without it the store is an embedded one under --data.";
        return new Failure(
                Code.STORE_UNREACHABLE, "The store at " + address.shown() + " cannot be reached: " + reason, advice, e);
    }
}
