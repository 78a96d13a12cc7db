package dev.lockkeeper.api;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.ProblemBody;
import dev.lockkeeper.api.RunsApiBodies.DialBody;
import dev.lockkeeper.api.RunsApiBodies.HoleBody;
import dev.lockkeeper.api.RunsApiBodies.LaunchBody;
import dev.lockkeeper.api.RunsApiBodies.OpenBody;
import dev.lockkeeper.api.RunsApiBodies.RollBackBody;
import dev.lockkeeper.api.RunsApiBodies.WishBody;
import dev.lockkeeper.check.Board;
import dev.lockkeeper.check.Finding;
import dev.lockkeeper.run.Holes;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.Runs;
import dev.lockkeeper.security.CurrentPerson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Runs: launch, watch, and the wishes. */
@RestController
@RequestMapping("/api/v1/runs")
@Tag(name = "Runs")
class RunsApi {

    private final Runs runs;
    private final Holes holes;
    private final CurrentPerson person;

    RunsApi(Runs runs, Holes holes, CurrentPerson person) {
        this.runs = runs;
        this.holes = holes;
        this.person = person;
    }

    /** The answer to a launch and to every wish. */
    record Accepted(long run, String state) {
        static Accepted of(Run run) {
            return new Accepted(run.id(), run.state().wire());
        }
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Launch",
            description = "201 when it is launched; 409 no-go with the board; 200 with the board alone for a dry run.")
    ResponseEntity<?> launch(@RequestBody LaunchBody body) {
        Runs.LaunchRequest request = body.request();
        Runs.Launched launched = runs.launch(request, person.get());
        if (request.dryRun()) {
            return ResponseEntity.ok(Map.of("board", BoardJson.of(launched.board())));
        }
        Run run = launched.run();
        return run == null
                ? noGo(launched.board())
                : ResponseEntity.created(URI.create("/api/v1/runs/" + run.id())).body(Accepted.of(run));
    }

    @PostMapping("/{id}/phases/{phase}/launch")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Open the gate before a phase", description = "202; 409 no-go with the board.")
    ResponseEntity<?> open(
            @PathVariable long id, @PathVariable String phase, @RequestBody(required = false) @Nullable OpenBody body) {
        OpenBody wish = body == null ? OpenBody.NOTHING : body;
        Runs.Launched launched = runs.open(id, phase, wish.overrides(), wish.given(), person.get());
        Run run = launched.run();
        return run == null ? noGo(launched.board()) : ResponseEntity.accepted().body(Accepted.of(run));
    }

    private static ResponseEntity<ProblemBody> noGo(Board board) {
        String stopping = board.stopping().stream().map(Finding::title).collect(Collectors.joining("; "));
        Failure failure = new Failure(
                Code.NO_GO,
                "The board says no-go: " + stopping + ". Nothing was launched.",
                "Each check of the board says what it found and what to do about it.");
        return ResponseEntity.status(failure.code().status())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(ProblemBody.of(failure).with("board", BoardJson.of(board)));
    }

    @PostMapping("/{id}/pause")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Wish that it stands still after the chunk in hand")
    Accepted pause(@PathVariable long id, @RequestBody(required = false) @Nullable WishBody body) {
        return Accepted.of(runs.pause(id, WishBody.reason(body), person.get()));
    }

    @PostMapping("/{id}/resume")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Wish that a paused run goes on")
    Accepted resume(@PathVariable long id, @RequestBody(required = false) @Nullable WishBody body) {
        return Accepted.of(runs.resume(id, WishBody.reason(body), person.get()));
    }

    @PostMapping("/{id}/cancel")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Wish that it stops for good; what is done stays done")
    Accepted cancel(@PathVariable long id, @RequestBody(required = false) @Nullable WishBody body) {
        return Accepted.of(runs.cancel(id, WishBody.reason(body), person.get()));
    }

    @PostMapping("/{id}/retry")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Try the failed or stuck step again")
    Accepted retry(@PathVariable long id, @RequestBody(required = false) @Nullable WishBody body) {
        return Accepted.of(runs.retry(id, WishBody.reason(body), person.get()));
    }

    @PostMapping("/{id}/rollback")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Undo its phases", description = "`to` names the phase that stays; without it all are undone.")
    Accepted rollBack(@PathVariable long id, @RequestBody(required = false) @Nullable RollBackBody body) {
        String to = body == null ? null : body.to();
        return Accepted.of(runs.rollBack(id, to, body == null ? null : body.reason(), person.get()));
    }

    @PatchMapping("/{id}")
    @Operation(summary = "Set the dial", description = "1 is the slowest, 11 does not slow at all.")
    RunsApiJson change(@PathVariable long id, @RequestBody DialBody body) {
        return RunsApiJson.of(runs.dial(id, body.value(), person.get()));
    }

    @GetMapping
    @Operation(summary = "Runs, newest first")
    PageBody<RunsApiJson> list(
            @RequestParam(required = false) @Nullable String migration,
            @RequestParam(required = false) @Nullable String target,
            @RequestParam(required = false) @Nullable Boolean active,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String after) {
        int size = PageBody.limit(limit);
        return PageBody.of(runs.list(migration, target, active, size, after, person.get()), RunsApiJson::of);
    }

    @GetMapping("/{id}")
    @Operation(summary = "A run as it stands")
    RunsApiJson get(@PathVariable long id) {
        return RunsApiJson.of(runs.get(id, person.get()));
    }

    @PostMapping("/{id}/holes/{hole}")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Decide on a row that was left out",
            description =
                    "`retry` tries it again; `accept`, with a reason, lets the phase end without it. A run that is stuck over its"
                            + " holes goes on when one is to be tried, and when none is open any more.")
    Accepted hole(
            @PathVariable long id, @PathVariable String hole, @RequestBody(required = false) @Nullable HoleBody body) {
        HoleBody sent = body == null ? HoleBody.NOTHING : body;
        return Accepted.of(holes.decide(Holes.Decision.of(id, hole, sent.action(), sent.reason()), person.get()));
    }
}
