package dev.lockkeeper.web;

import dev.lockkeeper.security.Grant;
import dev.lockkeeper.security.Role;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What roles mean, for people. */
@Component
class RoleWords {

    /** @param wire {@code operator@prod}; @param does what it lets one do; @param where it holds */
    record Line(String wire, String does, String where) {}

    List<Line> of(Collection<Grant> grants) {
        return grants.stream()
                .sorted((one, other) -> one.wire().compareTo(other.wire()))
                .map(grant -> new Line(grant.wire(), does(grant.role()), where(grant)))
                .toList();
    }

    String does(Role role) {
        return Words.of("roles.does." + role.wire());
    }

    private String where(Grant grant) {
        if (grant.environment() != null) {
            return Words.of("roles.where.environment", grant.environment());
        }
        return grant.team() != null ? Words.of("roles.where.team", grant.team()) : Words.of("roles.where.everywhere");
    }

    static List<String> wires() {
        return Arrays.stream(Role.values()).map(Role::wire).toList();
    }

    /** As a form says it: a role, of what kind the place is, and which. */
    static String wire(String role, @Nullable String scope, @Nullable String place) {
        String name = place == null ? "" : place.strip();
        return switch (scope == null ? "everywhere" : scope) {
            case "environment" -> role + "@" + name;
            case "team" -> role + "@team:" + name;
            default -> role;
        };
    }
}
