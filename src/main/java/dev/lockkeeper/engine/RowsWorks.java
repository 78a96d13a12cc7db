package dev.lockkeeper.engine;

import dev.lockkeeper.plan.Identifier;
import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.run.RunState;
import dev.lockkeeper.target.RowsWork;

/** What the name of a walk in the ledger means: {@code phase/index}, or {@code phase/index/back} for the clearing of a backfill. */
final class RowsWorks {

    private static final String BACK = "/back";

    /** Reading locks nothing and logs nothing, so only its time bounds a chunk that is compared. */
    private static final Step.ChunkSize OF_A_COMPARISON = new Step.ChunkSize(
            Step.ChunkSize.DEFAULT.time(), Step.ChunkSize.DEFAULT.min(), 1_000_000, Step.ChunkSize.DEFAULT.bytes());

    private RowsWorks() {}

    static String back(String step) {
        return step + BACK;
    }

    /** The only state of a run in which the walk of that name goes on: what clears rows must not meet what still fills them. */
    static RunState stateOf(String name) {
        return name.endsWith(BACK) ? RunState.ROLLING_BACK : RunState.RUNNING;
    }

    static RowsWork of(Plan plan, long run, String name) {
        Step step = step(plan, name);
        if (step instanceof Step.Backfill backfill) {
            boolean clear = name.endsWith(BACK);
            return new RowsWork(
                    run,
                    name,
                    clear ? RowsWork.Kind.CLEAR : RowsWork.Kind.WRITE,
                    backfill.table(),
                    backfill.set(),
                    clear ? Step.Guard.NONE : backfill.guard(),
                    backfill.guard() == Step.Guard.MARKER
                            ? plan.markerOf(backfill.table()).orElseThrow()
                            : null);
        }
        if (step instanceof Step.Verify verify) {
            Identifier marker =
                    verify.fromSync() ? plan.markerOf(verify.table()).orElse(null) : null;
            Step.Guard guard = marker == null ? Step.Guard.MISMATCH : Step.Guard.MARKER;
            return new RowsWork(run, name, RowsWork.Kind.COMPARE, verify.table(), verify.same(), guard, marker);
        }
        throw new IllegalStateException(step.kind() + " does not walk rows: " + name);
    }

    static Step.ChunkSize sizeOf(Plan plan, String name) {
        return step(plan, name) instanceof Step.Backfill backfill ? backfill.chunk() : OF_A_COMPARISON;
    }

    private static Step step(Plan plan, String name) {
        String forward = name.endsWith(BACK) ? name.substring(0, name.length() - BACK.length()) : name;
        int slash = forward.lastIndexOf('/');
        return plan.phase(forward.substring(0, slash))
                .orElseThrow()
                .steps()
                .get(Integer.parseInt(forward.substring(slash + 1)));
    }
}
