package dev.lockkeeper.bench;

import dev.lockkeeper.testing.Databases.Database;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A PostgreSQL of its own that writes to disk as a real one does. Tables are made once, in template databases; each measurement gets a
 * copy of the files, after a checkpoint, so that all begin alike.
 */
final class BenchTarget implements AutoCloseable {

    private final EmbeddedPostgres server;
    private final Set<String> templates = new HashSet<>();
    private final AtomicInteger copies = new AtomicInteger();

    BenchTarget() {
        try {
            server = EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "on")
                    .setServerConfig("max_wal_size", "4GB")
                    .setServerConfig("shared_buffers", "512MB")
                    .setServerConfig("max_connections", "300")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Database database(String name) {
        return new Database("jdbc:postgresql://localhost:" + server.getPort() + "/" + name, "postgres", "postgres");
    }

    Database admin() {
        return database("postgres");
    }

    /** Makes the template when it is not there yet. */
    void template(String name, String... statements) {
        if (templates.add(name)) {
            admin().run("create database " + name);
            database(name).run(statements);
            database(name).run("vacuum analyze");
        }
    }

    void forget(String template) {
        if (templates.remove(template)) {
            admin().run("drop database " + template);
        }
    }

    Database copy(String template) {
        String name = "copy_" + copies.incrementAndGet();
        admin().run("create database " + name + " template " + template + " strategy file_copy");
        return database(name);
    }

    void drop(Database copy) {
        admin().run("drop database " + copy.url().substring(copy.url().lastIndexOf('/') + 1) + " with (force)");
    }

    /** What the server has written to its log so far, in bytes. */
    double wal() {
        return Double.parseDouble(admin().ask("select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')"));
    }

    String version() {
        return admin().ask("select split_part(version(), ' on ', 1)");
    }

    String setting(String name) {
        return admin().ask("show " + name);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
