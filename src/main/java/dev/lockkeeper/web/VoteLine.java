package dev.lockkeeper.web;

import dev.lockkeeper.catalog.Approval;
import dev.lockkeeper.catalog.ApprovalRule.Decision;
import dev.lockkeeper.catalog.ApprovalRule.Uncounted;
import dev.lockkeeper.check.ReviewView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An approval as it stands on a page.
 *
 * @param why it does not count, in sentences; empty while it does
 */
record VoteLine(Approval approval, Mark mark, String why) {

    /** @param exact null when the SQL is not known, so that nothing can be said of what is void */
    static List<VoteLine> of(List<Approval> approvals, @Nullable ReviewView exact) {
        List<Decision> decisions = exact == null
                ? List.of()
                : exact.phases().stream().map(ReviewView.PhaseView::approval).toList();
        return approvals.stream().map(approval -> of(approval, decisions)).toList();
    }

    private static VoteLine of(Approval approval, List<Decision> decisions) {
        if (approval.withdrawnAt() != null) {
            return new VoteLine(approval, new Mark("back", "approved, withdrawn", "idle"), "");
        }
        List<String> reasons = decisions.stream()
                .flatMap(decision -> decision.uncounted().stream())
                .filter(uncounted ->
                        uncounted.meant() && uncounted.approval().id().equals(approval.id()))
                .map(Uncounted::why)
                .distinct()
                .toList();
        return reasons.isEmpty()
                ? new VoteLine(approval, new Mark("check", "approved", "ok"), "")
                : new VoteLine(
                        approval, new Mark("warning", "approved, does not count", "hold"), String.join(" ", reasons));
    }

    /** Whether it stands, and nothing is wrong with it. */
    boolean counts() {
        return stands() && why.isEmpty();
    }

    public boolean stands() {
        return approval.withdrawnAt() == null;
    }
}
