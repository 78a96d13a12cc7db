package dev.lockkeeper.api;

import dev.lockkeeper.Failure;
import dev.lockkeeper.catalog.Approval;
import dev.lockkeeper.catalog.Approvals;
import dev.lockkeeper.catalog.Migrations;
import dev.lockkeeper.check.Reviews;
import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.target.Targets;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Approvals of a revision. */
@RestController
@RequestMapping("/api/v1/migrations/{id}/revisions/{number}/approvals")
@Tag(name = "Approvals")
class ApprovalsApi {

    private final Migrations migrations;
    private final Approvals approvals;
    private final Reviews reviews;
    private final Targets targets;
    private final CurrentPerson person;

    ApprovalsApi(Migrations migrations, Approvals approvals, Reviews reviews, Targets targets, CurrentPerson person) {
        this.migrations = migrations;
        this.approvals = approvals;
        this.reviews = reviews;
        this.targets = targets;
        this.person = person;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Approve the text and its SQL on a target", description = "Given twice, the first one stands.")
    ResponseEntity<ApprovalJson> give(@PathVariable String id, @PathVariable int number, @RequestBody WordBody body) {
        Approval given = reviews.approve(body.approval(id, number), person.get());
        String here = "/api/v1/migrations/" + given.migration() + "/revisions/" + given.revision() + "/approvals";
        return ResponseEntity.created(URI.create(here)).body(ApprovalJson.of(given));
    }

    @GetMapping
    @Operation(summary = "All approvals of the revision, withdrawn ones too, oldest first")
    PageBody<ApprovalJson> list(
            @PathVariable String id,
            @PathVariable int number,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String after) {
        return PageBody.of(
                visible(id, number, person.get()),
                approval -> approval.id().toString(),
                ApprovalJson::of,
                limit,
                after);
    }

    @DeleteMapping("/{approval}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Withdraw an approval", description = "By its giver or an admin.")
    void withdraw(@PathVariable String id, @PathVariable int number, @PathVariable UUID approval) {
        Person by = person.get();
        if (visible(id, number, by).stream().noneMatch(known -> known.id().equals(approval))) {
            throw Failure.notFound("approval", approval.toString());
        }
        approvals.withdraw(approval, by);
    }

    private List<Approval> visible(String id, int number, Person by) {
        migrations.revision(id, number, by);
        return approvals.of(id, number).stream()
                .filter(approval -> !targets.hidden(approval.target(), by))
                .toList();
    }
}
