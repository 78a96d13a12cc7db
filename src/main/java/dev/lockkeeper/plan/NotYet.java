package dev.lockkeeper.plan;

import java.util.Map;
import java.util.Optional;

/** What the format knows and this version cannot do. Refused by name, never ignored. */
final class NotYet {

    private static final String AS_SQL = "until then write it as an sql step with up and down";

    private static final Map<String, String> STEPS = Map.ofEntries(
            Map.entry("dropTable", AS_SQL),
            Map.entry(
                    "renameColumn",
                    "outside the strategy 'direct' an expand-contract plan is the way: addColumn, keepInSync in both"
                            + " directions, backfill, verify, then dropColumn"),
            Map.entry(
                    "changeType",
                    "until then write its phases: addColumn with the new type, keepInSync in both directions, backfill,"
                            + " verify, then dropColumn"),
            Map.entry("addForeignKey", AS_SQL + ": not valid first, then validate"),
            Map.entry("addUnique", "until then use createIndex with unique: true"),
            Map.entry("dropConstraint", AS_SQL),
            Map.entry("dropNotNull", AS_SQL),
            Map.entry("copyTable", "until then use createTable and sql steps"),
            Map.entry("alterTable", "until then use addColumn, createIndex and setNotNull, or an sql step with up and down"),
            Map.entry("compare", "until then use verify, assert and rowCount"),
            Map.entry("http", "until then use a gate with launch: manual and a checklist"),
            Map.entry(
                    "script",
                    "it belongs to mongodb, redis and dynamodb, and this version runs migrations on postgresql and mysql only"));

    private NotYet() {}

    static Optional<String> step(String kind) {
        return Optional.ofNullable(STEPS.get(kind)).map(advice -> of(kind) + "; " + advice);
    }

    static String of(String name) {
        return "'" + name + "' is not supported yet";
    }
}
