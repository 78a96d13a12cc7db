package dev.lockkeeper.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** One PostgreSQL server for the whole test run, and a fresh database for whoever asks. */
public final class Databases {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private Databases() {}

    /** @param url with the login in it, so that {@link DriverManager} takes it as it is */
    public record Database(String url, String username, String password) {

        /** As targets and files name it. */
        public String engine() {
            return url.startsWith("jdbc:mysql:") ? "mysql" : "postgresql";
        }

        public Connection connect() throws SQLException {
            return DriverManager.getConnection(url, username, password);
        }

        /** Runs statements that return nothing. */
        public Database run(String... statements) {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement()) {
                for (String sql : statements) {
                    statement.execute(sql);
                }
                return this;
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        /** The first column of the first row as text. */
        public String ask(String query) {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement();
                    var rows = statement.executeQuery(query)) {
                return rows.next() ? String.valueOf(rows.getString(1)) : "no row";
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    public static Database fresh(String prefix) {
        String name = prefix + "_" + COUNT.incrementAndGet();
        EmbeddedPostgres server = Server.POSTGRES;
        new Database(server.getJdbcUrl("postgres", "postgres"), "postgres", "postgres").run("create database " + name);
        return new Database("jdbc:postgresql://localhost:" + server.getPort() + "/" + name, "postgres", "postgres");
    }

    /** Started by the first who asks; stopped with the JVM. */
    private static final class Server {
        private static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                System.out.println("Test databases: embedded PostgreSQL (no Docker engine is asked)");
                return EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "300")
                        .setServerConfig("fsync", "off")
                        .setServerConfig("max_prepared_transactions", "10")
                        .setServerConfig("shared_preload_libraries", "pg_stat_statements")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
