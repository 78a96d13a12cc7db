package dev.lockkeeper.target;

import java.util.LinkedHashMap;
import java.util.Map;

/** A target as the audit record has it: everything but the secret. */
final class TargetRecord {
    private TargetRecord() {}

    static Map<String, Object> of(Target target) {
        return of(target, false);
    }

    /** @param passwordChanged that it was, never what it is */
    static Map<String, Object> of(Target target, boolean passwordChanged) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", target.name());
        values.put("engine", target.engine().wire());
        values.put("url", target.url());
        values.put("username", target.username());
        if (target.passwordFrom() != null) {
            values.put("passwordFrom", target.passwordFrom());
        }
        if (passwordChanged) {
            values.put("password", "password changed");
        }
        values.put("environment", target.environment());
        if (target.team() != null) {
            values.put("team", target.team());
        }
        values.put("replicas", target.replicas());
        values.put("windows", target.windows());
        values.put("policy", target.policy());
        return values;
    }
}
