package dev.lockkeeper.api;

import dev.lockkeeper.run.Runs;
import dev.lockkeeper.security.CurrentPerson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Go or no-go, before anything is launched. */
@RestController
@RequestMapping("/api/v1/board")
@Tag(name = "Board")
class BoardApi {

    private final Runs runs;
    private final CurrentPerson person;

    BoardApi(Runs runs, CurrentPerson person) {
        this.runs = runs;
        this.person = person;
    }

    @GetMapping
    @Operation(summary = "Every check of a launch, asked now")
    BoardJson read(
            @RequestParam String migration,
            @Parameter(description = "the newest when it is left out") @RequestParam(required = false) @Nullable
                    Integer revision,
            @RequestParam String target,
            @Parameter(description = "the next one when it is left out") @RequestParam(required = false) @Nullable
                    String phase) {
        return BoardJson.of(runs.board(migration, revision, target, phase, person.get()));
    }
}
