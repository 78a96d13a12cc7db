package dev.lockkeeper.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a migration stands on a target: its newest run there, and what people have said of its newest revision for it. One of both is
 * there.
 *
 * @param run the newest on that target, null when there was none
 * @param approvers who has approved the newest revision for the target; whether each counts, the board says
 * @param mine whether the reader is one of them
 * @param rejecter who has rejected it there, null when nobody has
 * @param comment why
 * @param beside how many targets of the environment it stands on, those that are not listed too
 */
public record Standing(
        String migration,
        String target,
        String environment,
        @Nullable String team,
        @Nullable RunLine run,
        List<String> approvers,
        boolean mine,
        @Nullable String rejecter,
        @Nullable String comment,
        long beside) {
    public Standing {
        approvers = List.copyOf(approvers);
    }
}
