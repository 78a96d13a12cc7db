package dev.lockkeeper.web;

import dev.lockkeeper.Failure;
import org.jspecify.annotations.Nullable;

/** What cannot be taken back is done only when the name of its target was typed: nobody does that on the wrong one by habit. */
final class NameTyped {
    static final String FIELD = "confirm";

    private NameTyped() {}

    static boolean is(String name, @Nullable String typed) {
        return typed != null && typed.strip().equals(name);
    }

    /** @throws Failure {@code invalid} */
    static void require(String name, @Nullable String typed) {
        if (!is(name, typed)) {
            String said = typed == null || typed.isBlank()
                    ? "The name of the target was not typed."
                    : "'" + typed.strip() + "' is not the name of the target.";
            throw Failure.invalid(said + " Nothing was changed.", "Type '" + name + "' if that is the one you mean.");
        }
    }
}
