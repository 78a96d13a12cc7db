package dev.lockkeeper.api;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.ProblemBody;
import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.Person;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code Idempotency-Key}: the same call again gets the answer of the first, for a day, and does nothing. The same key with
 * another call is refused. A repetition while the first is under way waits for its answer, but not for long. An answer of 500 or
 * above is not kept: the caller may try again with the same key.
 */
@Component
class Idempotency extends OncePerRequestFilter {

    private static final String HEADER = "Idempotency-Key";
    private static final Set<String> CHANGING = Set.of("POST", "PUT", "PATCH", "DELETE");
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    /** Three seconds: longer than most calls take. Who repeats one that takes longer is told so. */
    private static final int LOOKS = 60;

    private static final String INSTEAD = Idempotency.class.getName() + ".instead";

    private final IdempotencyStore store;
    private final CurrentPerson current;
    private final ApiErrors errors;
    private final JsonMapper json;

    Idempotency(IdempotencyStore store, CurrentPerson current, ApiErrors errors, JsonMapper json) {
        this.store = store;
        this.current = current;
        this.errors = errors;
        this.json = json;
    }

    /** Keeps another body than the one that was answered, which holds a secret. */
    static void keepInstead(HttpServletRequest request, Object body) {
        request.setAttribute(INSTEAD, body);
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getHeader(HEADER) == null
                || !CHANGING.contains(request.getMethod())
                || !request.getRequestURI().startsWith(request.getContextPath() + "/api/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Person> person = current.find();
        if (person.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        try {
            RepeatableRequest repeatable = RepeatableRequest.of(request);
            IdempotencyStore.Call call = call(person.get(), repeatable);
            Optional<IdempotencyStore.Kept> kept = othersAnswer(call);
            if (kept.isPresent()) {
                repeat(kept.get(), call, response);
            } else {
                carryOut(call, repeatable, response, chain);
            }
        } catch (Failure failure) {
            errors.write(response, ProblemBody.of(failure));
        }
    }

    /** Empty when the call is ours to carry out: nobody has begun it, or what was begun came to nothing. */
    private Optional<IdempotencyStore.Kept> othersAnswer(IdempotencyStore.Call call) {
        for (int look = 0; look < LOOKS; look++) {
            if (store.begin(call)) {
                return Optional.empty();
            }
            Optional<IdempotencyStore.Kept> kept = store.find(call);
            if (kept.isPresent() && (kept.get().status() != null || kept.get().isOther(call))) {
                return kept;
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
        throw underWay();
    }

    private static IdempotencyStore.Call call(Person person, RepeatableRequest request) {
        String key = String.valueOf(request.getHeader(HEADER));
        if (!KEY.matcher(key).matches()) {
            throw Failure.invalid("The " + HEADER + " is not one.", "Send 1 to 200 visible characters, best a UUID.");
        }
        String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
        String line = request.getMethod() + " " + request.getRequestURI() + query + "\n";
        return IdempotencyStore.Call.of(person.userId(), key, line, request.body());
    }

    private void carryOut(
            IdempotencyStore.Call call, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        ContentCachingResponseWrapper answer = new ContentCachingResponseWrapper(response);
        boolean answered = false;
        try {
            chain.doFilter(request, answer);
            answered = answer.getStatus() < 500;
        } finally {
            if (answered) {
                store.keep(
                        call,
                        answer.getStatus(),
                        answer.getContentType(),
                        answer.getHeader(HttpHeaders.LOCATION),
                        body(request, answer));
            } else {
                store.forget(call);
            }
        }
        answer.copyBodyToResponse();
    }

    private String body(HttpServletRequest request, ContentCachingResponseWrapper answer) {
        Object instead = request.getAttribute(INSTEAD);
        return instead == null
                ? new String(answer.getContentAsByteArray(), StandardCharsets.UTF_8)
                : json.writeValueAsString(instead);
    }

    private static void repeat(IdempotencyStore.Kept kept, IdempotencyStore.Call call, HttpServletResponse response)
            throws IOException {
        if (kept.isOther(call)) {
            throw new Failure(
                    Code.IDEMPOTENCY_CONFLICT,
                    "This " + HEADER + " was used for another call. Nothing was changed.",
                    "Take a new key for a new call.");
        }
        response.setStatus(Objects.requireNonNull(kept.status()));
        response.setHeader("Idempotency-Replayed", "true");
        if (kept.contentType() != null) {
            response.setContentType(kept.contentType());
        }
        if (kept.location() != null) {
            response.setHeader(HttpHeaders.LOCATION, kept.location());
        }
        response.getOutputStream().write(kept.body().getBytes(StandardCharsets.UTF_8));
    }

    private static Failure underWay() {
        return new Failure(
                Code.IDEMPOTENCY_CONFLICT,
                "A call with this " + HEADER + " is under way, or its server stopped before it could answer.",
                "Ask again in a second. If this stays, look whether it took effect before you repeat it with a new key.");
    }
}
