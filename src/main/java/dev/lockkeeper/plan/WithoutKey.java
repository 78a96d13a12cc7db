package dev.lockkeeper.plan;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a step may walk a table without a key where its rows lie. An update moves a row, maybe to a place that the walk has passed; so
 * each write of an application must do itself what the walk would have done.
 */
public final class WithoutKey {

    private WithoutKey() {}

    /** Why not, as a sentence; empty when it may. @param walk a backfill or a verify of the plan, the very object */
    public static Optional<String> refusal(Plan plan, Step walk) {
        if (walk instanceof Step.Backfill backfill && backfill.guard() == Step.Guard.NONE) {
            return Optional.of(
                    "without a key 'guard: none' cannot be kept: a row moves when it is updated, and would be written twice or not at all");
        }
        Step.KeepInSync sync = standing(plan, walk);
        if (sync == null || !sync.set().entrySet().containsAll(columns(walk).entrySet())) {
            return Optional.of(
                    "without a key its rows are walked where they lie, and an update moves a row; so a keepInSync of the"
                            + " table with the same columns and expressions must come before and not be stopped yet");
        }
        return sync.reverse().isEmpty() || marked(plan, walk)
                ? Optional.empty()
                : Optional.of(
                        "without a key and with 'reverse', an update of other columns moves a row without computing its columns;"
                                + " use 'guard: marker', which computes them at any update");
    }

    private static Step.@Nullable KeepInSync standing(Plan plan, Step walk) {
        TableName table = walk.about().orElseThrow();
        Step.KeepInSync standing = null;
        for (Phase phase : plan.phases()) {
            for (Step step : phase.steps()) {
                if (same(step, walk)) {
                    return standing;
                }
                if (step instanceof Step.KeepInSync sync && sync.table().equals(table)) {
                    standing = sync;
                } else if (step instanceof Step.StopSync stop && stop.table().equals(table)) {
                    standing = null;
                }
            }
        }
        throw new IllegalArgumentException("the step is not of this plan: " + walk.title());
    }

    /** Two steps that say the same are still two, one of them before the stop and one behind it. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean same(Step one, Step other) {
        return one == other;
    }

    private static Map<Identifier, String> columns(Step walk) {
        return walk instanceof Step.Backfill backfill
                ? backfill.set()
                : walk instanceof Step.Verify verify ? verify.same() : Map.of();
    }

    private static boolean marked(Plan plan, Step walk) {
        return walk instanceof Step.Backfill backfill
                ? backfill.guard() == Step.Guard.MARKER
                : walk instanceof Step.Verify verify
                        && verify.fromSync()
                        && plan.markerOf(verify.table()).isPresent();
    }
}
