package dev.lockkeeper;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A refusal as programs read it: problem details (RFC 9457), {@code application/problem+json}.
 *
 * @param type {@code urn:lockkeeper:error:} and the code
 * @param detail what happened and what is true now
 * @param code stable, see {@code docs/errors.md}
 * @param advice what to do next
 * @param errors each finding with its place, null when the failure is not about a text
 * @param more members of this one refusal, for example {@code board}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProblemBody(
        String type,
        String title,
        int status,
        String detail,
        String code,
        String advice,
        @Nullable List<Finding> errors,
        @JsonAnyGetter Map<String, Object> more) {

    /** The media type it is sent with. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /**
     * @param line 1-based, null when the finding has no place in a text
     * @param path empty for a whole text, null for what is neither a text nor a field of one
     */
    public record Finding(@Nullable Integer line, @Nullable Integer column, @Nullable String path, String message) {

        private static Finding of(Failure.Problem problem) {
            return new Finding(
                    problem.line() > 0 ? problem.line() : null,
                    problem.column() > 0 ? problem.column() : null,
                    problem.path().isEmpty() && problem.line() <= 0 ? null : problem.path(),
                    problem.message());
        }
    }

    public static ProblemBody of(Failure failure) {
        Code code = failure.code();
        String words = code.wire().replace('-', ' ');
        return new ProblemBody(
                "urn:lockkeeper:error:" + code.wire(),
                Character.toUpperCase(words.charAt(0)) + words.substring(1),
                code.status(),
                failure.message(),
                code.wire(),
                failure.advice(),
                failure.problems().isEmpty()
                        ? null
                        : failure.problems().stream().map(Finding::of).toList(),
                Map.of());
    }

    /** The same with one more member. */
    public ProblemBody with(String name, Object value) {
        Map<String, Object> members = new LinkedHashMap<>(more);
        members.put(name, Objects.requireNonNull(value));
        return new ProblemBody(type, title, status, detail, code, advice, errors, members);
    }

    /** The same with the status that HTTP has a name for, where the code's own is too coarse. */
    public ProblemBody withStatus(int other) {
        return new ProblemBody(type, title, other, detail, code, advice, errors, more);
    }
}
