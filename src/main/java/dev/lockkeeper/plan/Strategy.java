package dev.lockkeeper.plan;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How the change reaches the applications; decides which steps are allowed. */
public enum Strategy {
    DIRECT,
    EXPAND_CONTRACT,
    SHADOW,
    BLUE_GREEN;

    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Strategy> of(String wire) {
        return Arrays.stream(values())
                .filter(strategy -> strategy.wire().equals(wire))
                .findFirst();
    }
}
