package dev.lockkeeper.target;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a list of targets is narrowed to, and how it is sorted. Null leaves it wide.
 *
 * @param text part of name or address
 * @param engine in the word of a migration file
 * @param now what goes on there
 */
public record TargetSearch(
        @Nullable String text,
        @Nullable String environment,
        @Nullable String team,
        @Nullable String engine,
        @Nullable Now now,
        Order order) {

    /** Those that an index serves. */
    public enum Order {
        NAME,
        NAME_DOWN,
        ENVIRONMENT,
        ENVIRONMENT_DOWN
    }

    /** What goes on on a target. */
    public enum Now {
        /** A run is active. */
        ACTIVE,
        /** A run failed or is stuck. */
        WRONG,
        /** None is active. */
        QUIET;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Now> of(String wire) {
            return Arrays.stream(values())
                    .filter(each -> each.wire().equals(wire))
                    .findFirst();
        }
    }
}
