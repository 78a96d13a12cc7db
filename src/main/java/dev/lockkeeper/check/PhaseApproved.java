package dev.lockkeeper.check;

import dev.lockkeeper.catalog.ApprovalRule;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Whether exactly this SQL has been approved by as many people as the policy asks for, and rejected by nobody. */
@Component
@Order(60)
class PhaseApproved implements Check {

    private final Reviews reviews;

    PhaseApproved(Reviews reviews) {
        this.reviews = reviews;
    }

    @Override
    public String id() {
        return "phase-approved";
    }

    @Override
    public String title() {
        return "Approved as it stands";
    }

    @Override
    public boolean blocking() {
        return true;
    }

    @Override
    public boolean asksTarget() {
        return false;
    }

    @Override
    public Finding ask(Launch launch) {
        ApprovalRule.Decision decision =
                reviews.decide(launch.revision(), launch.target(), launch.phase(), launch.statements());
        return decision.approved() ? pass(launch, decision.why()) : fail(launch, decision.why(), advice(decision));
    }

    private static String advice(ApprovalRule.Decision decision) {
        if (!decision.rejections().isEmpty()) {
            return "Submit a revision that meets what is said, or ask who rejected it to withdraw that.";
        }
        return decision.missing() > 1
                ? "Ask " + decision.missing() + " different people with the role " + decision.roleWords()
                        + ", none of them its author, to read the SQL and approve it."
                : "Ask an approver who has not written it to read the SQL and approve it.";
    }
}
