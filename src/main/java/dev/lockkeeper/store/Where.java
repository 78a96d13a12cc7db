package dev.lockkeeper.store;

import dev.lockkeeper.Failure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a list's query. Only those that are asked stand in it: one that reads {@code :team is null or team = :team} would
 * keep the store from using the index of the team.
 */
public final class Where {
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> params = new LinkedHashMap<>();

    /**
     * No text of the store has that character, and it would be an error of the server to ask for one.
     *
     * @param texts names as somebody typed them; null where none was
     * @throws Failure {@code invalid}
     */
    public static void refuseNul(@Nullable String... texts) {
        if (Arrays.stream(texts).anyMatch(text -> text != null && text.indexOf('\0') >= 0)) {
            throw Failure.invalid("No name has a NUL in it.", "Leave the character out.");
        }
    }

    /** A condition without a value. */
    public Where and(String condition) {
        conditions.add(condition);
        return this;
    }

    /** @param value null when it is not asked for */
    public Where and(String condition, String name, @Nullable Object value) {
        if (value != null) {
            conditions.add(condition);
            params.put(name, value);
        }
        return this;
    }

    /** A value that the query names outside of its conditions, or in several of them. */
    public Where with(String name, Object value) {
        params.put(name, value);
        return this;
    }

    /** {@code where … and …}; empty when nothing is asked. */
    public String sql() {
        return conditions.isEmpty() ? "" : "where " + String.join("\n and ", conditions) + "\n";
    }

    /** The same as a part of other conditions. */
    public String more() {
        return conditions.isEmpty() ? "" : " and " + String.join("\n and ", conditions) + "\n";
    }

    public Map<String, Object> params() {
        return params;
    }
}
