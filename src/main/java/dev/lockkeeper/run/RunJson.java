package dev.lockkeeper.run;

import dev.lockkeeper.target.Resolved;
import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** How values of a run are written into columns: apart from the answers of the API, so that these may change without the store. */
final class RunJson {
    private RunJson() {}

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final TypeReference<List<String>> STRINGS = new TypeReference<>() {};
    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};
    private static final TypeReference<List<ThrottleSignal>> SIGNALS = new TypeReference<>() {};

    static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    static List<String> strings(String json) {
        return MAPPER.readValue(json, STRINGS);
    }

    static Map<String, Object> map(String json) {
        return MAPPER.readValue(json, MAP);
    }

    static Resolved resolved(String json) {
        return MAPPER.readValue(json, Resolved.class);
    }

    static List<ThrottleSignal> signals(String json) {
        return MAPPER.readValue(json, SIGNALS);
    }

    static BackfillProgress progress(String json) {
        return MAPPER.readValue(json, BackfillProgress.class);
    }
}
