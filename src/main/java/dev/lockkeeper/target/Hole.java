package dev.lockkeeper.target;

import java.util.List;

/**
 * A row that could not be written, as the ledger has it. A walk goes on behind it, and its phase does not end before the hole is
 * filled or accepted by name.
 *
 * @param number 0-based and never used again within its step
 * @param key the row's key, each column as the target's own text
 * @param error what the target said
 */
public record Hole(int number, List<String> key, String error, State state) {

    /** Open holes hold the phase up. */
    public enum State {
        OPEN,
        ACCEPTED
    }

    public Hole {
        key = List.copyOf(key);
    }
}
