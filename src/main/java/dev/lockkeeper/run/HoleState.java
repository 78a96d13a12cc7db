package dev.lockkeeper.run;

import java.util.Locale;

/** What has become of a row that a walk left out. */
public enum HoleState {
    /** Waits for a person. */
    OPEN,
    /** Somebody wishes that it is tried again. */
    RETRYING,
    /** Somebody lets the phase end over it. */
    ACCEPTED,
    /** Written since, or deleted. */
    FILLED;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static HoleState of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
