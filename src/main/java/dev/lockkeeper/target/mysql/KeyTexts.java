package dev.lockkeeper.target.mysql;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keys as the ledger keeps them: a list of texts as one JSON text, which is compared byte by byte and never for its order. Always
 * written by this class, so that the same key is the same text.
 */
final class KeyTexts {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

    private KeyTexts() {}

    static @Nullable String write(@Nullable List<String> texts) {
        return texts == null ? null : JSON.writeValueAsString(texts);
    }

    static @Nullable List<String> read(@Nullable String json) {
        return json == null ? null : JSON.readValue(json, TEXTS);
    }

    /** For what is never null in the ledger. */
    static List<String> required(String json) {
        return JSON.readValue(json, TEXTS);
    }
}
