package dev.lockkeeper.engine;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.run.Claim;
import dev.lockkeeper.run.HoleFacts;
import dev.lockkeeper.run.HoleState;
import dev.lockkeeper.run.RunFacts;
import dev.lockkeeper.target.Hole;
import dev.lockkeeper.target.Rows;
import dev.lockkeeper.target.RowsWork;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The rows that a walk has left out: shows them to people, does what they decide, and holds the step up while one is open. */
@Component
class HoleWork {

    /** How many keys a message names. */
    private static final int NAMED = 10;

    private final RunFacts facts;
    private final HoleFacts holes;

    HoleWork(RunFacts facts, HoleFacts holes) {
        this.facts = facts;
        this.holes = holes;
    }

    /** The store shows what the ledger has. @param shown what it shows already, null when that is not known; @return what it shows now */
    List<Hole> show(Work work, RowsWork rows, @Nullable List<Hole> shown) {
        List<Hole> now = work.session().ledger().holes(rows.run(), rows.step());
        if (!now.equals(shown)) {
            holes.mirror(work.claim(), rows, now);
        }
        return now;
    }

    /**
     * Once every lane is done: accepts what somebody has accepted, and tries to fill what somebody wants to be tried again; when nobody has
     * named any, all that are open.
     *
     * @return false when it was cut short by a wish or by this server's shutdown
     * @throws Failure {@code open-holes} when one stays open
     */
    boolean settle(Work work, RowsWork rows, Rows walked) {
        List<Hole> before = show(work, rows, null);
        if (before.isEmpty()) {
            return true;
        }
        Map<Integer, HoleState> wished = holes.states(rows);
        before.stream()
                .filter(hole -> hole.state() == Hole.State.OPEN)
                .filter(hole -> wished.get(hole.number()) == HoleState.ACCEPTED)
                .forEach(hole -> work.session().ledger().accept(rows.run(), rows.step(), hole.number()));
        List<Hole> left = open(work, rows);
        boolean named = left.stream().anyMatch(hole -> wished.get(hole.number()) == HoleState.RETRYING);
        int filled = 0;
        for (Hole hole : left) {
            if (!named || wished.get(hole.number()) == HoleState.RETRYING) {
                if (work.stopping().getAsBoolean() || facts.pace(rows.run()).stops(RowsWorks.stateOf(rows.step()))) {
                    return false;
                }
                filled += filled(work.claim(), rows, walked, hole) ? 1 : 0;
            }
        }
        tell(work.claim(), rows, left.size(), filled);
        show(work, rows, null);
        demandNone(rows, open(work, rows));
        return true;
    }

    /** Rows that were written when their holes were filled, beside those of the lanes. */
    long rowsFilled(RowsWork rows) {
        return holes.rowsFilled(rows);
    }

    /** After the ledger has forgotten them. */
    void forget(Claim claim, String step) {
        holes.forget(claim, step);
    }

    private boolean filled(Claim claim, RowsWork rows, Rows walked, Hole hole) {
        try {
            holes.filled(claim, rows, hole.number(), walked.fill(hole));
            return true;
        } catch (Failure failure) {
            if (failure.kind() == Failure.Kind.TRANSIENT && failure.code() != Code.LOCK_NOT_GRANTED) {
                throw failure;
            }
            holes.refused(claim, rows, hole.number(), failure.message());
            return false;
        }
    }

    private void tell(Claim claim, RowsWork rows, int tried, int filled) {
        if (filled > 0) {
            facts.event(
                    claim,
                    "hole",
                    filled + " of " + tried + (tried == 1 ? " hole of " : " holes of ") + rows.table()
                            + (filled == 1 ? " is" : " are") + " filled.",
                    Map.of("filled", filled));
        }
    }

    private static List<Hole> open(Work work, RowsWork rows) {
        return work.session().ledger().holes(rows.run(), rows.step()).stream()
                .filter(hole -> hole.state() == Hole.State.OPEN)
                .toList();
    }

    private static void demandNone(RowsWork rows, List<Hole> open) {
        if (open.isEmpty()) {
            return;
        }
        String keys = open.stream()
                .limit(NAMED)
                .map(hole -> String.join(", ", hole.key()))
                .collect(Collectors.joining("; "));
        throw new Failure(
                Code.OPEN_HOLES,
                Counts.rows(open.size()) + " of " + rows.table() + " could not be written, "
                        + (open.size() > NAMED ? "first keys: " : open.size() == 1 ? "key: " : "keys: ") + keys
                        + ". All others are.",
                "Mend each row and retry it, or accept it with a reason; the run goes on when no hole is open.");
    }
}
