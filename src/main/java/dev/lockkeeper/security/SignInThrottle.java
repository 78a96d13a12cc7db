package dev.lockkeeper.security;

import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Slows down guessing. By account and address together: five wrong passwords are free, each further one doubles the wait, from two
 * seconds up to fifteen minutes. Two coarser limits are for those who spread their guesses: one address over many accounts, and one
 * account over many addresses; fifty failures within an hour are free, and the wait goes up to a minute only.
 *
 * <p>Nobody can lock a colleague out: the coarse limits do not hold where the account has signed in before, so that only one's own
 * failures slow one down at one's own desk. Kept in memory: a restart forgets it, and each server counts for itself.
 */
@Component
class SignInThrottle {

    /** A person who mistypes, with a keyboard in the wrong layout, finds out within five. */
    static final int FREE = 5;

    private static final Duration LONGEST = Duration.ofMinutes(15);

    /** More than an office behind one address mistypes in an hour; as a share of all passwords, nothing. */
    static final int FREE_SPREAD = 50;

    /** Not longer, because it may hit somebody who has done nothing. It leaves a guesser 60 tries an hour. */
    private static final Duration LONGEST_SPREAD = Duration.ofMinutes(1);

    private static final Duration SPREAD_KEPT = Duration.ofHours(1);

    /** Places where somebody has signed in, so many that each of a large company has a few. */
    private static final int MOST_KNOWN = 10_000;

    private final Delays pairs;
    private final Delays addresses;
    private final Delays accounts;
    private final Set<String> known = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST_KNOWN;
        }
    });

    SignInThrottle(Clock clock) {
        this.pairs = new Delays(clock, FREE, LONGEST, LONGEST, Delays.Since.LAST);
        this.addresses = new Delays(clock, FREE_SPREAD, LONGEST_SPREAD, SPREAD_KEPT, Delays.Since.FIRST);
        this.accounts = new Delays(clock, FREE_SPREAD, LONGEST_SPREAD, SPREAD_KEPT, Delays.Since.FIRST);
    }

    /** How long that account has to wait at that address; zero when it may try now. */
    synchronized Duration wait(String username, String address) {
        String pair = pair(username, address);
        Duration wait = pairs.wait(pair);
        if (known.contains(pair)) {
            return wait;
        }
        Duration spread = longer(addresses.wait(address), accounts.wait(account(username)));
        return longer(wait, spread);
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
        pairs.failed(pair(username, address));
        addresses.failed(address);
        accounts.failed(account(username));
    }

    synchronized void succeeded(String username, String address) {
        String pair = pair(username, address);
        pairs.forget(pair);
        addresses.takeBack(address);
        accounts.takeBack(account(username));
        known.remove(pair);
        known.add(pair);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    private static String pair(String username, String address) {
        return account(username) + "\n" + address;
    }

    /** Anybody may send a name of megabytes; no user has one. */
    private static String account(String username) {
        return Users.isName(username) ? username : "\n" + TokenSecret.hash(username);
    }
}
