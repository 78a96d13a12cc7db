package dev.lockkeeper.target.mysql;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.Failure.Problem;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a plan cannot be resolved for on this target, collected so that its author is told all of it at once. */
final class Findings {

    private record Finding(Code code, Problem problem) {}

    /** Column, table, function, database, key. */
    private static final Set<Integer> NOT_THERE = Set.of(1054, 1146, 1305, 1049, 1072, 1091);

    private final List<Finding> found = new ArrayList<>();

    void missing(String path, String message) {
        add(Code.MISSING_OBJECT, path, message);
    }

    void unsupported(String path, String message) {
        add(Code.UNSUPPORTED, path, message);
    }

    void invalid(String path, String message) {
        add(Code.INVALID_PLAN, path, message);
    }

    /** What the server said about a piece of the plan. @param statement that was sent */
    void refused(String path, String statement, SQLException e) {
        Code code = NOT_THERE.contains(SqlFailures.number(e)) ? Code.MISSING_OBJECT : Code.INVALID_PLAN;
        add(code, path, "the server says: " + words(statement, e));
    }

    /** Names and syntax may be repeated; a value only when it stands in the statement. */
    private static String words(String statement, SQLException e) {
        return SqlFailures.state(e).startsWith("42")
                ? SqlFailures.said(e)
                : SqlFailures.saidOf(statement, e)
                        .orElse("it cannot do this; its words are not shown, because they may repeat data (error "
                                + SqlFailures.number(e) + ")");
    }

    int count() {
        return found.size();
    }

    /** One failure with every finding; a missing object gives it its code before anything else does. */
    void throwIfAny() {
        if (found.isEmpty()) {
            return;
        }
        List<Problem> problems = found.stream().map(Finding::problem).toList();
        String first = problems.getFirst().path() + ": " + problems.getFirst().message();
        String count = problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)";
        boolean missing = found.stream().anyMatch(finding -> finding.code() == Code.MISSING_OBJECT);
        Code code = missing ? Code.MISSING_OBJECT : found.getFirst().code();
        throw new Failure(
                code,
                "The plan does not fit this target. " + first + count + ". Nothing was changed.",
                missing
                        ? "Compare the names with the target's tables. What an earlier migration or an sql step creates is seen once it is"
                                + " there; what createTable and addColumn create is seen at once."
                        : "Change the migration as the findings say and submit it again.",
                problems);
    }

    private void add(Code code, String path, String message) {
        found.add(new Finding(code, new Problem(0, 0, path, message)));
    }
}
