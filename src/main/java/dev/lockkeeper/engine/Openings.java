package dev.lockkeeper.engine;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.catalog.Migrations;
import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.RunFacts;
import dev.lockkeeper.target.Session;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.TargetSession;
import dev.lockkeeper.target.Targets;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/** Opens a phase on its target: a named session, no leftover of a dead server, the same ledger, the same server. */
@Component
class Openings {

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
        Plan plan = plan(run);
        Target target = target(run);
        TargetSession session = targets.open(target, phaseName(run.id()));
        try {
            endLeftovers(run.id(), session);
            session.ledger().install();
            session.ledger().open(run.id(), run.digest(), session.identity());
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

    TargetSession open(Run run, String name) {
        return targets.open(target(run), name);
    }

    private static String phaseName(long run) {
        return "lockkeeper run " + run + " phase";
    }

    /**
     * A statement of a killed server may still run on the target. This task is the only one that may carry the phase, so whoever else has
     * its name is a leftover, and is ended before anything is begun; what it did, the catalog and the ledger tell afterwards.
     */
    private void endLeftovers(long run, TargetSession session) {
        for (Session other : session.sessions()) {
            if (other.application().equals(phaseName(run))) {
                facts.event(
                        run,
                        "target",
                        "Ended session " + other.id() + " of a server that went away (" + other.state() + ").",
                        Map.of("session", other.id()));
                session.terminate(other.id());
            }
        }
    }
}
