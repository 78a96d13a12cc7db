package dev.lockkeeper.run;

import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import dev.lockkeeper.audit.Actor;
import dev.lockkeeper.target.Resolved;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What the engine writes: facts. Every change is compare-and-set, leaves an event and, where a state changes, an audit record.
 *
 * <p>Who writes has a {@link Claim}. When another server has taken the task up since, nothing is written and {@code fenced} is thrown.
 */
@Component
public class RunFacts {

    private final RunStore runs;
    private final RunReader reader;
    private final PhaseStore phases;
    private final RunTrail trail;
    private final RunWaking waking;
    private final ServerName server;

    RunFacts(RunStore runs, RunReader reader, PhaseStore phases, RunTrail trail, RunWaking waking, ServerName server) {
        this.runs = runs;
        this.reader = reader;
        this.phases = phases;
        this.trail = trail;
        this.waking = waking;
        this.server = server;
    }

    /**
     * Raises the epoch of a task, which shuts out whoever had it before.
     *
     * @param version of the scheduler's execution: one that was given to somebody else meanwhile cannot take anything up
     * @throws dev.lockkeeper.Failure {@code fenced}
     */
    @Transactional
    public Claim takeUp(long run, TaskInstanceId task, long version) {
        return runs.takeUp(run, task, version, server);
    }

    /** Whether the task is still this one's; if so, it stays so until the caller's transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean holds(Claim claim) {
        return runs.holds(claim);
    }

    /** The run as it stands, with phases and steps; {@code not-found} when there is none. */
    @Transactional(readOnly = true)
    public Run get(long run) {
        return reader.get(run);
    }

    /** The wish alone: cheap enough to be asked between chunks. */
    public Wish wish(long run) {
        return runs.wish(run);
    }

    /**
     * What a worker heeds between two chunks.
     *
     * @param go the throttle's last verdict; false before the first
     * @param rest after a chunk, as a multiple of what the chunk took
     * @param chunk what a chunk should take, null for as long as the file says
     * @param working the lanes that may work, null for all
     * @param age how long ago the verdict was given, by the store's clock alone
     */
    public record Pace(
            RunState state,
            Wish wish,
            int dial,
            boolean go,
            double rest,
            @Nullable Duration chunk,
            @Nullable Set<Integer> working,
            Duration age) {

        /** Whether who works in that state has to stop: somebody wishes so, or the run has gone elsewhere. */
        public boolean stops(RunState working) {
            return state != working || wish == Wish.PAUSE || wish == Wish.CANCEL;
        }
    }

    /** One question to the store, cheap enough to be asked a few times a second. */
    public Pace pace(long run) {
        return runs.pace(run);
    }

    /** The statements the run was launched with, byte for byte those approved. */
    public Resolved frozen(long run) {
        return runs.resolved(run);
    }

    /**
     * Moves the run from the state it was read in. The wish stays as it is.
     *
     * @param waitingFor in words, exactly when {@code next} is waiting
     * @param error null clears the one that is there
     * @return false when somebody else changed the run since it was read; then read it again
     * @throws IllegalStateException for an arrow that {@link RunState} does not have
     */
    @Transactional
    public boolean become(
            Claim claim,
            Run run,
            RunState next,
            @Nullable String waitingFor,
            Run.@Nullable RunError error,
            String message) {
        if (!run.state().mayBecome(next)) {
            throw new IllegalStateException(
                    "run " + run.id() + " is " + run.state().wire() + " and cannot become " + next.wire());
        }
        runs.hold(claim);
        if (!runs.move(run, new RunStore.Move(next, run.wish(), waitingFor, error, run.rollbackTo()))) {
            return false;
        }
        Map<String, Object> after = new LinkedHashMap<>();
        if (waitingFor != null) {
            after.put("waitingFor", waitingFor);
        }
        if (error != null) {
            after.put("error", error.code());
        }
        trail.moved(
                run, next, new RunTrail.Entry(Actor.engine(server.text()), "run.state", "state", message, after, null));
        return true;
    }

    /**
     * Says anew what a waiting run waits for; an event only when the words have changed.
     *
     * @return false when the run is not as it was read
     */
    @Transactional
    public boolean waitsFor(Claim claim, Run run, String waitingFor) {
        long version = runs.hold(claim);
        if (waitingFor.equals(run.waitingFor())) {
            return version == run.version();
        }
        boolean changed = run.state() == RunState.WAITING
                && runs.move(
                        run,
                        new RunStore.Move(RunState.WAITING, run.wish(), waitingFor, run.error(), run.rollbackTo()));
        if (changed) {
            append(run.id(), "state", "Waits for " + waitingFor, Map.of("state", "waiting", "waitingFor", waitingFor));
        }
        return changed;
    }

    /** Writes the phase's state and its event. */
    @Transactional
    public void phase(Claim claim, String phase, PhaseState state, String message) {
        runs.hold(claim);
        String before = phases.stateOf(claim.run(), phase);
        phases.state(claim.run(), phase, state);
        recorded(claim, "run.phase", Map.of("phase", phase), before, Map.of("phase", phase, "state", state.wire()));
        append(claim.run(), "phase", message, Map.of("phase", phase, "state", state.wire()));
    }

    /** What a step came to. Null fields stay as they are, but the error, which a step that did not fail loses. */
    public record StepFact(
            StepState state,
            @Nullable Integer attempts,
            @Nullable Long waitedMillis,
            @Nullable Long heldMillis,
            @Nullable Long rows,
            @Nullable String result,
            @Nullable String error) {
        public static StepFact of(StepState state) {
            return new StepFact(state, null, null, null, null, null, null);
        }
    }

    @Transactional
    public void step(Claim claim, String phase, int index, StepFact fact, String message) {
        runs.hold(claim);
        String before = phases.stateOf(claim.run(), phase, index);
        phases.step(claim.run(), phase, index, fact);
        Map<String, Object> data = new LinkedHashMap<>(
                Map.of("phase", phase, "index", index, "state", fact.state().wire()));
        if (fact.rows() != null) {
            data.put("rows", fact.rows());
        }
        if (fact.error() != null) {
            data.put("error", fact.error());
        }
        recorded(claim, "run.step", Map.of("phase", phase, "index", index), before, data);
        append(claim.run(), "step", message, data);
    }

    /** Overwrites the progress, at most once a second a run; tells the viewers. Leaves no event: the stream shows it as it is. */
    @Transactional
    public void progress(Claim claim, BackfillProgress progress) {
        runs.require(claim);
        trail.progress(claim.run(), progress);
    }

    @Transactional
    public void event(Claim claim, String kind, String message, Map<String, Object> data) {
        runs.hold(claim);
        append(claim.run(), kind, message, data);
    }

    /**
     * Makes sure that a phase task exists for the run at that time or earlier; joins the caller's transaction. Does nothing to a task that
     * is executing: see {@link #restAllowed}.
     */
    @Transactional
    public void wake(long run, Instant at) {
        waking.wake(run, at);
    }

    /**
     * Asked by a phase task that wants to end, in the transaction that removes it: may it rest, or has something changed since it last
     * looked?
     *
     * <p>A wish finds a task that is executing and leaves it alone, so the task must not end without having seen the wish. Both hold the
     * run's row until they commit. If the wish came first, the version is another one here: the task calls itself again. If the task was
     * first, it is gone when the wish looks, which then makes a new one. There is no third order, so no wish is slept through.
     *
     * @param seenVersion {@link Run#version} as the task read it before it decided that there is nothing to do
     * @return true when nothing has changed: remove the task in this transaction
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean restAllowed(long run, long seenVersion) {
        return runs.hold(run) == seenVersion;
    }

    /** How often somebody has decided how the run goes on when it was stuck. */
    @Transactional(readOnly = true)
    public long decisions(long run) {
        return trail.decisions(run);
    }

    /** True when the gate of the phase has been opened by a person. */
    public boolean opened(long run, String phase) {
        return phases.opened(run, phase);
    }

    /** The checks that whoever opened the phase passed over; for one that follows by itself, whoever opened the last one before it. */
    public Set<String> overridden(long run, String phase) {
        return phases.overridden(run, phase);
    }

    /** Tries of a step that leave it where it is are events only. */
    private void recorded(Claim claim, String action, Map<String, ?> what, String before, Map<String, ?> after) {
        if (!before.equals(after.get("state"))) {
            Map<String, Object> was = new LinkedHashMap<>(what);
            was.put("state", before);
            trail.recorded(claim.run(), Actor.engine(server.text()), action, was, after);
        }
    }

    private void append(long run, String kind, String message, Map<String, ?> data) {
        trail.append(run, new EventStore.NewEvent(kind, server.text(), message, data));
    }
}
