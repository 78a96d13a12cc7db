package dev.lockkeeper.engine;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.run.Claim;
import dev.lockkeeper.run.HoleState;
import dev.lockkeeper.run.PhaseState;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.Run.RunError;
import dev.lockkeeper.run.RunFacts;
import dev.lockkeeper.run.RunState;
import dev.lockkeeper.run.Wish;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Carries one run as far as it goes: reads where it stands, does the next thing, and reads again. Holds nothing between two readings, so
 * any server can go on where another was killed.
 */
@Component
class Conductor {

    private static final Logger LOG = LoggerFactory.getLogger(Conductor.class);
    private static final Duration UNREACHABLE_PAUSE = Duration.ofSeconds(3);

    private final RunFacts facts;
    private final PhaseGates gates;
    private final PhaseWork phases;
    private final RollBack rollBack;
    private final Retention retention;
    private final Clock clock;

    Conductor(RunFacts facts, PhaseGates gates, PhaseWork phases, RollBack rollBack, Retention retention, Clock clock) {
        this.facts = facts;
        this.gates = gates;
        this.phases = phases;
        this.rollBack = rollBack;
        this.retention = retention;
        this.clock = clock;
    }

    /** Where a run was left: at rest as of that version, or to be looked at again at that time. */
    record Next(long version, @Nullable Instant again) {}

    Next advance(Claim claim, SchedulerClient scheduler, BooleanSupplier stopping) {
        while (!stopping.getAsBoolean()) {
            Run run = facts.get(claim.run());
            Optional<Instant> again = Optional.empty();
            switch (run.state()) {
                case CANCELLED, ROLLED_BACK, SUCCEEDED, PAUSED, FAILED -> {
                    return new Next(run.version(), null);
                }
                case STUCK -> {
                    if (!decidedMeanwhile(run)) {
                        return new Next(run.version(), null);
                    }
                    RunState to = run.wish() == Wish.ROLL_BACK ? RunState.ROLLING_BACK : RunState.RUNNING;
                    facts.become(claim, run, to, null, null, "Goes on: its holes were decided on meanwhile.");
                }
                case PAUSING -> facts.become(claim, run, RunState.PAUSED, null, null, "Paused.");
                case CANCELLING ->
                    facts.become(claim, run, RunState.CANCELLED, null, null, "Cancelled; what was done stays done.");
                case INTERRUPTED -> again = afterInterruption(claim, run, scheduler, stopping);
                case SCHEDULED, RUNNING, WAITING -> again = forward(claim, run, scheduler, stopping);
                case ROLLING_BACK -> again = backward(claim, run, scheduler, stopping);
            }
            if (again.isPresent()) {
                return new Next(run.version(), again.get());
            }
        }
        return new Next(-1, clock.instant());
    }

    /** Somebody may have decided on the last hole just before the run got stuck over it, when there was nothing to move yet. */
    private static boolean decidedMeanwhile(Run run) {
        boolean overHoles = run.error() != null && run.error().code().equals(Code.OPEN_HOLES.wire());
        boolean free = run.wish() == Wish.GO || run.wish() == Wish.ROLL_BACK;
        return overHoles
                && free
                && (run.holes().stream().noneMatch(hole -> hole.state() == HoleState.OPEN)
                        || run.holes().stream().anyMatch(hole -> hole.state() == HoleState.RETRYING));
    }

    /** What somebody wished before or while the server was away still holds. */
    private Optional<Instant> afterInterruption(
            Claim claim, Run run, SchedulerClient scheduler, BooleanSupplier stopping) {
        return switch (run.wish()) {
            case PAUSE -> {
                facts.become(claim, run, RunState.PAUSED, null, null, "Paused.");
                yield Optional.empty();
            }
            case CANCEL -> {
                facts.become(claim, run, RunState.CANCELLED, null, null, "Cancelled; what was done stays done.");
                yield Optional.empty();
            }
            case ROLL_BACK -> {
                facts.become(claim, run, RunState.ROLLING_BACK, null, null, "Rolling back goes on.");
                yield Optional.empty();
            }
            case GO -> forward(claim, run, scheduler, stopping);
        };
    }

    private Optional<Instant> forward(Claim claim, Run run, SchedulerClient scheduler, BooleanSupplier stopping) {
        Optional<Run.RunPhase> next = run.phases().stream()
                .filter(phase -> phase.state() != PhaseState.SUCCEEDED)
                .findFirst();
        if (next.isEmpty()) {
            if (run.state() != RunState.RUNNING) {
                facts.become(claim, run, RunState.RUNNING, null, null, "Goes on.");
            } else {
                retention.succeeded(claim, run, scheduler);
            }
            return Optional.empty();
        }
        String phase = next.get().phase();
        if (!begun(next.get())) {
            PhaseGates.Answer answer = gates.ask(run, phase);
            if (answer.waitingFor() != null) {
                return waitAt(claim, run, phase, answer);
            }
        }
        if (run.state() != RunState.RUNNING) {
            facts.become(claim, run, RunState.RUNNING, null, null, message(run, phase));
            return Optional.empty();
        }
        return guarded(claim, run, phase, () -> phases.forward(claim, run, phase, scheduler, stopping));
    }

    private static boolean begun(Run.RunPhase phase) {
        return phase.state() == PhaseState.RUNNING || phase.state() == PhaseState.FAILED;
    }

    private static String message(Run run, String phase) {
        return switch (run.state()) {
            case INTERRUPTED -> "Taken up again at the ledger's checkpoint, in phase " + phase + ".";
            case SCHEDULED -> "Started with phase " + phase + ".";
            default -> "Goes on with phase " + phase + ".";
        };
    }

    private Optional<Instant> waitAt(Claim claim, Run run, String phase, PhaseGates.Answer answer) {
        String waitingFor = String.valueOf(answer.waitingFor());
        if (run.state() == RunState.INTERRUPTED) {
            facts.become(claim, run, RunState.RUNNING, null, null, message(run, phase));
            return Optional.empty();
        }
        if (run.state() != RunState.WAITING) {
            facts.phase(claim, phase, PhaseState.WAITING, "Phase " + phase + " stands at its gate.");
            facts.become(claim, run, RunState.WAITING, waitingFor, null, "Waits for " + waitingFor + ".");
            return Optional.empty();
        }
        return facts.waitsFor(claim, run, waitingFor) && waitingFor.equals(run.waitingFor())
                ? Optional.of(clock.instant().plus(answer.again()))
                : Optional.empty();
    }

    private Optional<Instant> backward(Claim claim, Run run, SchedulerClient scheduler, BooleanSupplier stopping) {
        Optional<String> last = rollBack.next(run);
        if (last.isEmpty()) {
            facts.become(claim, run, RunState.ROLLED_BACK, null, null, rollBack.summary(run));
            return Optional.empty();
        }
        return guarded(claim, run, last.get(), () -> rollBack.phase(claim, run, last.get(), scheduler, stopping));
    }

    /** Turns whatever goes wrong into the run's state; nothing is lost, because each step has written what it did. */
    private Optional<Instant> guarded(Claim claim, Run run, String phase, Supplier<Optional<Instant>> work) {
        try {
            return work.get();
        } catch (Pauses.Interrupted stopped) {
            throw stopped;
        } catch (Failure failure) {
            if (failure.code() == Code.FENCED) {
                throw failure;
            }
            if (failure.code() == Code.TARGET_UNREACHABLE) {
                facts.event(
                        claim,
                        "target",
                        failure.message() + " Tried again in " + UNREACHABLE_PAUSE.toSeconds() + " s.",
                        Map.of());
                return Optional.of(clock.instant().plus(UNREACHABLE_PAUSE));
            }
            end(claim, phase, failure);
            return Optional.empty();
        } catch (DataAccessResourceFailureException | TransactionException e) {
            // Our own store went away for a moment: what the step did is in the ledger, and nobody has to decide
            // anything.
            LOG.warn("Run {} is left for a moment in phase {}: the store does not answer", run.id(), phase, e);
            return Optional.of(clock.instant().plus(UNREACHABLE_PAUSE));
        } catch (RuntimeException e) {
            LOG.error("Run {} met an error of ours in phase {}", run.id(), phase, e);
            end(
                    claim,
                    phase,
                    new Failure(
                            Code.INTERNAL,
                            "An error of Lockkeeper's own stopped phase " + phase + ": "
                                    + e.getClass().getSimpleName() + ". The target keeps what its ledger says.",
                            "The server's log has the details under 'Run " + run.id() + "'. Retry, or cancel.",
                            e));
            return Optional.empty();
        }
    }

    private void end(Claim claim, String phase, Failure failure) {
        Run run = facts.get(claim.run());
        RunState next = failure.kind() == Failure.Kind.UNKNOWN_OUTCOME ? RunState.STUCK : RunState.FAILED;
        if (run.state() != RunState.ROLLING_BACK) {
            facts.phase(claim, phase, PhaseState.FAILED, "Phase " + phase + " failed.");
        }
        RunError error = new RunError(failure.code().wire(), failure.message(), failure.advice());
        Run now = facts.get(claim.run());
        if (now.state().mayBecome(next)) {
            facts.become(claim, now, next, null, error, failure.message());
        }
    }
}
