package dev.lockkeeper.check;

import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.Statement.Lock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The blast radius of every statement of a plan on a target.
 *
 * @param trouble why nothing is known, null when it is
 */
public record Blasts(Map<Key, Blast> all, @Nullable String trouble) {
    public static final Blasts NONE = new Blasts(Map.of(), null);

    public Blasts {
        all = Map.copyOf(all);
    }

    /** Where a statement stands. The same text may stand in a step twice, and then does the same. */
    public record Key(String phase, int step, Statement statement) {}

    /** Null for what locks no table, and while nothing is known. */
    public @Nullable Blast of(String phase, int step, Statement statement) {
        return all.get(new Key(phase, step, statement));
    }

    /** The statement with the lock that was measured, for showing it; as it is where none was. */
    public Statement seen(String phase, int step, Statement statement) {
        Blast blast = of(phase, step, statement);
        Lock measured = blast == null ? null : blast.measured();
        return measured == null ? statement : statement.locking(measured);
    }
}
