package dev.lockkeeper.run;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a list of runs is narrowed to, and how it is sorted. Null leaves it wide.
 *
 * @param text part of the number, the id or title of the migration, or the target
 * @param states empty for every state
 * @param engine in the word of a migration file
 * @param from of the launch, @param to before it
 */
public record RunSearch(
        @Nullable String text,
        @Nullable String migration,
        @Nullable String target,
        List<RunState> states,
        @Nullable String environment,
        @Nullable String team,
        @Nullable String engine,
        @Nullable Instant from,
        @Nullable Instant to,
        Order order) {

    /** Those that an index serves. */
    public enum Order {
        NEWEST,
        OLDEST,
        MIGRATION,
        MIGRATION_DOWN,
        TARGET,
        TARGET_DOWN
    }

    public RunSearch {
        states = List.copyOf(states);
    }

    /** Every run in these states, newest first. */
    public static RunSearch in(List<RunState> states) {
        return new RunSearch(null, null, null, states, null, null, null, null, null, Order.NEWEST);
    }

    /** The same, oldest first. */
    public RunSearch oldestFirst() {
        return new RunSearch(text, migration, target, states, environment, team, engine, from, to, Order.OLDEST);
    }
}
