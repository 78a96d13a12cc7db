package dev.lockkeeper.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Slows down guessing, by account and address: five wrong passwords are free, each further one doubles the wait, from two
 * seconds up to fifteen minutes. By both, so that nobody can lock a colleague out from elsewhere. Kept in memory: a restart
 * forgets it, and each server counts for itself.
 */
@Component
class SignInThrottle {

    static final int FREE = 5;
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final int MOST_ENTRIES = 10_000;

    private final Clock clock;
    private final Map<String, Failures> entries = new LinkedHashMap<>();

    private record Failures(int count, Instant last) {}

    SignInThrottle(Clock clock) {
        this.clock = clock;
    }

    /** How long that account has to wait at that address; zero when it may try now. */
    synchronized Duration wait(String username, String address) {
        Failures failures = entries.get(key(username, address));
        if (failures == null || failures.count() < FREE) {
            return Duration.ZERO;
        }
        Duration left = Duration.between(clock.instant(), failures.last().plus(delay(failures.count())));
        return left.isNegative() ? Duration.ZERO : left;
    }

    /**
     * Takes an attempt, which counts as failed until it has succeeded: those that are tried at the same time must not all find that
     * nothing has failed yet. A refused one does not count.
     *
     * @return how long to wait; zero when it may try now
     */
    synchronized Duration begin(String username, String address) {
        Duration wait = wait(username, address);
        if (wait.isZero()) {
            failed(username, address);
        }
        return wait;
    }

    synchronized void failed(String username, String address) {
        String key = key(username, address);
        Failures before = entries.remove(key);
        Instant now = clock.instant();
        boolean counts = before != null && !before.last().plus(LONGEST).isBefore(now);
        entries.put(key, new Failures(before != null && counts ? before.count() + 1 : 1, now));
        if (entries.size() > MOST_ENTRIES) {
            // The order is that of the last failure: the first entry is the one that matters least.
            entries.remove(entries.keySet().iterator().next());
        }
    }

    synchronized void succeeded(String username, String address) {
        entries.remove(key(username, address));
    }

    private static Duration delay(int count) {
        Duration delay = Duration.ofSeconds(1L << Math.min(count - FREE + 1, 20));
        return delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
    }

    private static String key(String username, String address) {
        // Anybody may send a name of megabytes; no user has one.
        return (Users.isName(username) ? username : "\n" + TokenSecret.hash(username)) + "\n" + address;
    }
}
