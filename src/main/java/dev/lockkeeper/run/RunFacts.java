package dev.lockkeeper.run;

import dev.lockkeeper.target.Resolved;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the engine writes: facts. Every change is compare-and-set, leaves an event and, where a state changes, an audit record. */
@Component
public class RunFacts {

    /** The run as it stands, with phases and steps; fails when there is none. */
    public Run get(long run) {
        throw new IllegalStateException("to be written");
    }

    /** The state and wish alone: cheap enough to be asked between chunks. */
    public Wish wish(long run) {
        throw new IllegalStateException("to be written");
    }

    /** The statements the run was launched with, byte for byte those approved. */
    public Resolved frozen(long run) {
        throw new IllegalStateException("to be written");
    }

    /**
     * Moves the run from the state it is in now.
     *
     * @return false when somebody else moved it first; then read it again
     * @throws IllegalStateException for an arrow that {@link RunState} does not have
     */
    public boolean become(Run run, RunState next, @Nullable String waitingFor, Run.@Nullable RunError error, String message) {
        throw new IllegalStateException("to be written");
    }

    /** Writes the phase's state and its event. */
    public void phase(long run, String phase, PhaseState state, String message) {
        throw new IllegalStateException("to be written");
    }

    /** What a step came to. Null fields stay as they are. */
    public record StepFact(
            StepState state, @Nullable Integer attempts, @Nullable Long waitedMillis, @Nullable Long heldMillis, @Nullable Long rows, @Nullable String result, @Nullable String error) {
        public static StepFact of(StepState state) {
            return new StepFact(state, null, null, null, null, null, null);
        }
    }

    public void step(long run, String phase, int index, StepFact fact, String message) {
        throw new IllegalStateException("to be written");
    }

    /** Overwrites the progress, at most once a second a run; tells the viewers. */
    public void progress(long run, BackfillProgress progress) {
        throw new IllegalStateException("to be written");
    }

    public void event(long run, String kind, String message, Map<String, Object> data) {
        throw new IllegalStateException("to be written");
    }

    /** Makes sure that a phase task exists for the run at that time; joins the caller's transaction. */
    public void wake(long run, Instant at) {
        throw new IllegalStateException("to be written");
    }

    /** True when the gate of the phase has been opened by a person. */
    public boolean opened(long run, String phase) {
        throw new IllegalStateException("to be written");
    }
}
