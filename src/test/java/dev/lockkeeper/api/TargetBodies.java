package dev.lockkeeper.api;

import dev.lockkeeper.testing.Databases.Database;
import java.util.HashMap;
import java.util.Map;

/** What registers a target, for tests of the API. */
final class TargetBodies {
    private TargetBodies() {}

    /** @param more fields that are added or replace those of the database's own login */
    static Map<String, Object> of(String name, Database database, String environment, Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>(Map.of(
                "name",
                name,
                "engine",
                "postgresql",
                "url",
                database.url(),
                "username",
                database.username(),
                "password",
                database.password(),
                "environment",
                environment));
        body.putAll(more);
        return body;
    }
}
