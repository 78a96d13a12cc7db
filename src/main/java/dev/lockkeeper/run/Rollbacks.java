package dev.lockkeeper.run;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.catalog.Migrations;
import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.target.Resolved;
import dev.lockkeeper.target.StepSql;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What speaks against a rollback, and the wish for one. */
@Component
class Rollbacks {

    private final RunStore runs;
    private final RunReader reader;
    private final OtherRuns others;
    private final Migrations migrations;
    private final Clock clock;

    Rollbacks(RunStore runs, RunReader reader, OtherRuns others, Migrations migrations, Clock clock) {
        this.runs = runs;
        this.reader = reader;
        this.others = others;
        this.migrations = migrations;
        this.clock = clock;
    }

    /** Called with the run held. */
    Wishes.Answer answer(Run run, @Nullable String to, Person by) {
        if (!run.state().mayBecome(RunState.ROLLING_BACK)) {
            throw Wishes.illegal(run, "rollback");
        }
        List<Run.RunPhase> undone = undone(run, to);
        refuseIrreversible(run, undone);
        refuseOthers(run);
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("undoes", undone.stream().map(Run.RunPhase::phase).toList());
        if (to != null) {
            more.put("rollbackTo", to);
        }
        String done = "To be rolled back" + (to == null ? "" : " to " + to) + ", wishes " + by.username() + ".";
        RunStore.Move move = new RunStore.Move(RunState.ROLLING_BACK, Wish.ROLL_BACK, null, null, to);
        return new Wishes.Answer(move, done, clock.instant(), more);
    }

    /** The phases after the one that stays which have begun. */
    private static List<Run.RunPhase> undone(Run run, @Nullable String to) {
        List<String> names = run.phases().stream().map(Run.RunPhase::phase).toList();
        if (to != null && !names.contains(to)) {
            throw Failure.notFound("phase", to);
        }
        List<Run.RunPhase> after = run.phases().subList(to == null ? 0 : names.indexOf(to) + 1, names.size());
        List<Run.RunPhase> begun =
                after.stream().filter(phase -> phase.startedAt() != null).toList();
        if (begun.isEmpty()) {
            throw new Failure(
                    Code.ILLEGAL_STATE,
                    "Nothing" + (to == null ? "" : " after " + to) + " has begun in run " + run.id()
                            + ", so there is nothing to roll back.",
                    "Cancel the run if it is not to go on.");
        }
        return begun;
    }

    private void refuseIrreversible(Run run, List<Run.RunPhase> undone) {
        Resolved frozen = runs.resolved(run.id());
        List<String> irreversible = new ArrayList<>();
        for (Run.RunPhase phase : undone) {
            for (StepSql step : frozen.phase(phase.phase()).steps()) {
                String why = step.irreversible() != null ? step.irreversible() : gone(run, phase, step);
                if (why != null && happened(phase.steps().get(step.index()).state())) {
                    irreversible.add(phase.phase() + "/" + step.title() + " (" + why + ")");
                }
            }
        }
        if (!irreversible.isEmpty()) {
            throw new Failure(
                    Code.IRREVERSIBLE,
                    "These steps of run " + run.id() + " cannot be undone: " + String.join("; ", irreversible)
                            + ". Nothing was changed.",
                    "Roll back to the phase that holds the last of them, or go forward with a new migration.");
        }
    }

    /** Why the data that a step kept for a while are not there any more; null while they are. */
    private @Nullable String gone(Run run, Run.RunPhase phase, StepSql step) {
        if (step.later().isEmpty() || run.endedAt() == null) {
            return null;
        }
        Plan plan = migrations
                .revision(run.migration(), run.revision())
                .orElseThrow()
                .plan();
        Step planned = plan.phase(phase.phase()).orElseThrow().steps().get(step.index());
        return planned instanceof Step.DropColumn drop
                        && drop.keepFor() != null
                        && !run.endedAt().plus(drop.keepFor()).isAfter(clock.instant())
                ? "what it kept was to be dropped at " + run.endedAt().plus(drop.keepFor())
                : null;
    }

    private static boolean happened(StepState state) {
        return switch (state) {
            case RUNNING, SUCCEEDED, FAILED, IGNORED -> true;
            case PENDING, ALREADY_SO, ROLLED_BACK -> false;
        };
    }

    /** Undoing beneath a run that stands on it would break that one. */
    private void refuseOthers(Run run) {
        runs.lockTarget(run.target());
        reader.laterThan(run).ifPresent(later -> {
            throw new Failure(
                    Code.ILLEGAL_STATE,
                    "Run " + later.id() + " of " + run.migration() + " came after run " + run.id() + " and is "
                            + later.state().wire() + ". Nothing was changed.",
                    "Roll back run " + later.id() + " first.");
        });
        Plan plan = migrations
                .revision(run.migration(), run.revision())
                .orElseThrow()
                .plan();
        others.overlapping(plan, run.target(), other -> other.id() != run.id()).stream()
                .findFirst()
                .ifPresent(overlap -> {
                    throw LaunchWriter.alreadyRunning(overlap.run());
                });
    }
}
