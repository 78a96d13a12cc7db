package dev.lockkeeper.bench;

import dev.lockkeeper.testing.Databases.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Applications that write single rows at a fixed rate, whatever happens. A write's time counts from the moment at which it was due, so
 * that a stall counts for every write that it held up, not for one.
 */
final class PacedWriters implements AutoCloseable {

    private record Write(long dueNanos, long tookNanos) {}

    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicReference<SQLException> refusal = new AtomicReference<>();
    private final List<List<Write>> writes = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /** @param sql with one parameter, the id; @param perSecond of each writer */
    PacedWriters(Database database, int count, int perSecond, String sql, long rows) {
        for (int i = 0; i < count; i++) {
            List<Write> mine = new ArrayList<>();
            writes.add(mine);
            long seed = i;
            threads.add(Thread.ofPlatform()
                    .name("paced-" + i)
                    .start(() -> write(database, perSecond, sql, new SplittableRandom(seed), rows, mine)));
        }
    }

    private void write(
            Database database, int perSecond, String sql, SplittableRandom random, long rows, List<Write> mine) {
        long between = 1_000_000_000L / perSecond;
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            long due = System.nanoTime() + random.nextLong(between);
            while (!stopped.get()) {
                long early = due - System.nanoTime();
                if (early > 0) {
                    LockSupport.parkNanos(early);
                    continue;
                }
                statement.setLong(1, 1 + random.nextLong(rows));
                statement.executeUpdate();
                synchronized (mine) {
                    mine.add(new Write(due, System.nanoTime() - due));
                }
                due += between;
            }
        } catch (SQLException e) {
            refusal.compareAndSet(null, e);
        }
    }

    /** @return {@code longest} and {@code p99} in milliseconds, and {@code writes}, of those that were due within the time */
    Map<String, Double> between(long fromNanos, long toNanos) {
        List<Double> millis = new ArrayList<>();
        for (List<Write> mine : writes) {
            synchronized (mine) {
                mine.stream()
                        .filter(write -> write.dueNanos() >= fromNanos && write.dueNanos() < toNanos)
                        .forEach(write -> millis.add(write.tookNanos() / 1e6));
            }
        }
        if (millis.isEmpty()) {
            throw new IllegalStateException("nothing was written", refusal.get());
        }
        millis.sort(null);
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("longest", millis.getLast());
        values.put("p99", millis.get((int) Math.ceil(millis.size() * 0.99) - 1));
        values.put("writes", (double) millis.size());
        return values;
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
            throw new IllegalStateException("a writer was refused", refusal.get());
        }
    }
}
