package dev.lockkeeper.api;

import dev.lockkeeper.Failure;
import dev.lockkeeper.Paged;
import dev.lockkeeper.run.RunEvent;
import dev.lockkeeper.run.Runs;
import dev.lockkeeper.security.CurrentPerson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The event feed of a run: a list, or a live stream for those who accept {@code text/event-stream}. */
@RestController
@RequestMapping("/api/v1/runs/{id}/events")
@Tag(name = "Runs")
class RunsApiEvents {

    private final Runs runs;
    private final RunsApiStreams streams;
    private final CurrentPerson person;

    RunsApiEvents(Runs runs, RunsApiStreams streams, CurrentPerson person) {
        this.runs = runs;
        this.streams = streams;
        this.person = person;
    }

    // Named, so that the order of the types in Accept counts.
    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Events after an id, oldest first")
    PageBody<RunEvent> list(
            @PathVariable long id,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(required = false) @Nullable Integer limit) {
        int size = limit == null ? Paged.MAX_LIMIT : PageBody.limit(limit);
        List<RunEvent> events = runs.events(id, after, size, person.get());
        return new PageBody<>(
                events, events.size() == size ? String.valueOf(events.getLast().id()) : null);
    }

    @GetMapping(produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(
            summary = "The live stream",
            description =
                    "Each event with its id; `Last-Event-ID` replays what came after it. `progress` events have no id.",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            content = @Content(mediaType = "text/event-stream", schema = @Schema(type = "string"))))
    SseEmitter stream(
            @PathVariable long id,
            @RequestParam(defaultValue = "0") long after,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId) {
        return streams.open(
                id, lastEventId == null || lastEventId.isBlank() ? after : number(lastEventId), person.get());
    }

    private static long number(String lastEventId) {
        try {
            return Long.parseLong(lastEventId.strip());
        } catch (NumberFormatException e) {
            throw Failure.invalid(
                    "'" + lastEventId + "' is not the id of an event.", "Send the id of the last event you have.");
        }
    }
}
