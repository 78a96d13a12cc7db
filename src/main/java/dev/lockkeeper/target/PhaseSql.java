package dev.lockkeeper.target;

import dev.lockkeeper.plan.Digest;
import java.util.List;

/**
 * A phase resolved for a target.
 *
 * @param on the target's fingerprint
 */
public record PhaseSql(String phase, String on, List<StepSql> steps) {
    public PhaseSql {
        steps = List.copyOf(steps);
    }

    /** Not bound to a target yet. */
    public PhaseSql(String phase, List<StepSql> steps) {
        this(phase, "", steps);
    }

    /** SHA-256 over every statement, forward, back, later and to clean up, in order; what an approval is bound to. */
    public String digest() {
        StringBuilder text = new StringBuilder(phase).append('\n').append(on).append('\n');
        for (StepSql step : steps) {
            text.append("-- step ")
                    .append(step.index())
                    .append(' ')
                    .append(step.kind())
                    .append('\n');
            step.forward().forEach(statement -> append(text, "forward", statement));
            step.back().forEach(statement -> append(text, "back", statement));
            step.later().forEach(statement -> append(text, "later", statement));
            text.append("-- irreversible ").append(step.irreversible()).append('\n');
        }
        return Digest.of(text.toString());
    }

    private static void append(StringBuilder text, String direction, Statement statement) {
        text.append(direction)
                .append(' ')
                .append(statement.mode())
                .append('\n')
                .append(statement.sql())
                .append(";\n");
        if (statement.leftover() != null) {
            text.append("leftover\n").append(statement.leftover().drop()).append(";\n");
        }
        if (statement.fallback() != null) {
            text.append("else\n").append(statement.fallback()).append(";\n");
        }
    }
}
