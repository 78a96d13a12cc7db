package dev.lockkeeper.api;

import dev.lockkeeper.Failure;
import dev.lockkeeper.catalog.Migrations;
import dev.lockkeeper.catalog.Rejection;
import dev.lockkeeper.catalog.Rejections;
import dev.lockkeeper.check.Reviews;
import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.target.Targets;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Instant;
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

/** Rejections of a revision. */
@RestController
@RequestMapping("/api/v1/migrations/{id}/revisions/{number}/rejections")
@Tag(name = "Approvals")
class RejectionsApi {

    private final Migrations migrations;
    private final Rejections rejections;
    private final Reviews reviews;
    private final Targets targets;
    private final CurrentPerson person;

    RejectionsApi(
            Migrations migrations, Rejections rejections, Reviews reviews, Targets targets, CurrentPerson person) {
        this.migrations = migrations;
        this.rejections = rejections;
        this.reviews = reviews;
        this.targets = targets;
        this.person = person;
    }

    /**
     * @param rejection its id
     * @param phase left out when it is about every phase
     * @param withdrawnAt left out while it stands
     */
    record RejectionJson(
            UUID rejection,
            String migration,
            int revision,
            String target,
            @Nullable String phase,
            String rejecter,
            String comment,
            Instant createdAt,
            @Nullable Instant withdrawnAt) {
        static RejectionJson of(Rejection rejection) {
            return new RejectionJson(
                    rejection.id(),
                    rejection.migration(),
                    rejection.revision(),
                    rejection.target(),
                    rejection.phase(),
                    rejection.rejecter(),
                    rejection.comment(),
                    rejection.createdAt(),
                    rejection.withdrawnAt());
        }
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Reject the revision on a target",
            description = "By whoever may approve it there, with the reason. It stands until it is withdrawn.")
    ResponseEntity<RejectionJson> reject(
            @PathVariable String id, @PathVariable int number, @RequestBody WordBody body) {
        Rejection given = reviews.reject(body.rejection(id, number), person.get());
        String here = "/api/v1/migrations/" + given.migration() + "/revisions/" + given.revision() + "/rejections";
        return ResponseEntity.created(URI.create(here)).body(RejectionJson.of(given));
    }

    @GetMapping
    @Operation(summary = "All rejections of the revision, withdrawn ones too, oldest first")
    PageBody<RejectionJson> list(
            @PathVariable String id,
            @PathVariable int number,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String after) {
        return PageBody.of(
                visible(id, number, person.get()),
                rejection -> rejection.id().toString(),
                RejectionJson::of,
                limit,
                after);
    }

    @DeleteMapping("/{rejection}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Withdraw a rejection", description = "By its giver or an admin.")
    void withdraw(@PathVariable String id, @PathVariable int number, @PathVariable UUID rejection) {
        Person by = person.get();
        if (visible(id, number, by).stream().noneMatch(known -> known.id().equals(rejection))) {
            throw Failure.notFound("rejection", rejection.toString());
        }
        rejections.withdraw(rejection, by);
    }

    private List<Rejection> visible(String id, int number, Person by) {
        migrations.revision(id, number, by);
        return rejections.of(id, number).stream()
                .filter(rejection -> !targets.hidden(rejection.target(), by))
                .toList();
    }
}
