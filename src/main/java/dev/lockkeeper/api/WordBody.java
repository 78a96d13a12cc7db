package dev.lockkeeper.api;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.check.Reviews;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says of a revision on a target: an approval or a rejection.
 *
 * @param digest of the revision's text, as it was read
 * @param phase of an approval: left out for every phase whose gate does not ask for one of its own; of a rejection: for every phase
 * @param sqlDigests of an approval: phase to digest of the SQL as it was read; left out to approve what it is now
 * @param comment of a rejection: why, which is needed
 */
record WordBody(
        @Nullable String digest,
        @Nullable String target,
        @Nullable String phase,
        @Nullable Map<String, String> sqlDigests,
        @Nullable String comment) {

    Reviews.Word approval(String migration, int revision) {
        requireNoneOf(Stream.of(missing("digest", digest), missing("target", target)), "Nothing was approved.");
        return word(migration, revision);
    }

    Reviews.Word rejection(String migration, int revision) {
        requireNoneOf(
                Stream.of(missing("digest", digest), missing("target", target), missing("comment", comment)),
                "Nothing was rejected.");
        return word(migration, revision);
    }

    private Reviews.Word word(String migration, int revision) {
        return new Reviews.Word(
                migration,
                revision,
                String.valueOf(digest),
                String.valueOf(target),
                phase,
                sqlDigests == null ? Map.of() : sqlDigests,
                comment == null ? "" : comment);
    }

    private static Stream<String> missing(String field, @Nullable String value) {
        return value == null || value.isBlank() ? Stream.of(field) : Stream.empty();
    }

    private static void requireNoneOf(Stream<Stream<String>> fields, String nothing) {
        List<String> missing = fields.flatMap(field -> field).toList();
        if (!missing.isEmpty()) {
            throw new Failure(
                    Code.INVALID,
                    missing.stream().map(field -> "'" + field + "'").collect(Collectors.joining(", "))
                            + (missing.size() == 1 ? " is" : " are") + " missing or empty. " + nothing,
                    "Send {\"digest\": …, \"target\": …, \"comment\": …}; the digest is that of the revision.",
                    missing.stream()
                            .map(field -> new Failure.Problem(0, 0, field, "'" + field + "' is missing or empty"))
                            .toList());
        }
    }
}
