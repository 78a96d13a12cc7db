package dev.lockkeeper.engine;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.catalog.Migrations;
import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.run.Claim;
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

    Opened open(Claim claim, Run run, String phase, SchedulerClient scheduler, BooleanSupplier stopping) {
        return open(claim, run, phase, false, scheduler, stopping);
    }

    /** To go on forward: what was begun must be known to the ledger, else it would be done once more. */
    Opened forward(Claim claim, Run run, String phase, SchedulerClient scheduler, BooleanSupplier stopping) {
        boolean begun = run.phases().stream()
                .flatMap(each -> each.steps().stream())
                .anyMatch(step -> step.state() != StepState.PENDING);
        return open(claim, run, phase, begun, scheduler, stopping);
    }

    private Opened open(
            Claim claim, Run run, String phase, boolean begun, SchedulerClient scheduler, BooleanSupplier stopping) {
        Plan plan = plan(run);
        Target target = target(run);
        TargetSession session = targets.open(target, run.id(), "phase");
        try {
            openLedger(claim, run, session, begun);
            endLeftovers(claim, session);
            return new Opened(new Work(
                    claim,
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

    /** A dead server's transaction may hold the ledger for a moment, and then nothing is wrong. */
    private static void openLedger(Claim claim, Run run, TargetSession session, boolean begun) {
        try {
            session.ledger().install();
            session.ledger().open(run.id(), run.digest(), session.identity(), begun, claim.epoch());
        } catch (Failure failure) {
            if (failure.code() != Code.LOCK_NOT_GRANTED) {
                throw failure;
            }
            throw new Failure(
                    Code.TARGET_UNREACHABLE,
                    "Another session holds the ledger in the target (schema lockkeeper). Nothing was begun.",
                    "Nothing to do: it is asked for again. If it lasts, end the session that holds lockkeeper.run.",
                    failure);
        }
    }

    /**
     * A statement of a killed server may still run on the target. Whoever else has this session's name is a leftover, and is ended before
     * anything is begun; what it did, the catalog and the ledger tell afterwards.
     *
     * <p>Comes after the ledger was opened, and so never ends the session of a newer owner: who is older than what the ledger knows does
     * not come here, and who came here and fell asleep has lost the session that it would end another with.
     */
    private void endLeftovers(Claim claim, TargetSession session) {
        List<Session> leftovers = session.namesakes();
        for (Session other : leftovers) {
            facts.event(
                    claim,
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
