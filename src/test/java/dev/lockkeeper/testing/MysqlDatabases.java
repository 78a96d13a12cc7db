package dev.lockkeeper.testing;

import dev.lockkeeper.testing.Databases.Database;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One MySQL or MariaDB server for the whole test run, and a fresh database for whoever asks. Which server is said by the system
 * property {@code lockkeeper.mysql}: {@code embedded} (MariaDB 11.4, when nothing is said), {@code debian} (the machine's own {@code
 * mariadbd}) or {@code container} (MySQL 8.4 by a Docker engine). What is asked for and not there fails; nothing is skipped.
 */
public final class MysqlDatabases {

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final String PASSWORD = "it's \"any\" \\ one";

    private MysqlDatabases() {}

    /** A login that may do everything on the server. */
    public static Database fresh(String prefix) {
        return fresh(Server.MYSQL, prefix);
    }

    /** Whether the machine has a {@code mariadbd} of its own, besides the server of the run. */
    public static boolean installed() {
        return MysqlServer.installed().isPresent();
    }

    /** On the machine's own {@code mariadbd}. */
    public static Database freshInstalled(String prefix) {
        return fresh(Installed.MARIADB, prefix);
    }

    private static Database fresh(MysqlServer server, String prefix) {
        String name = prefix + "_" + COUNT.incrementAndGet();
        Database root = server.root();
        String user = "'u_" + name + "'@'%'";
        root.run(
                "create database `" + name + "` character set utf8mb4",
                "create user " + user + " identified by '" + sql(PASSWORD) + "'",
                "grant all on *.* to " + user + " with grant option");
        return new Database(url(root, name), "u_" + name, PASSWORD);
    }

    /** A login that may do only what is granted: {@code grant <right> to <login>} for each, such as {@code select on shop_1.users}. */
    public static Database limited(Database database, String... rights) {
        String name = "limited_" + COUNT.incrementAndGet();
        String user = "'" + name + "'@'%'";
        database.run("create user " + user + " identified by '" + sql(PASSWORD) + "'");
        for (String right : rights) {
            database.run("grant " + right + " to " + user);
        }
        return new Database(database.url(), name, PASSWORD);
    }

    /** The name of the database, as grants have it. */
    public static String name(Database database) {
        return database.url().replaceAll("^.*/|\\?.*$", "");
    }

    public static boolean mariadb() {
        return Server.MYSQL.mariadb();
    }

    private static String url(Database root, String name) {
        return root.url().replaceAll("/[^/?]*(?=$|\\?)", "/" + name);
    }

    private static String sql(String text) {
        return text.replace("\\", "\\\\").replace("'", "''");
    }

    private static final class Installed {
        private static final MysqlServer MARIADB = MysqlServer.start("debian");
    }

    /** Started by the first who asks; stopped with the JVM. */
    private static final class Server {
        private static final MysqlServer MYSQL = MysqlServer.start(System.getProperty("lockkeeper.mysql", "embedded"));
    }
}
