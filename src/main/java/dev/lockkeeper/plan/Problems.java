package dev.lockkeeper.plan;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.Failure.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;

/** Everything that is wrong with one file. The reader goes on after a finding, so that the author gets all of them at once. */
final class Problems {

    /** A file with more findings than this is not a migration; an answer of megabytes would help nobody. */
    static final int MOST = 500;

    private final List<Problem> found = new ArrayList<>();
    private int count;

    void add(Node node, String path, String message) {
        int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
        int column = node.getStartMark().map(mark -> mark.getColumn() + 1).orElse(0);
        add(line, column, path, message);
    }

    void add(int line, int column, String path, String message) {
        if (count++ < MOST) {
            found.add(new Problem(line, column, path, message));
        }
    }

    int count() {
        return count;
    }

    /** @throws Failure {@code invalid-plan} with the findings in the order of the text, when there are any */
    void throwIfAny() {
        throwIfAny(Code.INVALID_PLAN, "migration file", "submit the file again");
    }

    /** The same for another kind of file. @param again what to do once it is corrected */
    void throwIfAny(Code code, String what, String again) {
        if (count == 0) {
            return;
        }
        List<Problem> all = new ArrayList<>(found);
        all.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
        if (count > MOST) {
            all.add(new Problem(0, 0, "", "and " + (count - MOST) + " more errors, not listed"));
        }
        throw new Failure(
                code,
                "The " + what + " has " + (count == 1 ? "1 error" : count + " errors") + "; nothing was stored.",
                "Correct the places that are listed and " + again + ".",
                all);
    }
}
