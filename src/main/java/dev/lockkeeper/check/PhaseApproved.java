package dev.lockkeeper.check;

import dev.lockkeeper.catalog.ApprovalRule;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Whether exactly this SQL has been approved by somebody other than the author. */
@Component
@Order(60)
class PhaseApproved implements Check {

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
    public Finding ask(Launch launch) {
        String digest = launch.statements().phase(launch.phase().name()).digest();
        ApprovalRule.Decision decision = ApprovalRule.decide(
                launch.approvals(), Reviews.question(launch.revision(), launch.target(), launch.phase(), digest));
        return decision.approved()
                ? pass(launch, decision.why())
                : fail(
                        launch,
                        decision.why(),
                        "Ask an approver who has not written it to read the SQL and approve it.");
    }
}
