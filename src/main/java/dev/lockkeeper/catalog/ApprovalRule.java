package dev.lockkeeper.catalog;

import java.util.ArrayList;
import java.util.List;

/** Whether a phase is approved. One standing approval of somebody other than the author is needed. */
public final class ApprovalRule {
    private ApprovalRule() {}

    /**
     * What is to be approved.
     *
     * @param needsOwn whether the gate of the phase asks for an approval of its own
     * @param sqlDigest of the phase's SQL as it would be sent, forward and back
     * @param authorId who wrote the revision
     */
    public record Question(String target, String phase, boolean needsOwn, String sqlDigest, long authorId) {}

    /** @param why one sentence for people, whatever the answer */
    public record Decision(boolean approved, String why) {}

    /** @param approvals of the revision; those for other targets are passed over */
    public static Decision decide(List<Approval> approvals, Question question) {
        List<String> reasons = new ArrayList<>();
        for (Approval approval : approvals) {
            if (!approval.target().equals(question.target())) {
                continue;
            }
            if (approval.approverId() != question.authorId()
                    && approval.covers(question.phase(), question.needsOwn(), question.sqlDigest())) {
                String what = approval.phase() == null ? "the plan" : "the phase " + approval.phase();
                return new Decision(true, approval.approver() + " has approved " + what + " with exactly this SQL.");
            }
            reasons.add(whyNot(approval, question));
        }
        return new Decision(false, reasons.isEmpty() ? nobody(question) : String.join(" ", reasons));
    }

    private static String nobody(Question question) {
        return "Nobody has approved " + (question.needsOwn() ? "the phase " + question.phase() : "it") + " for "
                + question.target() + ".";
    }

    private static String whyNot(Approval approval, Question question) {
        String whose = "The approval of " + approval.approver();
        if (approval.withdrawnAt() != null) {
            return whose + " was withdrawn.";
        }
        if (approval.approverId() == question.authorId()) {
            return whose + " does not count: it is the author's own.";
        }
        if (approval.phase() == null && question.needsOwn()) {
            return whose + " covers the plan; " + question.phase() + " asks for one of its own.";
        }
        if (approval.phase() != null && !approval.phase().equals(question.phase())) {
            return whose + " is for the phase " + approval.phase() + " only.";
        }
        return whose + " was for other SQL: void.";
    }
}
