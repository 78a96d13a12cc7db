package dev.lockkeeper.api;

import dev.lockkeeper.Failure;
import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Token;
import dev.lockkeeper.security.Tokens;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Tokens: one's own, or for an admin everybody's. */
@RestController
@Tag(name = "Tokens")
@RequestMapping("/api/v1/tokens")
class TokensApi {

    private final Tokens tokens;
    private final CurrentPerson current;

    TokensApi(Tokens tokens, CurrentPerson current) {
        this.tokens = tokens;
        this.current = current;
    }

    /** @param username oneself when left out */
    record NewTokenBody(@Nullable String username, @Nullable String name, @Nullable Instant expiresAt) {}

    record CreatedBody(UUID id, String token) {}

    @GetMapping
    @Operation(summary = "Tokens: your own, or for an admin everybody's")
    PageBody<Token> list(
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String after) {
        return PageBody.of(tokens.list(after, PageBody.limit(limit), current.get()), token -> token);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Make a token; it is shown this once")
    ResponseEntity<CreatedBody> create(@RequestBody NewTokenBody body, HttpServletRequest request) {
        Person person = current.get();
        if (body.name() == null) {
            throw Failure.invalid("name is missing.", "Send {username, name, expiresAt?}.");
        }
        String username = body.username() == null ? person.username() : body.username();
        Tokens.Created created = tokens.create(username, body.name(), body.expiresAt(), person);
        // A repeated call learns the id, with which it can delete the token that it never saw; the secret is kept
        // nowhere.
        Idempotency.keepInstead(request, Map.of("id", created.id()));
        return ResponseEntity.status(HttpStatus.CREATED)
                .cacheControl(CacheControl.noStore())
                .body(new CreatedBody(created.id(), created.secret()));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Revoke a token")
    void delete(@PathVariable String id) {
        tokens.delete(id, current.get());
    }
}
