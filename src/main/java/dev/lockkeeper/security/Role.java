package dev.lockkeeper.security;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a person may do; each is given for all, for one environment, or for one team. */
public enum Role {
    VIEWER,
    AUTHOR,
    APPROVER,
    OPERATOR,
    AUDITOR,
    ADMIN;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> of(String wire) {
        return Arrays.stream(values()).filter(role -> role.wire().equals(wire)).findFirst();
    }
}
