package dev.lockkeeper.web;

import dev.lockkeeper.security.Token;
import dev.lockkeeper.security.User;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** How users and tokens stand. */
@Component
class UserMarks {
    /** So long before its end somebody should make the next one. */
    private static final Duration SOON = Duration.ofDays(14);

    private final Clock clock;

    UserMarks(Clock clock) {
        this.clock = clock;
    }

    Mark of(User user) {
        if (!user.enabled()) {
            return new Mark("stop", Words.of("users.mark.disabled"), "idle");
        }
        return user.hasPassword()
                ? new Mark("check", Words.of("users.mark.enabled"), "ok")
                : new Mark("plug", Words.of("users.mark.service"), "run");
    }

    Mark of(Token token) {
        Instant now = clock.instant();
        if (token.expiresAt() == null) {
            return new Mark("check", Words.of("tokens.mark.forever"), "ok");
        }
        if (!token.expiresAt().isAfter(now)) {
            return new Mark("stop", Words.of("tokens.mark.expired"), "idle");
        }
        return token.expiresAt().isBefore(now.plus(SOON))
                ? new Mark("clock", Words.of("tokens.mark.soon"), "hold")
                : new Mark("check", Words.of("tokens.mark.good"), "ok");
    }
}
