package dev.lockkeeper.run;

import dev.lockkeeper.audit.Actor;
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

    private final RunTrail trail;
    private final ServerName server;

    HoleFacts(RunStore runs, HoleStore holes, RunTrail trail, ServerName server) {
        this.runs = runs;
        this.holes = holes;
        this.trail = trail;
        this.server = server;
    }

    /** Takes over what the ledger has: new ones, those accepted, and those that are gone. */
    @Transactional
    public void mirror(Claim claim, RowsWork rows, List<Hole> inLedger) {
        runs.require(claim);
        if (holes.mirror(rows, inLedger)) {
            List<Integer> numbers = inLedger.stream().map(Hole::number).toList();
            recorded(
                    claim,
                    "run.holes",
                    Map.of("step", rows.step(), "table", rows.table().toString(), "holes", numbers));
        }
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
        recorded(claim, "hole.fill", Map.of("step", rows.step(), "hole", number, "rows", changed));
    }

    /** It was tried again in vain: whoever wished that has to decide anew. */
    @Transactional
    public void refused(Claim claim, RowsWork rows, int number, String error) {
        runs.hold(claim);
        holes.refused(rows, number, error);
        recorded(claim, "hole.refuse", Map.of("step", rows.step(), "hole", number, "error", error));
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
        int forgotten = holes.forget(claim.run(), step);
        if (forgotten > 0) {
            recorded(claim, "hole.forget", Map.of("step", step, "holes", forgotten));
        }
    }

    private void recorded(Claim claim, String action, Map<String, ?> after) {
        trail.recorded(claim.run(), Actor.engine(server.text()), action, null, after);
    }
}
