package dev.lockkeeper.lint;

import dev.lockkeeper.plan.Level;
import org.jspecify.annotations.Nullable;

/**
 * What a rule says of a statement.
 *
 * @param message the danger here, in one sentence, with names and the target's numbers
 * @param saferWay as SQL, which has no finding of its own; empty where there is none
 * @param plan a migration file that does the same without blocking, null where there is none
 * @param level null for the rule's usual one; a rule may say less of a small table and more of a large one
 */
public record Remark(String message, String saferWay, @Nullable String plan, @Nullable Level level) {

    public static Remark of(String message, String saferWay) {
        return new Remark(message, saferWay, null, null);
    }

    public Remark with(@Nullable String phasedPlan) {
        return new Remark(message, saferWay, phasedPlan, level);
    }

    public Remark at(Level other) {
        return new Remark(message, saferWay, plan, other);
    }
}
