package dev.lockkeeper.target.postgres;

import dev.lockkeeper.plan.Durations;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.Statement.Lock;
import dev.lockkeeper.target.Statement.Mode;
import dev.lockkeeper.target.StepSql;
import java.util.List;

/** {@code sql}, {@code assert}, {@code wait}: what authors write themselves, carried out as it is and not looked into. */
final class FreeSteps {

    private static final String BY_LEDGER = "only the ledger tells whether it was done: its effect is not known";

    private FreeSteps() {}

    static Rendered sql(Spot spot, Step.Sql step) {
        Mode mode = step.transaction() ? Mode.TRANSACTION : Mode.AUTOCOMMIT;
        Statement up = new Statement(step.up().strip(), mode, null, TableLocks.UNKNOWN);
        String note = step.transaction() ? BY_LEDGER : BY_LEDGER + ", and not even the ledger when the connection is lost in the middle";
        if (step.down() == null) {
            return spot.withoutReturn(up, step.irreversible() == null ? "no way back was written" : step.irreversible(), note);
        }
        return spot.becomes(List.of(up), List.of(new Statement(step.down().strip(), mode, null, TableLocks.UNKNOWN)), null, note);
    }

    static Rendered ask(Spot spot, Step.Assert step) {
        return spot.asks(new Statement(step.query().strip(), Mode.QUERY, null, TableLocks.READ), "must return " + step.expect());
    }

    static Rendered pause(Spot spot, Step.Wait step) {
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
                        List.of("asked every " + Durations.format(step.every()) + " until it returns " + step.expect())),
                null);
    }
}
