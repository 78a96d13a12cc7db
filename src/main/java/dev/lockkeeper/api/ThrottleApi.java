package dev.lockkeeper.api;

import dev.lockkeeper.run.Runs;
import dev.lockkeeper.run.ThrottleSample;
import dev.lockkeeper.security.CurrentPerson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the throttle has said of a run's walks. */
@RestController
@RequestMapping("/api/v1/runs/{id}/throttle")
@Tag(name = "Runs")
class ThrottleApi {

    private final Runs runs;
    private final CurrentPerson person;

    ThrottleApi(Runs runs, CurrentPerson person) {
        this.runs = runs;
        this.person = person;
    }

    /** @param changed whether the throttle said something else before; false for a sample in between */
    record SampleJson(
            Instant at,
            String step,
            String verdict,
            @Nullable String reason,
            boolean changed,
            List<RunsApiBackfill.SignalJson> signals) {
        static SampleJson of(ThrottleSample sample) {
            return new SampleJson(
                    sample.at(),
                    sample.step(),
                    sample.verdict(),
                    sample.reason(),
                    sample.changed(),
                    sample.signals().stream()
                            .map(RunsApiBackfill.SignalJson::of)
                            .toList());
        }
    }

    /** @param throttle as in the run */
    record HistoryJson(long run, RunsApiBackfill.ThrottleJson throttle, List<SampleJson> history) {}

    @GetMapping
    @Operation(
            summary = "What the throttle says and has said",
            description = "The newest first. Samples between two changes are thinned as they grow old.")
    HistoryJson get(
            @PathVariable long id,
            @RequestParam(required = false, defaultValue = "false") boolean changes,
            @RequestParam(required = false) @Nullable Integer limit) {
        var by = person.get();
        return new HistoryJson(
                id,
                RunsApiBackfill.of(runs.get(id, by).backfill()).throttle(),
                runs.throttle(id, changes, PageBody.limit(limit), by).stream()
                        .map(SampleJson::of)
                        .toList());
    }
}
