package dev.lockkeeper.engine;

import dev.lockkeeper.target.Lane;
import java.util.List;

/** Which lanes of a walk work at once: as many as the throttle and the dial allow, those of the lowest numbers that are not done. */
final class LanesAtWork {

    private static final int DIALS = 11;

    private LanesAtWork() {}

    static List<Lane> of(List<Lane> lanes, int places) {
        return lanes.stream().filter(lane -> !lane.done()).limit(places).toList();
    }

    /** How many may work at once. @param dial 1 to 11 */
    static int places(Verdict verdict, int dial) {
        return Math.min(verdict.manner().lanes(), dialled(verdict.most(), dial));
    }

    /** 11 is all of them, 1 a single one, and between them in even steps. */
    static int dialled(int most, int dial) {
        return 1 + Math.toIntExact(Math.round((most - 1) * (dial - 1) / (DIALS - 1.0)));
    }
}
