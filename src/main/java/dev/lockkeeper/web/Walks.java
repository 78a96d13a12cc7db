package dev.lockkeeper.web;

import dev.lockkeeper.run.BackfillProgress;
import dev.lockkeeper.run.Run;
import org.jspecify.annotations.Nullable;

/** What can be said of a walk over rows; null wherever there is none, or where it is not known. */
final class Walks {
    private Walks() {}

    /** The walk of that phase. */
    static @Nullable BackfillProgress of(Run run, @Nullable String phase) {
        BackfillProgress walk = run.backfill();
        return walk != null && phase != null && walk.step().startsWith(phase + "/") ? walk : null;
    }

    static @Nullable String percent(@Nullable BackfillProgress walk) {
        return walk == null ? null : Show.VALUES.percent(walk.rowsDone(), walk.rowsTotal());
    }

    /** 0 to 1. */
    static @Nullable Double share(@Nullable BackfillProgress walk) {
        if (walk == null || walk.rowsTotal() == null || walk.rowsTotal() == 0) {
            return null;
        }
        return Math.min(1.0, (double) walk.rowsDone() / walk.rowsTotal());
    }

    /** Why it is held back. */
    static @Nullable String hold(@Nullable BackfillProgress walk) {
        return walk != null && walk.verdict().equals("stop") ? walk.reason() : null;
    }
}
