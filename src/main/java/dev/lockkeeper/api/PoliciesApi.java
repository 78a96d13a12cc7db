package dev.lockkeeper.api;

import dev.lockkeeper.Failure;
import dev.lockkeeper.catalog.Policies;
import dev.lockkeeper.catalog.Policy;
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
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What each environment asks for: levels of rules and checks, and who has to approve. */
@RestController
@RequestMapping("/api/v1/policies")
@Tag(name = "Policies")
class PoliciesApi {

    private final Policies policies;
    private final CurrentPerson person;

    PoliciesApi(Policies policies, CurrentPerson person) {
        this.policies = policies;
        this.person = person;
    }

    @GetMapping
    @Operation(summary = "The policies that are stored, of the environments that you may see")
    PageBody<PolicyJson> list() {
        return new PageBody<>(
                policies.list(person.get()).stream()
                        .map(change -> PolicyJson.of(change, Objects.requireNonNull(change.policy())))
                        .toList(),
                null);
    }

    @GetMapping("/{environment}")
    @Operation(
            summary = "What holds for an environment, and the history of its own policy",
            description = "* is the policy for all environments that have none of their own.")
    PolicyJson get(@PathVariable String environment) {
        Person by = person.get();
        return PolicyJson.of(environment, policies.get(environment, by), policies.history(environment, by));
    }

    @PutMapping("/{environment}")
    @Operation(
            summary = "Set the policy of an environment",
            description =
                    "JSON, or YAML as in a policy file. What is left out is as shipped. The same again changes nothing.",
            requestBody = @RequestBody(required = true, content = @Content(schema = @Schema(type = "object"))))
    ResponseEntity<PolicyJson> set(
            @PathVariable String environment, @Parameter(hidden = true) HttpServletRequest request) throws IOException {
        Policies.Stored stored = policies.set(environment, text(MigrationFile.read(request)), person.get());
        Policy policy = Objects.requireNonNull(stored.change().policy());
        PolicyJson body = PolicyJson.of(stored.change(), policy);
        return stored.created()
                ? ResponseEntity.created(URI.create("/api/v1/policies/" + environment))
                        .body(body)
                : ResponseEntity.ok(body);
    }

    private static String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Failure.invalid("The policy is not UTF-8. Nothing was stored.", "Send it in that encoding.");
        }
    }

    @DeleteMapping("/{environment}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Take the environment's own policy away", description = "The history is kept.")
    void remove(@PathVariable String environment) {
        policies.remove(environment, person.get());
    }
}
