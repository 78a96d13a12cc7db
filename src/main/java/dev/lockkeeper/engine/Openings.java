package dev.lockkeeper.engine;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.catalog.Migrations;
import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.RunFacts;
import dev.lockkeeper.run.StepState;
import dev.lockkeeper.target.Session;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.TargetSession;
import dev.lockkeeper.target.Targets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/** Opens a phase on its target: a named session, no leftover of a dead server, the same ledger, the same server. */
@Component
class Openings {

    /** Ending is asked for and takes a moment; until then the catalog may still change under the question whether it was done. */
    private static final int LOOKS = 40;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final RunFacts facts;
    private final Migrations migrations;
    private final Targets targets;

    Openings(RunFacts facts, Migrations migrations, Targets targets) {
        this.facts = facts;
        this.migrations = migrations;
        this.targets = targets;
    }

    /** Closes the session with it. */
    record Opened(Work work) implements AutoCloseable {
        @Override
        public void close() {
            work.session().close();
        }
    }

    Opened open(Run run, String phase, SchedulerClient scheduler, BooleanSupplier stopping) {
        return open(run, phase, false, scheduler, stopping);
    }

    /** To go on forward: what was begun must be known to the ledger, else it would be done once more. */
    Opened forward(Run run, String phase, SchedulerClient scheduler, BooleanSupplier stopping) {
        boolean begun = run.phases().stream()
                .flatMap(each -> each.steps().stream())
                .anyMatch(step -> step.state() != StepState.PENDING);
        return open(run, phase, begun, scheduler, stopping);
    }

    private Opened open(Run run, String phase, boolean begun, SchedulerClient scheduler, BooleanSupplier stopping) {
        Plan plan = plan(run);
        Target target = target(run);
        TargetSession session = targets.open(target, run.id(), "phase");
        try {
            endLeftovers(run.id(), session);
            session.ledger().install();
            session.ledger().open(run.id(), run.digest(), session.identity(), begun);
            return new Opened(new Work(
                    run.id(),
                    plan,
                    plan.phase(phase).orElseThrow(),
                    facts.frozen(run.id()).phase(phase),
                    target,
                    session,
                    scheduler,
                    stopping));
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    Plan plan(Run run) {
        return migrations
                .revision(run.migration(), run.revision())
                .orElseThrow()
                .plan();
    }

    Target target(Run run) {
        return targets.find(run.target())
                .orElseThrow(() -> new Failure(
                        Code.NOT_FOUND,
                        "The target '" + run.target() + "' is not registered any more. Nothing was done on it.",
                        "Register it again under the same name, then retry; or cancel the run."));
    }

    /** @param part {@code lane 2} */
    TargetSession open(Run run, String part) {
        return targets.open(target(run), run.id(), part);
    }

    /**
     * A statement of a killed server may still run on the target. This task is the only one that may carry the phase, so whoever else has
     * its name is a leftover, and is ended before anything is begun; what it did, the catalog and the ledger tell afterwards.
     */
    private void endLeftovers(long run, TargetSession session) {
        List<Session> leftovers = session.namesakes();
        for (Session other : leftovers) {
            facts.event(
                    run,
                    "target",
                    "Ended session " + other.id() + " of a server that went away (" + other.state() + ").",
                    Map.of("session", other.id()));
            session.terminate(other.id());
        }
        for (int look = 0; look < LOOKS && !session.namesakes().isEmpty(); look++) {
            Pauses.sleep(BETWEEN_LOOKS);
        }
        if (!leftovers.isEmpty() && !session.namesakes().isEmpty()) {
            throw new Failure(
                    Code.TARGET_UNREACHABLE,
                    "A statement of a server that went away is still being ended on the target. Nothing new was begun.",
                    "Nothing to do: it is looked for again.");
        }
    }
}
