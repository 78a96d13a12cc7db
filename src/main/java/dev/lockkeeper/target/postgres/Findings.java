package dev.lockkeeper.target.postgres;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.Failure.Problem;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What a plan cannot be resolved for on this target, collected so that its author is told all of it at once. */
final class Findings {

    private record Finding(Code code, Problem problem) {}

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
        boolean missing =
                switch (SqlFailures.state(e)) {
                    case "42703", "42P01", "3F000", "42704", "42883" -> true;
                    default -> false;
                };
        add(missing ? Code.MISSING_OBJECT : Code.INVALID_PLAN, path, "the server says: " + words(statement, e));
    }

    /**
     * The server computes some defaults while a plan is merely looked at, and an error quotes the value: {@code table_to_xml('users')::int}
     * would show its author the rows of a table. Names and syntax may be repeated; a value only when it stands in the statement.
     */
    private static String words(String statement, SQLException e) {
        String state = SqlFailures.state(e);
        boolean ofTheText = state.startsWith("42") || state.startsWith("0A") || state.startsWith("3");
        return ofTheText
                ? SqlFailures.said(e)
                : SqlFailures.saidOf(statement, e)
                        .orElse("it cannot compute this; its words are not shown, because they repeat data (SQLSTATE "
                                + state + ")");
    }

    /** One failure with every finding; a missing object gives it its code before anything else does. */
    void throwIfAny() {
        if (found.isEmpty()) {
            return;
        }
        List<Problem> problems = found.stream().map(Finding::problem).toList();
        String first = problems.getFirst().path() + ": " + problems.getFirst().message();
        String count = problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)";
        Code code = has(Code.MISSING_OBJECT)
                ? Code.MISSING_OBJECT
                : found.getFirst().code();
        throw new Failure(
                code,
                "The plan does not fit this target. " + first + count + ". Nothing was changed.",
                code == Code.MISSING_OBJECT
                        ? "Compare the names with the target's tables; names are case-sensitive. What an earlier migration or an sql step"
                                + " creates is seen once it is there; what createTable and addColumn create is seen at once."
                        : "Change the migration as the findings say and submit it again.",
                problems);
    }

    private boolean has(Code code) {
        return found.stream().anyMatch(finding -> finding.code() == code);
    }

    private void add(Code code, String path, String message) {
        found.add(new Finding(code, new Problem(0, 0, path, message)));
    }
}
