package dev.lockkeeper.web;

import dev.lockkeeper.catalog.Approval;
import dev.lockkeeper.catalog.Approvals;
import dev.lockkeeper.catalog.Migrations;
import dev.lockkeeper.catalog.Revision;
import dev.lockkeeper.plan.Gate;
import dev.lockkeeper.plan.Phase;
import dev.lockkeeper.run.PhaseState;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.Run.RunPhase;
import dev.lockkeeper.run.RunState;
import dev.lockkeeper.run.Runs;
import dev.lockkeeper.security.Person;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads what the pages and the live streams show of runs. */
@Component
class RunViews {
    private static final int EVENTS_SHOWN = 40;

    private static final int VERDICTS_SHOWN = 8;

    private static final int SAMPLES_SHOWN = 12;

    private final Runs runs;
    private final Migrations migrations;
    private final Approvals approvals;
    private final RunApprovals rule;
    private final RunLocks locks;

    RunViews(Runs runs, Migrations migrations, Approvals approvals, RunApprovals rule, RunLocks locks) {
        this.runs = runs;
        this.migrations = migrations;
        this.approvals = approvals;
        this.rule = rule;
        this.locks = locks;
    }

    RunView read(long id, Person by) {
        Run run = runs.get(id, by);
        Optional<Revision> revision = migrations.revision(run.migration(), run.revision());
        List<Approval> standing = standing(run);
        return new RunView(
                run,
                revision.map(Revision::author).orElse("unknown"),
                revision.map(Revision::authorId).orElse(-1L),
                gate(run, revision),
                standing,
                run.phases().stream()
                        .map(RunPhase::phase)
                        .collect(Collectors.toMap(phase -> phase, phase -> gateOf(revision, phase))),
                runs.told(id, EVENTS_SHOWN, by),
                runs.sampled(id, SAMPLES_SHOWN, by),
                runs.throttle(id, true, VERDICTS_SHOWN, by),
                locks.of(run, revision.map(Revision::plan), by));
    }

    /** The runs of a migration on a target, newest first. */
    List<Run> newest(String migration, String target, int count, Person by) {
        return runs.list(migration, target, null, count, null, by).items();
    }

    /** What the reader of a list is asked to do, without the feed. */
    NextAction next(Run run, Person by) {
        Optional<Revision> revision = migrations.revision(run.migration(), run.revision());
        Reader reader = rule.reader(run, revision.map(Revision::authorId).orElse(-1L), by);
        return NextAction.of(run, gate(run, revision), reader);
    }

    Reader reader(Run run, Person by) {
        Optional<Revision> revision = migrations.revision(run.migration(), run.revision());
        return rule.reader(run, revision.map(Revision::authorId).orElse(-1L), by);
    }

    Reader reader(RunView view, Person by) {
        return rule.reader(view.run(), view.authorId(), by);
    }

    /** The gate at which the run waits for an approval; null when it waits for none. */
    @Nullable
    GateStanding awaitedApproval(Run run) {
        GateStanding gate = gate(run, migrations.revision(run.migration(), run.revision()));
        return gate != null && gate.wanted() != null ? gate : null;
    }

    private List<Approval> standing(Run run) {
        return approvals.of(run.migration(), run.revision()).stream()
                .filter(approval ->
                        approval.withdrawnAt() == null && approval.target().equals(run.target()))
                .toList();
    }

    private @Nullable GateStanding gate(Run run, Optional<Revision> revision) {
        if (run.state() != RunState.WAITING) {
            return null;
        }
        List<RunPhase> phases = run.phases();
        for (int i = 0; i < phases.size(); i++) {
            RunPhase phase = phases.get(i);
            if (phase.state() == PhaseState.WAITING || phase.state() == PhaseState.PENDING) {
                Gate gate = gateOf(revision, phase.phase());
                Wanted wanted = rule.wanted(run, revision, phase.phase());
                boolean person = gate.needsPerson() || run.leftOut(phase.phase());
                return phase.openedBy() != null && i > 0 && wanted == null
                        ? null
                        : new GateStanding(
                                phase.phase(),
                                gate,
                                wanted,
                                soak(gate, i == 0 ? null : phases.get(i - 1).endedAt()),
                                person);
            }
        }
        return null;
    }

    private static @Nullable Instant soak(Gate gate, @Nullable Instant since) {
        if (since == null || gate.soak().isZero()) {
            return null;
        }
        Instant until = since.plus(gate.soak());
        return until.isAfter(Instant.now()) ? until : null;
    }

    private static Gate gateOf(Optional<Revision> revision, String phase) {
        return revision.flatMap(found -> found.plan().phase(phase))
                .map(Phase::gate)
                .orElse(Gate.OPEN);
    }
}
