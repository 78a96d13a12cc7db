package dev.lockkeeper.api;

import dev.lockkeeper.catalog.Migrations;
import dev.lockkeeper.catalog.Revision;
import dev.lockkeeper.check.BlastRadius;
import dev.lockkeeper.check.Reviews;
import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.target.Resolved;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.Targets;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/migrations/{id}/revisions/{number}/sql}: what a revision will send to a target, and what that does to others. */
@RestController
@RequestMapping("/api/v1/migrations")
@Tag(name = "Migrations")
class SqlApi {

    private final Migrations migrations;
    private final Reviews reviews;
    private final BlastRadius radius;
    private final Targets targets;
    private final CurrentPerson person;

    SqlApi(Migrations migrations, Reviews reviews, BlastRadius radius, Targets targets, CurrentPerson person) {
        this.migrations = migrations;
        this.reviews = reviews;
        this.radius = radius;
        this.targets = targets;
        this.person = person;
    }

    @GetMapping("/{id}/revisions/{number}/sql")
    @Operation(
            summary =
                    "The exact statements of every phase on a target, forward and back, with what they do to others now")
    SqlJson sql(@PathVariable String id, @PathVariable int number, @RequestParam String target) {
        Person by = person.get();
        Revision revision = migrations.revision(id, number, by);
        Target on = targets.get(target, by);
        Resolved resolved = reviews.resolve(revision, on);
        return SqlJson.of(reviews.review(revision, on, resolved), radius.read(revision, on, resolved));
    }
}
