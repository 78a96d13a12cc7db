package dev.lockkeeper.api;

import dev.lockkeeper.audit.Head;
import dev.lockkeeper.audit.Verification;
import dev.lockkeeper.security.CurrentPerson;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The report of one run, as its page prints it. */
@RestController
@RequestMapping("/api/v1/runs/{id}/report")
class ReportApi {

    private final RunReports reports;
    private final CurrentPerson person;

    ReportApi(RunReports reports, CurrentPerson person) {
        this.reports = reports;
        this.person = person;
    }

    /** On the wire. */
    record Report(
            Instant printedAt,
            String printedBy,
            RunsApiJson run,
            String author,
            @Nullable Instant submittedAt,
            List<Given> approvals,
            List<RunReport.BoardRead> boards,
            List<AuditBody> records,
            Head head,
            @Nullable Verification chain) {

        static Report of(RunReport report) {
            return new Report(
                    report.printedAt(),
                    report.printedBy(),
                    RunsApiJson.of(report.run()),
                    report.author(),
                    report.submittedAt(),
                    report.approvals().stream().map(Given::of).toList(),
                    report.boards(),
                    report.records().stream().map(AuditBody::of).toList(),
                    report.head(),
                    report.chain());
        }
    }

    /** @param withdrawnAt null while it stands */
    record Given(
            String id,
            String by,
            Instant at,
            @Nullable String phase,
            String digest,
            String comment,
            @Nullable Instant withdrawnAt) {

        static Given of(dev.lockkeeper.catalog.Approval approval) {
            return new Given(
                    approval.id().toString(),
                    approval.approver(),
                    approval.createdAt(),
                    approval.phase(),
                    approval.digest(),
                    approval.comment(),
                    approval.withdrawnAt());
        }
    }

    @GetMapping
    @Operation(summary = "Everything on a run for an auditor; with the role auditor or admin the chain is verified too")
    Report report(@PathVariable long id) {
        return Report.of(reports.of(id, true, person.get()));
    }
}
