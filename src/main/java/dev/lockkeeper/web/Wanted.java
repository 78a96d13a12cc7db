package dev.lockkeeper.web;

import dev.lockkeeper.catalog.Approval;
import dev.lockkeeper.catalog.ApprovalRule.Decision;
import dev.lockkeeper.catalog.Rejection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Approvals that are still missing.
 *
 * @param more how many different people have to approve besides
 * @param roles of which each needs one, in words
 * @param givers ids of those whose approvals count already
 * @param rejection who has said no and why; null when nobody has
 */
record Wanted(int more, String roles, Set<Long> givers, @Nullable String rejection) {

    Wanted {
        givers = Set.copyOf(givers);
    }

    /** Null when nothing is missing. */
    static @Nullable Wanted of(List<Decision> decisions) {
        List<Decision> open =
                decisions.stream().filter(decision -> !decision.approved()).toList();
        if (open.isEmpty()) {
            return null;
        }
        Decision most =
                open.stream().max(Comparator.comparingInt(Decision::missing)).orElseThrow();
        Set<Long> givers = new HashSet<>(givers(most));
        open.forEach(decision -> givers.retainAll(givers(decision)));
        String rejection = open.stream()
                .flatMap(decision -> decision.rejections().stream())
                .findFirst()
                .map(Wanted::words)
                .orElse(null);
        return new Wanted(most.missing(), most.roleWords(), givers, rejection);
    }

    private static Set<Long> givers(Decision decision) {
        return decision.counted().stream().map(Approval::approverId).collect(Collectors.toSet());
    }

    private static String words(Rejection rejection) {
        String comment = Show.VALUES.shortened(rejection.comment());
        return rejection.rejecter() + " rejected " + rejection.subject() + ": “" + comment
                + (comment.endsWith(".") ? "”" : "”.");
    }

    /** Whether this very reader can give what is missing. */
    boolean from(Reader reader) {
        return rejection == null && reader.mayApprove() && !givers.contains(reader.id());
    }

    /** Who is waited for, when it is not the reader. */
    String waitsFor(Reader reader) {
        if (rejection != null) {
            return rejection + " It waits for a new revision, or for who rejected it to withdraw that.";
        }
        String people = people();
        if (reader.approver() && reader.author()) {
            return "It waits for " + people + " other than you: nobody approves what they wrote.";
        }
        return givers.contains(reader.id())
                ? "Your approval counts. It waits for " + people + "."
                : "It waits for " + people + (givers.isEmpty() ? "." : ", not the author.");
    }

    private String people() {
        if (more > 1) {
            return more + (givers.isEmpty() ? "" : " more") + " people with the role " + roles;
        }
        return (givers.isEmpty() ? "an " : "one more ") + roles;
    }
}
