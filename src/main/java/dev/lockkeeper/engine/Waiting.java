package dev.lockkeeper.engine;

import dev.lockkeeper.target.Load.Blocked;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Those who wait for us, in words. */
final class Waiting {

    private static final int NAMED = 5;

    private Waiting() {}

    /** {@code session 417 shop (checkout) for 1.3 s; session 420 shop for 1.1 s; and 3 more}. */
    static String names(List<Blocked> waiting) {
        String named = waiting.stream()
                .limit(NAMED)
                .map(each -> "session " + each.waiter() + (each.who().isBlank() ? "" : " " + each.who())
                        + String.format(Locale.ROOT, " for %.1f s", each.since().toMillis() / 1000.0))
                .collect(Collectors.joining("; "));
        return waiting.size() <= NAMED ? named : named + "; and " + (waiting.size() - NAMED) + " more";
    }
}
