package dev.lockkeeper.web;

import dev.lockkeeper.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * What the editor can begin with: whole migrations of the usual kinds, and one step of each kind. The texts stand in {@code
 * resources/starters}; what they are called, in {@code messages/editor.properties}.
 */
@Component
class Starters {
    static final String FIRST = "add-computed-column";

    private static final String MYSQL = "mysql/";

    static final List<String> POSTGRESQL = List.of(
            "add-column",
            FIRST,
            "split-column",
            "rename-column",
            "change-type",
            "set-not-null",
            "foreign-key",
            "index",
            "backfill",
            "create-table",
            "drop-column",
            "sql");

    static final List<String> OF_MYSQL =
            List.of("add-column", "split-column", "change-type", "set-not-null", "index", "create-table");

    /** In the order in which the phases of a migration need them. */
    static final List<String> KINDS = List.of(
            "createTable",
            "addColumn",
            "keepInSync",
            "createIndex",
            "addCheck",
            "backfill",
            "verify",
            "assert",
            "rowCount",
            "wait",
            "setNotNull",
            "stopSync",
            "dropColumn",
            "dropIndex",
            "sql");

    private final Map<String, String> wholes = new LinkedHashMap<>();
    private final Map<String, String> steps = new LinkedHashMap<>();

    Starters() {
        POSTGRESQL.forEach(name -> wholes.put(name, read("postgresql/" + name)));
        OF_MYSQL.forEach(name -> wholes.put(MYSQL + name, read(MYSQL + name)));
        KINDS.forEach(kind -> steps.put(kind, read("steps/" + kind)));
    }

    private static String read(String name) {
        try {
            return new ClassPathResource("starters/" + name + ".yaml").getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws Failure {@code not-found} */
    String whole(String name) {
        return there("template", wholes, name);
    }

    /** @throws Failure {@code not-found} */
    String step(String kind) {
        return there("step", steps, kind);
    }

    private static String there(String what, Map<String, String> texts, String name) {
        String text = texts.get(name);
        if (text == null) {
            throw Failure.notFound(what, name);
        }
        return text;
    }

    /** Whether nobody has written anything in it. */
    boolean untouched(String text) {
        return text.isBlank() || wholes.containsValue(text);
    }

    /** Of the message that says what a whole migration does. */
    public String key(String name) {
        return "editor.template." + name.replace(MYSQL, "");
    }

    /** Of the message that says what a step does. */
    public String stepKey(String kind) {
        return "editor.step." + kind;
    }

    /** Each kind with its text. */
    public Map<String, String> steps() {
        return steps;
    }

    public List<String> postgresql() {
        return POSTGRESQL;
    }

    public List<String> mysql() {
        return OF_MYSQL;
    }
}
