package dev.lockkeeper.api;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The rules for SQL, which this version does not have. Refused by name, so that nobody takes an empty answer for a clean one. */
@RestController
@RequestMapping("/api/v1/lint")
@Tag(name = "Lint")
class LintApi {

    @PostMapping
    @Operation(summary = "Not in this version: 422 not-yet")
    void lint() {
        throw new Failure(
                Code.NOT_YET,
                "'lint' is not supported yet; nothing was looked at.",
                "Submit the migration file: it is read completely, and its SQL shows every lock before anything runs.");
    }
}
