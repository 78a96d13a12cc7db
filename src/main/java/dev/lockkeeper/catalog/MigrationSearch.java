package dev.lockkeeper.catalog;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the catalog is narrowed to, and how it is sorted. Null leaves it wide.
 *
 * @param text part of id, title or team
 * @param engine in the word of a migration file
 * @param standing where the newest revision has to stand, on any target that the reader may see
 * @param environment of the target on which it has to stand so
 */
public record MigrationSearch(
        @Nullable String text,
        @Nullable String team,
        @Nullable String engine,
        @Nullable Stands standing,
        @Nullable String environment,
        Order order) {

    /** Those that an index serves. */
    public enum Order {
        CHANGED,
        CHANGED_FIRST,
        TITLE,
        TITLE_DOWN
    }

    /** Where a migration stands. More than one may hold: it stands somewhere else on each target. */
    public enum Stands {
        /** A run failed or is stuck. */
        WRONG,
        /** A run is active. */
        ACTIVE,
        /** A run waits at a gate. */
        WAITING,
        /** The newest revision was rejected. */
        REJECTED,
        /** The newest revision has an approval, and no run where it was given. */
        APPROVED,
        /** The newest revision has succeeded. */
        SUCCEEDED,
        /** An older revision has succeeded, and the newest has not. */
        BEHIND,
        /** Nothing of it was ever launched. */
        NEVER;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Stands> of(String wire) {
            return Arrays.stream(values())
                    .filter(each -> each.wire().equals(wire))
                    .findFirst();
        }
    }

    /** All of it, what was changed last first. */
    public static MigrationSearch all() {
        return new MigrationSearch(null, null, null, null, null, Order.CHANGED);
    }
}
