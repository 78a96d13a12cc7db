package dev.lockkeeper.target;

import dev.lockkeeper.plan.Engine;
import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.plan.Step;
import java.util.Optional;

/** The seam to an engine: renders plans, opens sessions, says what it cannot do. */
public interface Dialect {

    Engine engine();

    /** Why this engine cannot do the step, known from the file alone; empty when it can. Reaches the author at submit time. */
    Optional<String> unsupported(Plan plan, Step step);

    /** @throws dev.lockkeeper.Failure {@code invalid} with what is wrong with the address, before anything is stored */
    void validateUrl(String url);

    /**
     * Opens a session that carries the application name.
     *
     * @param application what the target's session list shows, for example {@code lockkeeper run 42 expand}; cut to the engine's limit
     * @throws dev.lockkeeper.Failure {@code target-unreachable}, {@code login-refused}
     */
    TargetSession open(TargetAccess access, String application);

    /**
     * A session for short questions, from a small pool where the engine has one; closing gives it back. Never for a run.
     *
     * @throws dev.lockkeeper.Failure as {@link #open}
     */
    default TargetSession borrow(TargetAccess access) {
        return open(access, "lockkeeper");
    }

    /** Closes what is kept for the target: its address or login has changed, or it was removed. */
    default void forget(Target target) {}
}
