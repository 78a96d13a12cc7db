package dev.lockkeeper.check;

import dev.lockkeeper.catalog.Approval;
import dev.lockkeeper.check.ReviewedTables.Reviewed;
import dev.lockkeeper.plan.Digest;
import dev.lockkeeper.plan.Phase;
import dev.lockkeeper.plan.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Whether the tables are defined as they were when the last approver looked at them. */
@Component
@Order(65)
class SchemaAsReviewed implements Check {

    private static final int SHOWN = 12;

    private final ReviewedTables reviewed;

    SchemaAsReviewed(ReviewedTables reviewed) {
        this.reviewed = reviewed;
    }

    @Override
    public String id() {
        return "schema-as-reviewed";
    }

    @Override
    public String title() {
        return "The tables are as they were reviewed";
    }

    @Override
    public boolean blocking() {
        return false;
    }

    @Override
    public Finding ask(Launch launch) {
        launch.reached();
        List<UUID> standing = launch.approvals().stream()
                .filter(approval -> stands(launch, approval))
                .map(Approval::id)
                .toList();
        Optional<Reviewed> before = reviewed.newest(standing);
        if (before.isEmpty()) {
            return cannotTell(
                    launch,
                    standing.isEmpty()
                            ? "Nobody has approved this phase on "
                                    + launch.target().name() + ", so there is nothing to compare with."
                            : "When it was approved, the definitions of the tables were not kept yet.",
                    "Approve it: the definitions of that moment are kept with the approval.");
        }
        Map<String, Map<String, String>> now = Definitions.of(launch.revision().plan(), launch.reached());
        List<String> lines = Definitions.differences(before.get().tables(), now);
        String at = "since " + Times.inWords(before.get().at());
        if (lines.isEmpty()) {
            return pass(
                    launch,
                    (now.size() == 1 ? "1 table is" : now.size() + " tables are") + " defined as " + at
                            + ", fingerprint " + Digest.of(now.toString()).substring(0, 12) + ".");
        }
        String differ = "Different " + at + ": " + String.join("; ", lines.subList(0, Math.min(SHOWN, lines.size())))
                + (lines.size() > SHOWN ? "; and " + (lines.size() - SHOWN) + " more" : "") + ".";
        return launch.run() != null && ranOwnSql(launch)
                ? cannotTell(
                        launch,
                        differ + " Statements of the author's own have run since, and may have made it so.",
                        "Compare these with what the earlier phases do.")
                : fail(
                        launch,
                        differ,
                        "Read the plan again with that in mind; who approves it again takes the tables as they are now.");
    }

    private static boolean stands(Launch launch, Approval approval) {
        String phase = approval.phase();
        return approval.withdrawnAt() == null
                && approval.target().equals(launch.target().name())
                && (phase == null || phase.equals(launch.phase().name()));
    }

    private static boolean ranOwnSql(Launch launch) {
        List<Phase> phases = launch.revision().plan().phases();
        return phases.subList(0, phases.indexOf(launch.phase())).stream()
                .flatMap(phase -> phase.steps().stream())
                .anyMatch(Step.Sql.class::isInstance);
    }
}
