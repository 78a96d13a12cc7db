package dev.lockkeeper.run;

import java.util.Locale;

/** What people want of a run. The engine reads it between two chunks. */
public enum Wish {
    /** Go on. */
    GO,
    PAUSE,
    CANCEL,
    ROLL_BACK;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Wish of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
