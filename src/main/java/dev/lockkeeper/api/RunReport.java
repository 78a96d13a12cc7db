package dev.lockkeeper.api;

import dev.lockkeeper.audit.AuditRecord;
import dev.lockkeeper.audit.Head;
import dev.lockkeeper.audit.Verification;
import dev.lockkeeper.catalog.Approval;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.RunEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything on one run that an auditor asks for, at the moment of printing.
 *
 * @param author of the revision, "unknown" when it is gone
 * @param submittedAt null when the revision is gone
 * @param approvals of the revision for the run's target, withdrawn ones too, oldest first
 * @param boards as they were read at the launch and at each gate
 * @param records of the run, and of its migration's submission and approvals, in the order of the chain
 * @param events as the run's page shows them, oldest first, at most {@link #EVENTS}
 * @param chain what a walk along the whole chain found; null when nobody asked for it, or for a reader who may not verify it
 */
public record RunReport(
        Instant printedAt,
        String printedBy,
        Run run,
        String author,
        @Nullable Instant submittedAt,
        List<Approval> approvals,
        List<BoardRead> boards,
        List<AuditRecord> records,
        List<RunEvent> events,
        Head head,
        @Nullable Verification chain) {

    /** More than a run of many thousand steps has; those after it are on the run's page. */
    public static final int EVENTS = 2_000;

    /**
     * A board at a launch or at a gate.
     *
     * @param phase null at the launch
     * @param seq the record that has it
     * @param checks each with {@code id}, {@code result}, {@code blocking}, {@code evidence}
     * @param overrides each with {@code check}, {@code reason}
     */
    public record BoardRead(
            long seq,
            Instant at,
            String by,
            @Nullable String phase,
            List<Map<String, Object>> checks,
            List<Map<String, Object>> overrides,
            List<String> checklist) {}

    /** What people and the engine did with the run: the trail without the boards, which are shown apart. */
    public List<AuditRecord> ofPeople() {
        return records.stream()
                .filter(record -> !record.actor().kind().equals("engine"))
                .toList();
    }
}
