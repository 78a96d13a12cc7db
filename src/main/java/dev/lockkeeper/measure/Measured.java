package dev.lockkeeper.measure;

import dev.lockkeeper.target.Statement.Lock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of one statement on the copy.
 *
 * @param locks on tables of the copy, its strongest each; a partition's are those of its table
 * @param why it was not measured, in words that follow "not measured:"; null when it was
 */
public record Measured(Map<Place, Lock> locks, @Nullable String why) {
    public Measured {
        locks = Map.copyOf(locks);
    }

    static Measured not(String why) {
        return new Measured(Map.of(), why);
    }
}
