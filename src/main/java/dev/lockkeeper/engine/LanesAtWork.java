package dev.lockkeeper.engine;

import dev.lockkeeper.target.Lane;
import java.util.List;

/** Which lanes of a walk work at once: as many as the throttle and the dial allow, those of the lowest numbers that are not done. */
final class LanesAtWork {

    private static final int DIALS = 11;

    private LanesAtWork() {}

    /** @param dial 1 to 11 */
    static List<Lane> of(List<Lane> lanes, Verdict verdict, int dial) {
        int atMost = verdict.manner().lanes();
        return lanes.stream()
                .filter(lane -> !lane.done())
                .limit(Math.min(atMost, dialled(verdict.most(), dial)))
                .toList();
    }

    /** 11 is all of them, 1 a single one, and between them in even steps. */
    static int dialled(int most, int dial) {
        return 1 + Math.toIntExact(Math.round((most - 1) * (dial - 1) / (DIALS - 1.0)));
    }
}
