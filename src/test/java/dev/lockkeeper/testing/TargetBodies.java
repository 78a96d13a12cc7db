package dev.lockkeeper.testing;

import dev.lockkeeper.testing.Databases.Database;
import java.util.LinkedHashMap;
import java.util.Map;

/** What registers a database as a target. */
public final class TargetBodies {
    private TargetBodies() {}

    public static Map<String, Object> of(String name, Database database, String environment) {
        return of(name, database, environment, Map.of());
    }

    /** @param more fields that are added or replace those of the database's own login */
    public static Map<String, Object> of(String name, Database database, String environment, Map<String, Object> more) {
        Map<String, Object> body = new LinkedHashMap<>(Map.of(
                "name",
                name,
                "engine",
                database.engine(),
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
