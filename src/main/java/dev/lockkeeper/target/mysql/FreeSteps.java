package dev.lockkeeper.target.mysql;

import dev.lockkeeper.plan.Durations;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.Statement.Lock;
import dev.lockkeeper.target.Statement.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code sql}, {@code assert}, {@code wait}: what authors write themselves, carried out as it is, one statement after the other. */
final class FreeSteps {

    private static final String BY_LEDGER = "only the ledger tells whether it was done: its effect is not known";

    /** What neither commits by itself nor could do so unseen. */
    private static final Set<String> WRITES =
            Set.of("insert", "update", "delete", "replace", "select", "with", "do", "values", "table");

    private final Findings findings;

    FreeSteps(Findings findings) {
        this.findings = findings;
    }

    Rendered sql(Spot spot, Step.Sql step) {
        List<Statement> up = statements(step.up(), step.transaction(), spot.path() + ".up");
        List<String> notes = new ArrayList<>();
        notes.add(
                step.transaction()
                        ? BY_LEDGER
                        : BY_LEDGER + ", and not even the ledger when the connection is lost in the middle");
        if (!step.transaction() && up.size() > 1) {
            notes.add(up.size() + " statements, each on its own: the server commits each as it ends");
        }
        if (step.down() == null) {
            return spot.withoutReturn(
                    up, step.irreversible() == null ? "no way back was written" : step.irreversible(), notes);
        }
        return spot.becomes(up, statements(step.down(), step.transaction(), spot.path() + ".down"), null, notes);
    }

    /** In one transaction they stay one text, which whoever runs it cuts by the same {@link Statements}. */
    private List<Statement> statements(String sql, boolean transaction, String path) {
        Optional<String> problem = Statements.problem(sql);
        if (problem.isPresent()) {
            findings.invalid(path, "the text " + problem.get());
            return List.of();
        }
        List<String> statements = Statements.of(sql);
        if (!transaction) {
            return statements.stream()
                    .map(one -> new Statement(one, Mode.AUTOCOMMIT, null, TableLocks.UNKNOWN))
                    .toList();
        }
        statements.stream()
                .filter(one -> !WRITES.contains(Statements.first(one)))
                .findFirst()
                .ifPresent(one -> findings.invalid(
                        path,
                        "'" + one
                                + "' commits the transaction that the step runs in, or may do so; write the step with 'transaction:"
                                + " false', one statement a step where it matters which of them were done"));
        return List.of(new Statement(String.join(";\n", statements), Mode.TRANSACTION, null, TableLocks.UNKNOWN));
    }

    Rendered ask(Spot spot, Step.Assert step) {
        one(step.query(), spot.path() + ".query");
        return spot.asks(
                new Statement(step.query().strip(), Mode.QUERY, null, TableLocks.READ),
                step.expect() == null
                        ? "what it returns is shown and recorded, not judged"
                        : "must return " + step.expect());
    }

    Rendered pause(Spot spot, Step.Wait step) {
        if (step.until() == null) {
            String time = step.forTime() == null ? "0s" : Durations.format(step.forTime());
            return spot.asks(new Statement("wait " + time, Mode.PAUSE, null, Lock.NONE));
        }
        one(step.until(), spot.path() + ".until");
        return spot.asks(
                new Statement(step.until().strip(), Mode.PAUSE, null, TableLocks.READ),
                "asked every " + Durations.format(step.every()) + " until it returns " + step.expect());
    }

    private void one(String query, String path) {
        Optional<String> problem = Statements.problem(query);
        problem.ifPresent(what -> findings.invalid(path, "the query " + what));
        if (problem.isEmpty() && Statements.of(query).size() > 1) {
            findings.invalid(path, "one query is wanted, and these are several statements");
        }
    }
}
