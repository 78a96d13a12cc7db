package dev.lockkeeper.plan;

import dev.lockkeeper.plan.Scalars.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A value of the file with its place. A reading that fails leaves a finding and returns a stand-in, so that the reader goes
 * on and finds the rest; a plan with findings never leaves the reader.
 *
 * @param node null for a required value that is missing; that finding exists already, and no reading adds another
 * @param path for example {@code phases[0].steps[1].addColumn.table}
 */
record Value(@Nullable Node node, String path, Problems problems) {

    /** Passes every further check of a name or an id, so that a bad value has one finding and not two. */
    static final String STAND_IN = "standin";

    void problem(String message) {
        if (node != null) {
            problems.add(node, path, message);
        }
    }

    /** {@code 'table'}, for messages. */
    String label() {
        return path.isEmpty() ? "the file" : "'" + path.substring(path.lastIndexOf('.') + 1) + "'";
    }

    Value child(Node child, String key) {
        return new Value(child, path.isEmpty() ? key : path + "." + key, problems);
    }

    Fields fields(String what) {
        return new Fields(this, what);
    }

    /** The elements of a list; none when it is not one. */
    List<Value> list() {
        if (node instanceof SequenceNode sequence && node.isResolved()) {
            List<Value> elements = new ArrayList<>();
            for (Node element : sequence.getValue()) {
                elements.add(new Value(element, path + "[" + elements.size() + "]", problems));
            }
            return elements;
        }
        problem(label() + " must be a list");
        return List.of();
    }

    /** As {@link #list()}, with at least one element. */
    List<Value> filledList() {
        List<Value> elements = list();
        if (elements.isEmpty() && node instanceof SequenceNode) {
            problem(label() + " is an empty list");
        }
        return elements;
    }

    /** Text that is not blank; numbers and booleans must be quoted to be text. */
    String text() {
        ScalarNode scalar = scalar();
        if (scalar == null) {
            return STAND_IN;
        }
        if (Scalars.kind(scalar) != Kind.TEXT) {
            problem(label() + " must be text; write it in quotes: \"" + scalar.getValue() + "\"");
            return STAND_IN;
        }
        return filled(scalar, label() + " is empty");
    }

    /** Text, a number or a boolean, as written: SQL of the author, which reaches the target unchanged. */
    String sql() {
        ScalarNode scalar = scalar();
        return scalar == null
                ? STAND_IN
                : filled(scalar, label() + " is empty; the empty string of SQL is written \"''\"");
    }

    /** A value that a query's answer is compared with, as text; may be empty. */
    String answer() {
        ScalarNode scalar = scalar();
        return scalar == null ? STAND_IN : scalar.getValue();
    }

    boolean flag() {
        ScalarNode scalar = scalar();
        if (scalar != null && Scalars.kind(scalar) != Kind.FLAG) {
            problem(label() + " must be true or false; it is '" + scalar.getValue() + "'");
        }
        return scalar != null && Boolean.parseBoolean(scalar.getValue());
    }

    int whole(int from, int to) {
        ScalarNode scalar = scalar();
        if (scalar == null) {
            return from;
        }
        String digits = scalar.getValue();
        if (Scalars.kind(scalar) == Kind.WHOLE && digits.matches("[-+]?[0-9]{1,18}")) {
            long number = Long.parseLong(digits);
            if (number >= from && number <= to) {
                return (int) number;
            }
        }
        problem(label() + " must be a whole number from " + from + " to " + to + "; it is '" + digits + "'");
        return from;
    }

    /** One of the stand-in's fellows, written in lower case with hyphens. {@code null} is a word here ({@code guard: null}). */
    <E extends Enum<E>> E choice(E standIn) {
        String written = node instanceof ScalarNode scalar && node.isResolved() ? scalar.getValue() : "";
        List<E> constants = Arrays.asList(standIn.getDeclaringClass().getEnumConstants());
        List<String> words = constants.stream().map(Value::word).toList();
        int found = words.indexOf(written);
        if (found < 0) {
            String given = written.isEmpty() ? "" : ", not '" + written + "'";
            problem(label() + " must be one of " + String.join(", ", words) + given);
            return standIn;
        }
        return constants.get(found);
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A scalar that is there, or null after a finding. */
    @Nullable
    ScalarNode scalar() {
        if (node == null) {
            return null;
        }
        if (!(node instanceof ScalarNode scalar)) {
            problem(label() + " must be a single value, not a list or a map");
            return null;
        }
        if (!node.isResolved()) {
            problem(label() + " has the tag " + node.getTag() + "; tags are not supported, quotes make a value text");
            return null;
        }
        if (Scalars.kind(scalar) == Kind.NULL) {
            problem(label() + " has no value; leave it out or fill it in");
            return null;
        }
        return scalar;
    }

    private String filled(ScalarNode scalar, String whenBlank) {
        if (scalar.getValue().isBlank()) {
            problem(whenBlank);
            return STAND_IN;
        }
        return scalar.getValue();
    }
}
