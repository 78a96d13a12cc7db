package dev.lockkeeper.web;

import dev.lockkeeper.Failure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What targets said of late, one reading for all who look: a page shows the last one at once, with its time, and asks for another behind
 * it. However many look, a target is asked one question about the same thing at a time, and at most one a second.
 *
 * <p>Knows nothing of people. Who may see a thing is asked by the page, for each request, before it comes here.
 *
 * <p>There is no library for this on the classpath, and all but the room would be left to write with one.
 *
 * @param <K> all that an answer depends on; when any of it changes, the old answer is not found any more
 */
final class Readings<K, V> {
    /** Older ones say nothing about now. */
    static final Duration KEPT = Duration.ofMinutes(10);

    /** A page with one that is younger asks for no other. */
    static final Duration CURRENT = Duration.ofSeconds(10);

    /** So old a reading may be for those who ask for one now. */
    static final Duration SHARED = Duration.ofSeconds(1);

    /** In characters of what was read, or what takes as much; some tens of MB at worst. */
    private static final long ROOM = 6_000_000;

    private final Patience patience;
    private final Clock clock;
    private final ToLongFunction<V> weight;
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<K, Read<V>> known = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<K, CompletableFuture<Read<V>>> asking = new HashMap<>();
    private long filled;

    Readings(Patience patience, Clock clock, ToLongFunction<V> weight) {
        this.patience = patience;
        this.clock = clock;
        this.weight = weight;
    }

    /** @param at when the target began to be asked */
    record Read<V>(V value, Instant at, long weight) {
        boolean within(Duration age, Instant now) {
            return at.plus(age).isAfter(now);
        }
    }

    /** @param now waits for a reading of now, at most as long as {@link Patience} says; else what is known is there at once */
    Look<V> look(K key, String target, Supplier<V> question, boolean now) {
        if (now) {
            try {
                Read<V> read = now(key, target, question);
                return new Look<>(read.value(), read.at(), null, false);
            } catch (Failure silent) {
                return new Look<>(null, null, silent, false);
            }
        }
        Read<V> last = known(key);
        return last == null
                ? new Look<>(null, null, null, true)
                : new Look<>(last.value(), last.at(), null, !last.within(CURRENT, clock.instant()));
    }

    /** The last reading, null when there is none of the last minutes. Asks nobody. */
    @Nullable
    Read<V> known(K key) {
        lock.lock();
        try {
            Read<V> last = known.get(key);
            return last != null && last.within(KEPT, clock.instant()) ? last : null;
        } finally {
            lock.unlock();
        }
    }

    /**
     * A reading of now; waits for the one that is under way when there is one.
     *
     * @throws Failure {@code target-unreachable} when it takes too long; what comes of it later is kept nevertheless
     */
    Read<V> now(K key, String target, Supplier<V> question) {
        CompletableFuture<Read<V>> answer = new CompletableFuture<>();
        lock.lock();
        try {
            Read<V> last = known.get(key);
            if (last != null && last.within(SHARED, clock.instant())) {
                return last;
            }
            CompletableFuture<Read<V>> others = asking.putIfAbsent(key, answer);
            if (others != null) {
                answer = others;
            } else {
                begin(key, target, question, answer);
            }
        } finally {
            lock.unlock();
        }
        return patience.await(answer, target);
    }

    /** What is read from now on is read after this moment. */
    void forget(K key) {
        lock.lock();
        try {
            asking.remove(key);
            Read<V> last = known.remove(key);
            filled -= last == null ? 0 : last.weight();
        } finally {
            lock.unlock();
        }
    }

    private void begin(K key, String target, Supplier<V> question, CompletableFuture<Read<V>> answer) {
        Instant at = clock.instant();
        patience.begin(target, question).whenComplete((value, thrown) -> {
            if (thrown == null) {
                Read<V> read = new Read<>(value, at, weight.applyAsLong(value));
                ended(key, answer, read);
                answer.complete(read);
            } else {
                ended(key, answer, null);
                answer.completeExceptionally(thrown);
            }
        });
    }

    /** One that was forgotten meanwhile is told to those who waited for it, and not kept. */
    private void ended(K key, CompletableFuture<Read<V>> answer, @Nullable Read<V> read) {
        lock.lock();
        try {
            if (asking.remove(key, answer) && read != null) {
                Read<V> before = known.put(key, read);
                filled += read.weight() - (before == null ? 0 : before.weight());
                makeRoom();
            }
        } finally {
            lock.unlock();
        }
    }

    private void makeRoom() {
        Iterator<Read<V>> eldest = known.values().iterator();
        while (filled > ROOM && eldest.hasNext()) {
            filled -= eldest.next().weight();
            eldest.remove();
        }
    }
}
