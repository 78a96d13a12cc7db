package dev.lockkeeper.catalog;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is wrong with what somebody sends, collected so that all of it is said at once. */
final class Wording {

    /** As much as anybody reads; the store and the pages carry it whole. */
    static final int LONGEST = 4000;

    private final List<Failure.Problem> problems = new ArrayList<>();

    void problem(String field, String message) {
        problems.add(new Failure.Problem(0, 0, field, message));
    }

    /** Text that a person has to write. */
    void text(String field, @Nullable String text) {
        if (text == null || text.isBlank()) {
            problem(field, "'" + field + "' is missing or empty");
        } else if (text.length() > LONGEST) {
            problem(field, "'" + field + "' has " + text.length() + " characters; it may have " + LONGEST);
        } else if (text.indexOf('\0') >= 0) {
            problem(field, "'" + field + "' has the character NUL in it");
        }
    }

    /** A phase of the plan, or none. */
    void phase(@Nullable String phase, Revision revision) {
        if (phase != null && revision.plan().phase(phase).isEmpty()) {
            problem(
                    "phase",
                    "there is no phase '" + phase + "'; possible are "
                            + String.join(
                                    ", ",
                                    revision.plan().phases().stream()
                                            .map(each -> each.name())
                                            .toList()));
        }
    }

    /** @throws Failure {@code invalid} with all of it, when there is any */
    void throwIfAny(String outcome) {
        if (!problems.isEmpty()) {
            List<String> all = problems.stream().map(Failure.Problem::message).toList();
            throw new Failure(
                    Code.INVALID,
                    "This cannot be taken: " + String.join("; ", all) + ". " + outcome,
                    "Correct what is listed and send it again.",
                    problems);
        }
    }
}
