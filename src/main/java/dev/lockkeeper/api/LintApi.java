package dev.lockkeeper.api;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.api.LintJson.Answer;
import dev.lockkeeper.api.LintJson.RuleJson;
import dev.lockkeeper.check.Lints;
import dev.lockkeeper.lint.Linting;
import dev.lockkeeper.plan.Engine;
import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.Targets;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The rules for SQL. Anybody who is signed in may ask; nothing is stored. */
@RestController
@RequestMapping("/api/v1/lint")
@Tag(name = "Lint")
class LintApi {

    /** The largest SQL with every line break and quote escaped, and room for the rest. */
    private static final int LARGEST = 3 * Linting.MOST_BYTES;

    private static final int TO_THE_END = 64 << 20;

    /** Bodies above this are read a few at a time: what they become is many times as large. */
    private static final int LARGE = 1 << 20;

    private final Turns large = new Turns(2, 8);

    /** Small texts can be dear as well: a grammar's worst ones take seconds, and each with a target a session there. */
    private final Turns small = new Turns(2 * Runtime.getRuntime().availableProcessors(), 32);

    private final Lints lints;
    private final Linting linting;
    private final Targets targets;
    private final CurrentPerson person;
    private final JsonMapper json;

    LintApi(Lints lints, Linting linting, Targets targets, CurrentPerson person, JsonMapper json) {
        this.lints = lints;
        this.linting = linting;
        this.targets = targets;
        this.person = person;
        this.json = json.rebuild()
                .enable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    @PostMapping(consumes = "application/json")
    @Operation(
            summary = "Look at SQL or a migration file with every rule",
            description =
                    "Findings have places of the text that was sent. With a target they are joined with what is there.",
            requestBody =
                    @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = "application/json",
                                            schema = @Schema(implementation = LintBody.class))))
    Answer lint(@Parameter(hidden = true) HttpServletRequest request) throws IOException {
        Person by = person.get();
        long size = request.getContentLengthLong();
        Turns turns = size >= 0 && size <= LARGE ? small : large;
        return turns.take(() -> answer(request, by));
    }

    private Answer answer(HttpServletRequest request, Person by) throws IOException {
        Lints.Question question = read(request).question(target -> engine(target, by));
        return new Answer(LintJson.of(lints.ask(question, by)));
    }

    @GetMapping("/rules")
    @Operation(summary = "Every rule of an engine, those that are off by default too")
    PageBody<RuleJson> rules(@RequestParam String engine) {
        Engine known = Engine.of(engine)
                .orElseThrow(() -> Failure.invalid(
                        "'engine' is not one that Lockkeeper knows.", "Ask for postgresql or mysql (MariaDB too)."));
        List<RuleJson> rules = linting.rules(known).stream().map(RuleJson::of).toList();
        return new PageBody<>(rules, null);
    }

    private Optional<Engine> engine(String target, Person by) {
        return Optional.of(targets.get(target, by)).map(Target::engine);
    }

    /** By ourselves, because a body must not be read into memory before its size is known. */
    private LintBody read(HttpServletRequest request) throws IOException {
        InputStream body = request.getInputStream();
        byte[] bytes = body.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            // Else the server hangs up while the client still sends, and the client never reads why it was refused.
            body.skip(TO_THE_END);
            throw tooLarge();
        }
        try {
            LintBody read = json.readValue(bytes, LintBody.class);
            if (read == null) {
                throw Failure.invalid("The body is null; nothing was looked at.", "Send a JSON object.");
            }
            return read;
        } catch (StreamConstraintsException e) {
            throw tooLarge();
        } catch (JacksonException e) {
            throw new HttpMessageNotReadableException("lint", e, new ServletServerHttpRequest(request));
        }
    }

    private static Failure tooLarge() {
        return new Failure(
                Code.TOO_LARGE,
                "The body is larger than what is read; nothing was looked at.",
                "Send at most 10 MiB of SQL.");
    }
}
