package dev.lockkeeper.security;

import dev.lockkeeper.Failure;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** Which passwords are taken, and how they are kept. */
@Component
class PasswordHashes {

    private static final int SHORTEST = 8;
    /** What bcrypt reads of a password; a longer one would be cut without a word. */
    private static final int LONGEST_BYTES = 72;

    private final PasswordEncoder encoder;

    PasswordHashes(PasswordEncoder encoder) {
        this.encoder = encoder;
    }

    /** @throws Failure {@code invalid} for one that is too short or too long */
    String of(String password) {
        if (password.length() < SHORTEST) {
            throw Failure.invalid(
                    "The password is shorter than " + SHORTEST + " characters. Nothing was changed.",
                    "Take a longer one; a few words are easy to keep in mind.");
        }
        if (password.getBytes(StandardCharsets.UTF_8).length > LONGEST_BYTES) {
            throw Failure.invalid(
                    "The password is longer than " + LONGEST_BYTES + " bytes. Nothing was changed.",
                    "Take a shorter one.");
        }
        return String.valueOf(encoder.encode(password));
    }

    boolean matches(String password, @Nullable String hash) {
        return hash != null && encoder.matches(password, hash);
    }
}
