package dev.lockkeeper.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The databases of the demo, started and filled beside the server: all of it takes seconds, and none needs the others. */
final class DemoDatabases implements AutoCloseable {

    private final CompletableFuture<DemoTarget> postgresql;
    private final CompletableFuture<Second> mariadb;

    /** @param why it is not there, in words; null when it is */
    record Second(@Nullable DemoMariadb database, @Nullable String why) {}

    DemoDatabases(Path directory, DemoMemory memory, int users) {
        postgresql = begun("demo-target", () -> postgresql(directory, memory, users));
        mariadb = begun("demo-mariadb", () -> mariadb(directory, memory, users));
    }

    private static <T> CompletableFuture<T> begun(String name, Supplier<T> work) {
        return CompletableFuture.supplyAsync(
                work, task -> Thread.ofPlatform().name(name).start(task));
    }

    private static DemoTarget postgresql(Path directory, DemoMemory memory, int users) {
        try {
            DemoTarget target = DemoTarget.start(directory.resolve("demo-target"), memory.targetPassword());
            try {
                target.fill(users);
                return target;
            } catch (IOException e) {
                target.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** The demo shows most of what it has to show without it. */
    private static Second mariadb(Path directory, DemoMemory memory, int users) {
        try {
            Optional<MariadbPrograms> programs = MariadbPrograms.find(directory.resolve("mariadb-programs"));
            if (programs.isEmpty()) {
                return new Second(null, MariadbPrograms.sought());
            }
            DemoMariadb database = DemoMariadb.start(
                    new DemoFolder(directory.resolve("demo-mariadb")), programs.get(), memory.mariadbPassword());
            try {
                database.fill(users);
                return new Second(database, null);
            } catch (IOException e) {
                database.close();
                throw e;
            }
        } catch (IOException e) {
            return new Second(null, e.getMessage());
        }
    }

    /** Waits until it is filled. */
    DemoTarget postgresql() throws IOException {
        try {
            return postgresql.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof UncheckedIOException io ? io.getCause() : new IOException(e);
        }
    }

    /** Waits until it is filled, or known not to be there. */
    Second mariadb() {
        return mariadb.join();
    }

    /** What did not come up has nothing to stop, and has said so elsewhere. */
    @Override
    public void close() {
        postgresql
                .handle((target, failed) -> {
                    if (target != null) {
                        target.close();
                    }
                    return true;
                })
                .join();
        mariadb.handle((second, failed) -> {
                    if (second != null && second.database() != null) {
                        second.database().close();
                    }
                    return true;
                })
                .join();
    }
}
