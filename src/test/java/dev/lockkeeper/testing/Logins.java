package dev.lockkeeper.testing;

import dev.lockkeeper.testing.Databases.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** Logins with few rights, and logins whose password the server really asks for: the embedded one trusts everybody else. */
public final class Logins {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private Logins() {}

    /** A login without any right; its name has a capital, a blank and a quote, because names may. */
    public static Database limited(Database database) {
        String name = "Limited \"" + COUNT.incrementAndGet() + "\"";
        database.run("create role " + quoted(name) + " login");
        return new Database(database.url(), name, "any");
    }

    /** A login that needs its password; without other rights. */
    public static Database guarded(Database database, String password) {
        String name = "guarded_" + COUNT.incrementAndGet();
        database.run("create role " + name + " login password '" + password + "'");
        askForPassword(database, name);
        return new Database(database.url(), name, password);
    }

    public static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    private static synchronized void askForPassword(Database database, String name) {
        Path rules = Path.of(database.ask("show hba_file"));
        try {
            Files.writeString(rules, "host all " + name + " all scram-sha-256\n" + Files.readString(rules));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        database.run("select pg_reload_conf()");
        Database wrong = new Database(database.url(), name, "not the password");
        Awaitility.await("the server asks for the password").until(() -> refuses(wrong));
    }

    private static boolean refuses(Database login) {
        try (var connection = login.connect()) {
            return connection.isClosed();
        } catch (SQLException e) {
            return "28P01".equals(e.getSQLState());
        }
    }
}
