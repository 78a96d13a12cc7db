package dev.lockkeeper.run;

import dev.lockkeeper.target.Hole;
import dev.lockkeeper.target.RowsWork;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What the engine writes of holes, beside {@link RunFacts}. The ledger is the truth of them; the store shows it and keeps the wishes. */
@Component
public class HoleFacts {

    private final RunStore runs;
    private final HoleStore holes;

    HoleFacts(RunStore runs, HoleStore holes) {
        this.runs = runs;
        this.holes = holes;
    }

    /** Takes over what the ledger has: new ones, those accepted, and those that are gone. */
    @Transactional
    public void mirror(Claim claim, RowsWork rows, List<Hole> inLedger) {
        runs.require(claim);
        holes.mirror(rows, inLedger);
    }

    /** By the ledger's numbers. */
    @Transactional(readOnly = true)
    public Map<Integer, HoleState> states(RowsWork rows) {
        return holes.states(rows);
    }

    /** @param changed rows written by it, 0 when the row needed nothing or was deleted */
    @Transactional
    public void filled(Claim claim, RowsWork rows, int number, long changed) {
        runs.hold(claim);
        holes.filled(rows, number, changed);
    }

    /** It was tried again in vain: whoever wished that has to decide anew. */
    @Transactional
    public void refused(Claim claim, RowsWork rows, int number, String error) {
        runs.hold(claim);
        holes.refused(rows, number, error);
    }

    /** Rows written by filling holes of the walk. */
    @Transactional(readOnly = true)
    public long rowsFilled(RowsWork rows) {
        return holes.rowsFilled(rows);
    }

    /** Of a walk that begins anew. */
    @Transactional
    public void forget(Claim claim, String step) {
        runs.require(claim);
        holes.forget(claim.run(), step);
    }
}
