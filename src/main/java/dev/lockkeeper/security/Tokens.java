package dev.lockkeeper.security;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.Paged;
import dev.lockkeeper.audit.AuditLog;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What programs sign in with. Everybody has their own; an admin has everybody's. */
@Component
public class Tokens {

    private static final int LONGEST_NAME = 100;

    private final TokenStore store;
    private final UserStore users;
    private final AuditLog audit;
    private final Clock clock;

    Tokens(TokenStore store, UserStore users, AuditLog audit, Clock clock) {
        this.store = store;
        this.users = users;
        this.audit = audit;
        this.clock = clock;
    }

    /** @param secret the token itself; this is the only time it can be seen */
    public record Created(UUID id, String secret) {

        @Override
        public String toString() {
            return "Created[id=" + id + "]";
        }
    }

    /** Oldest first: one's own, or for an admin everybody's. */
    public Paged<Token> list(@Nullable String after, int limit, Person by) {
        return page(by.may(Role.ADMIN, null, null) ? null : by.username(), after, limit);
    }

    /**
     * Those of one user, oldest first.
     *
     * @throws Failure {@code forbidden} for another than oneself, unless by an admin
     */
    public Paged<Token> of(String username, @Nullable String after, int limit, Person by) {
        requireOwn(username, by);
        return page(username, after, limit);
    }

    private Paged<Token> page(@Nullable String username, @Nullable String after, int limit) {
        List<Token> tokens = store.list(username, after == null ? null : cursor(after), limit + 1);
        boolean more = tokens.size() > limit;
        List<Token> page = more ? tokens.subList(0, limit) : tokens;
        return new Paged<>(page, more ? page.getLast().id().toString() : null);
    }

    private static void requireOwn(String username, Person by) {
        if (!username.equals(by.username())) {
            by.require(Role.ADMIN, null, null);
        }
    }

    /** @throws Failure {@code not-found}, also for that of another unless by an admin */
    public Token get(String id, Person by) {
        Token token = store.find(id(id)).orElseThrow(() -> Failure.notFound("token", id));
        if (!token.username().equals(by.username()) && !by.may(Role.ADMIN, null, null)) {
            // The same answer as for one that is not there.
            throw Failure.notFound("token", id);
        }
        return token;
    }

    /**
     * @param username whom it stands for; another than oneself needs admin
     * @param expiresAt null for a token that does not expire
     */
    @Transactional
    public Created create(String username, String name, @Nullable Instant expiresAt, Person by) {
        requireOwn(username, by);
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw Failure.invalid(
                    "A token needs a name of up to 100 characters.", "Name what will use it: 'build server'.");
        }
        if (expiresAt != null && !expiresAt.isAfter(clock.instant())) {
            throw Failure.invalid("expiresAt is in the past.", "Give a later time, or leave it out.");
        }
        User user = users.find(username)
                .orElseThrow(() -> Failure.notFound("user", username))
                .user();
        String secret = TokenSecret.make();
        UUID id = store.insert(user.id(), name, TokenSecret.hash(secret), expiresAt);
        audit.record(by.actor(), "token.create", "token:" + id, null, shown(username, name, expiresAt), null);
        return new Created(id, secret);
    }

    /** Whoever uses it is refused from the next request on. */
    @Transactional
    public void delete(String id, Person by) {
        Token token = get(id, by);
        if (!store.delete(token.id())) {
            throw Failure.notFound("token", id);
        }
        audit.record(
                by.actor(),
                "token.delete",
                "token:" + token.id(),
                shown(token.username(), token.name(), token.expiresAt()),
                null,
                null);
    }

    /** The person a token stands for, as of now; empty for a token that is unknown, expired, or of a disabled user. */
    Optional<Person> person(String secret, @Nullable String address) {
        Instant now = clock.instant();
        return store.holder(TokenSecret.hash(secret), now).flatMap(holder -> {
            Optional<Person> person = users.find(holder.userId())
                    .map(UserStore.Row::user)
                    .filter(User::enabled)
                    .map(user -> new Person(user.id(), user.username(), user.grants(), holder.name(), address));
            if (person.isPresent()) {
                store.used(holder.id(), now);
            }
            return person;
        });
    }

    private static UUID cursor(String after) {
        try {
            return UUID.fromString(after);
        } catch (IllegalArgumentException e) {
            throw Failure.invalid("'" + after + "' is not a cursor.", "Send 'after' as the page before gave it.");
        }
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new Failure(Code.NOT_FOUND, "There is no token '" + text + "'.", "Look at the list of tokens.");
        }
    }

    private static Map<String, Object> shown(String username, String name, @Nullable Instant expiresAt) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("username", username);
        shown.put("name", name);
        if (expiresAt != null) {
            shown.put("expiresAt", expiresAt.toString());
        }
        return shown;
    }
}
