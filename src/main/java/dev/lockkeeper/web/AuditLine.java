package dev.lockkeeper.web;

import dev.lockkeeper.audit.AuditRecord;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A record in the list: with the little of its state afterwards that tells it from its neighbours.
 *
 * @param what such as {@code verify · step 3 · succeeded}; empty when the record has none of it
 */
record AuditLine(AuditRecord record, String what) {

    static AuditLine of(AuditRecord record, JsonMapper json) {
        return new AuditLine(record, record.after() == null ? "" : words(json.readTree(record.after())));
    }

    private static String words(JsonNode now) {
        List<String> words = new ArrayList<>();
        add(words, "revision ", now.path("revision"));
        add(words, "on ", now.path("target"));
        add(words, "", now.path("phase"));
        if (now.path("index").isIntegralNumber()) {
            words.add("step " + (now.path("index").asInt() + 1));
        }
        if (!now.has("url")) {
            add(words, "for ", now.path("username"));
        }
        add(words, "pace ", now.path("dial"));
        add(words, "", now.path("state"));
        return String.join(" · ", words);
    }

    private static void add(List<String> words, String before, JsonNode value) {
        if (value.isString() || value.isIntegralNumber()) {
            words.add(before + value.asString());
        }
    }
}
