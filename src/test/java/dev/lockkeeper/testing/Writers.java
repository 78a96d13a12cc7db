package dev.lockkeeper.testing;

import dev.lockkeeper.testing.Databases.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;

/** An application that goes on writing while something else happens. The first refusal of the database ends it and fails {@link #close}. */
public final class Writers implements AutoCloseable {

    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicLong writes = new AtomicLong();
    private final AtomicLong longestNanos = new AtomicLong();
    private final AtomicReference<SQLException> refusal = new AtomicReference<>();
    private final List<Thread> threads = new ArrayList<>();

    /** @param statement given a number that grows, the next statement to send */
    public Writers(Database database, int count, LongFunction<String> statement) {
        for (int i = 0; i < count; i++) {
            threads.add(Thread.ofPlatform().name("writer-" + i).start(() -> write(database, statement)));
        }
    }

    private void write(Database database, LongFunction<String> statement) {
        try (Connection connection = database.connect();
                Statement sql = connection.createStatement()) {
            while (!stopped.get()) {
                long began = System.nanoTime();
                sql.execute(statement.apply(writes.incrementAndGet()));
                longestNanos.accumulateAndGet(System.nanoTime() - began, Math::max);
            }
        } catch (SQLException e) {
            refusal.compareAndSet(null, e);
        }
    }

    public long writes() {
        return writes.get();
    }

    /** Whether the database has refused one of them; {@link #close} says what. */
    public boolean refused() {
        return refusal.get() != null;
    }

    public long longestMillis() {
        return longestNanos.get() / 1_000_000;
    }

    @Override
    public void close() {
        stopped.set(true);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        if (refusal.get() != null) {
            throw new AssertionError("the application was refused", refusal.get());
        }
    }
}
