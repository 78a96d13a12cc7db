package dev.lockkeeper.target.postgres;

import dev.lockkeeper.plan.Durations;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.Statement.Lock;
import dev.lockkeeper.target.Statement.Mode;
import dev.lockkeeper.target.StepSql;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** {@code sql}, {@code assert}, {@code wait}: what authors write themselves, carried out as it is and not looked into. */
final class FreeSteps {

    private static final String BY_LEDGER = "only the ledger tells whether it was done: its effect is not known";

    /** At the beginning of a statement; {@code rollback to} goes back inside the transaction and is allowed. */
    private static final Pattern ENDS_TRANSACTION = Pattern.compile(
            "(begin|start\\s+transaction|commit|end|abort|prepare\\s+transaction|rollback(?!(\\s+(work|transaction))?\\s+to\\b))\\b.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern ROUTINE = Pattern.compile(
            "create\\s+(or\\s+replace\\s+)?(function|procedure)\\b.*\\bbegin\\s+atomic\\b",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern END = Pattern.compile("end", Pattern.CASE_INSENSITIVE);

    private final Findings findings;

    FreeSteps(Findings findings) {
        this.findings = findings;
    }

    Rendered sql(Spot spot, Step.Sql step) {
        if (step.transaction()) {
            oneTransaction(step.up(), spot.path() + ".up");
        }
        if (step.transaction() && step.down() != null) {
            oneTransaction(step.down(), spot.path() + ".down");
        }
        Mode mode = step.transaction() ? Mode.TRANSACTION : Mode.AUTOCOMMIT;
        Statement up = new Statement(step.up().strip(), mode, null, TableLocks.UNKNOWN);
        String note = step.transaction()
                ? BY_LEDGER
                : BY_LEDGER + ", and not even the ledger when the connection is lost in the middle";
        if (step.down() == null) {
            return spot.withoutReturn(
                    up, step.irreversible() == null ? "no way back was written" : step.irreversible(), note);
        }
        return spot.becomes(
                List.of(up), List.of(new Statement(step.down().strip(), mode, null, TableLocks.UNKNOWN)), null, note);
    }

    private void oneTransaction(String sql, String path) {
        outsideRoutines(Fragment.statements(sql)).stream()
                .filter(statement -> ENDS_TRANSACTION.matcher(statement).matches())
                .findFirst()
                .ifPresent(
                        statement -> findings.invalid(
                                path,
                                "'" + statement
                                        + "' would end the transaction that the step runs in; write the step with 'transaction: false'"));
    }

    /** Without those that stand between {@code begin atomic} and {@code end}, which end nothing but a routine. */
    private static List<String> outsideRoutines(List<String> statements) {
        List<String> outside = new ArrayList<>();
        boolean inside = false;
        for (String statement : statements) {
            if (inside) {
                inside = !END.matcher(statement).matches();
            } else {
                outside.add(statement);
                inside = ROUTINE.matcher(statement).lookingAt();
            }
        }
        return outside;
    }

    Rendered ask(Spot spot, Step.Assert step) {
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
        return new Rendered(
                new StepSql(
                        spot.index(),
                        step.title(),
                        step.kind(),
                        List.of(new Statement(step.until().strip(), Mode.PAUSE, null, TableLocks.READ)),
                        List.of(),
                        null,
                        List.of("asked every " + Durations.format(step.every()) + " until it returns "
                                + step.expect())),
                null);
    }
}
