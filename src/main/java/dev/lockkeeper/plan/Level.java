package dev.lockkeeper.plan;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a rule or a check means for the launch; policies set it by environment. */
public enum Level {
    OFF,
    ADVISORY,
    BLOCKING;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Level> of(String wire) {
        return Arrays.stream(values())
                .filter(level -> level.wire().equals(wire))
                .findFirst();
    }
}
