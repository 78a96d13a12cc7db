package dev.lockkeeper.engine;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.target.Lane;
import dev.lockkeeper.target.Ledger;
import dev.lockkeeper.target.Rows;
import dev.lockkeeper.target.RowsWork;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a walk that has a place free asks for half of a lane, and how the lane's worker answers. Through the ledger, because they may be on
 * different servers. The worker gives, between two chunks: nobody else knows where the lane stands at that moment.
 */
final class Sharing {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final String GIVEN = " given";
    private static final String KEPT = " kept";

    private final RowsWork work;
    private final String name;
    /** Lanes whose rest is not worth another worker, and will never be again. */
    private final Set<Integer> kept = new HashSet<>();

    private long lookedAt = System.nanoTime();

    Sharing(RowsWork work) {
        this.work = work;
        this.name = "half wanted: " + work.step();
    }

    /**
     * The walk's side. Lanes are about equal when they are planned and when they are halved, so the one that has come least far is taken
     * for the one with most left; who is wrong about that asks again.
     *
     * @param places how many lanes may be at work
     */
    void ask(Ledger ledger, List<Lane> lanes, int places) {
        List<Lane> left = lanes.stream().filter(lane -> !lane.done()).toList();
        if (left.isEmpty() || left.size() >= places) {
            return;
        }
        String said = ledger.recall(work.run(), name).orElse("");
        if (left.stream().anyMatch(lane -> said.equals(word(lane)))) {
            return; // Not answered yet.
        }
        left.stream()
                .filter(lane -> said.equals(word(lane) + KEPT))
                .map(Lane::number)
                .forEach(kept::add);
        Optional<Lane> most = left.stream()
                .filter(lane -> lane.epoch() > 0 && !kept.contains(lane.number()))
                .min((one, other) -> Long.compare(one.compared(), other.compared()));
        most.ifPresent(lane -> ledger.remember(work.run(), name, word(lane)));
    }

    /** The worker's side, called between two chunks; looks twice a second at most. */
    void answer(Ledger ledger, Rows rows, Lane lane) {
        long now = System.nanoTime();
        if (now - lookedAt < BETWEEN_LOOKS.toNanos()) {
            return;
        }
        lookedAt = now;
        if (!ledger.recall(work.run(), name).equals(Optional.of(word(lane)))) {
            return;
        }
        ledger.remember(work.run(), work.step(), lane, name, word(lane) + (given(ledger, rows, lane) ? GIVEN : KEPT));
    }

    /** Who cannot give keeps what it has and goes on: nothing depends on it. */
    private boolean given(Ledger ledger, Rows rows, Lane lane) {
        try {
            return rows.middle(lane)
                    .map(middle -> ledger.split(work.run(), work.step(), lane, middle))
                    .orElse(false);
        } catch (Failure failure) {
            if (failure.code() == Code.TARGET_UNREACHABLE) {
                throw failure;
            }
            return false;
        }
    }

    private static String word(Lane lane) {
        return String.valueOf(lane.number());
    }
}
