package dev.lockkeeper.lint;

import dev.lockkeeper.lint.sql.Parsed;
import dev.lockkeeper.plan.SqlPlaces.Place;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Statements that belong together: a script, or what one step does.
 *
 * @param phase null for a script
 * @param step 0-based place in its phase
 * @param together whether they are sent as one transaction
 * @param apart whether time may pass before it: then a table that the migration made earlier may be in use
 * @param allow suppressions of the step, rule to reason
 */
record Piece(
        @Nullable String phase,
        int step,
        List<Parsed> statements,
        Kind kind,
        boolean together,
        boolean apart,
        Map<String, String> allow,
        Places places) {

    enum Kind {
        /** Something else will run it. */
        SCRIPT,
        /** An author's own SQL of a step. */
        STEP,
        /** The same, undoing the step. */
        WAY_BACK,
        /** What a step does that Lockkeeper writes itself: known to work beside others, and context for the rest. */
        PLANNED
    }

    /** From the statements' places to those of the text that was given. */
    interface Places {
        Place of(int line, int column);

        /** Of a suppression of the step. */
        Place allow(String rule);

        /** The text is the script itself. */
        Places SAME = new Places() {
            @Override
            public Place of(int line, int column) {
                return new Place(line, column);
            }

            @Override
            public Place allow(String rule) {
                return new Place(1, 1);
            }
        };
    }

    Piece {
        statements = List.copyOf(statements);
    }

    /** Without the statements behind those. */
    Piece first(int count) {
        return new Piece(phase, step, statements.subList(0, count), kind, together, apart, allow, places);
    }

    /** Whether rules look at it. */
    boolean looked() {
        return kind != Kind.PLANNED;
    }

    boolean managed() {
        return kind != Kind.SCRIPT;
    }
}
