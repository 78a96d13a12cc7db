package dev.lockkeeper.api;

import dev.lockkeeper.api.MigrationJson.Line;
import dev.lockkeeper.api.MigrationJson.RevisionLine;
import dev.lockkeeper.api.MigrationJson.Submitted;
import dev.lockkeeper.api.MigrationJson.Text;
import dev.lockkeeper.api.MigrationJson.Whole;
import dev.lockkeeper.catalog.Approvals;
import dev.lockkeeper.catalog.Migration;
import dev.lockkeeper.catalog.Migrations;
import dev.lockkeeper.catalog.Revision;
import dev.lockkeeper.catalog.RevisionState;
import dev.lockkeeper.check.Lints;
import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.Person;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The catalog. */
@RestController
@RequestMapping("/api/v1/migrations")
@Tag(name = "Migrations")
class MigrationsApi {

    private final Migrations migrations;
    private final Approvals approvals;
    private final Lints lints;
    private final CurrentPerson person;

    MigrationsApi(Migrations migrations, Approvals approvals, Lints lints, CurrentPerson person) {
        this.migrations = migrations;
        this.approvals = approvals;
        this.lints = lints;
        this.person = person;
    }

    @PostMapping(consumes = {"application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml", "text/plain"})
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Submit a migration file",
            description = "201 for a new revision, 200 when this very text was there already.",
            requestBody =
                    @RequestBody(
                            required = true,
                            content = @Content(mediaType = "application/yaml", schema = @Schema(type = "string"))))
    ResponseEntity<Submitted> submit(@Parameter(hidden = true) HttpServletRequest request) throws IOException {
        Migrations.Submission submission = migrations.submit(MigrationFile.read(request), person.get());
        Revision revision = submission.revision();
        Submitted body = Submitted.of(revision, state(revision), lints.of(revision));
        return submission.created()
                ? ResponseEntity.created(URI.create(
                                "/api/v1/migrations/" + revision.migration() + "/revisions/" + revision.number()))
                        .body(body)
                : ResponseEntity.ok(body);
    }

    @GetMapping
    @Operation(summary = "List the catalog, newest first")
    PageBody<Line> list(
            @Parameter(description = "part of id, title or owner") @RequestParam(required = false) @Nullable
                    String query,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String after) {
        return PageBody.of(migrations.list(query, PageBody.limit(limit), after, person.get()), Line::of);
    }

    @GetMapping("/{id}")
    @Operation(summary = "A migration with its revisions and phases")
    Whole get(@PathVariable String id) {
        Person by = person.get();
        Migration migration = migrations.get(id, by);
        List<Revision> revisions = migrations.revisions(id, by);
        List<RevisionLine> lines = revisions.stream()
                .map(revision -> RevisionLine.of(revision, state(revision)))
                .toList();
        return Whole.of(migration, revisions.getFirst(), lines);
    }

    @GetMapping("/{id}/revisions/{number}")
    @Operation(summary = "The text of a revision, with what the rules say of it")
    Text revision(@PathVariable String id, @PathVariable int number) {
        Revision revision = migrations.revision(id, number, person.get());
        return Text.of(revision, state(revision), lints.of(revision));
    }

    private RevisionState state(Revision revision) {
        return RevisionState.of(approvals.of(revision.migration(), revision.number()));
    }
}
