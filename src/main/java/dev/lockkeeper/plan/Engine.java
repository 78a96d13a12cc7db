package dev.lockkeeper.plan;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of database that a migration can be written for. */
public enum Engine {
    POSTGRESQL,
    MYSQL,
    SQLITE,
    MONGODB,
    REDIS,
    DYNAMODB;

    /** The spelling in files and on the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Engine> of(String wire) {
        return Arrays.stream(values())
                .filter(engine -> engine.wire().equals(wire))
                .findFirst();
    }
}
