package dev.lockkeeper.web;

import dev.lockkeeper.run.Runs;
import dev.lockkeeper.security.CurrentPerson;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What the charts of a run's page are drawn from: fetched once, when somebody looks. From the store alone: the target is not asked. */
@RestController
class SeriesPages {
    private final Runs runs;
    private final CurrentPerson current;

    SeriesPages(Runs runs, CurrentPerson current) {
        this.runs = runs;
        this.current = current;
    }

    @GetMapping("/runs/{id}/series")
    ResponseEntity<ChartData> series(@PathVariable long id) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(ChartData.of(runs.series(id, current.get())));
    }
}
