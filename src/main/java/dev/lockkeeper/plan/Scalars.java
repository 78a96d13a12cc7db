package dev.lockkeeper.plan;

import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** What a scalar is by the core schema of YAML 1.2 (chapter 10.3). Quoted ones are text. */
final class Scalars {

    /** {@code yes}, {@code on} and {@code 1_000} are text in YAML 1.2. */
    enum Kind {
        NULL,
        FLAG,
        WHOLE,
        FRACTION,
        TEXT
    }

    private static final Pattern NULL = Pattern.compile("|~|null|Null|NULL");
    private static final Pattern FLAG = Pattern.compile("true|True|TRUE|false|False|FALSE");
    private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+");
    private static final Pattern FRACTION = Pattern.compile(
            "[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

    private Scalars() {}

    static Kind kind(ScalarNode node) {
        String text = node.getValue();
        if (!node.isPlain()) {
            return Kind.TEXT;
        }
        if (NULL.matcher(text).matches()) {
            return Kind.NULL;
        }
        if (FLAG.matcher(text).matches()) {
            return Kind.FLAG;
        }
        if (WHOLE.matcher(text).matches()) {
            return Kind.WHOLE;
        }
        return FRACTION.matcher(text).matches() ? Kind.FRACTION : Kind.TEXT;
    }
}
