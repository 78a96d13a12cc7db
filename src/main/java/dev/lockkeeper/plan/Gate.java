package dev.lockkeeper.plan;

import java.time.Duration;
import java.util.List;

/**
 * What a phase waits for before it starts: all of it, together with the board.
 *
 * @param launch whether a person must open it
 * @param soak time since the phase before ended; zero for none
 * @param approval whether the phase needs an approval of its own
 * @param checklist sentences that a person confirms one by one at the launch
 */
public record Gate(Launch launch, Duration soak, Approval approval, List<String> checklist) {

    /** Follows the phase before it by itself. */
    public static final Gate OPEN = new Gate(Launch.AUTO, Duration.ZERO, Approval.NONE, List.of());

    /** What {@code contract} has when the file writes no gate. */
    public static final Gate OF_CONTRACT = new Gate(Launch.MANUAL, Duration.ZERO, Approval.REQUIRED, List.of());

    public Gate {
        checklist = List.copyOf(checklist);
    }

    /** Who opens the gate. */
    public enum Launch {
        AUTO,
        MANUAL
    }

    /** {@code REQUIRED}: an approval of this phase, besides the one of the plan. {@code NONE}: the plan's covers it. */
    public enum Approval {
        NONE,
        REQUIRED
    }

    /** True when only a person can open it: a manual launch, or a checklist, which needs somebody to confirm it. */
    public boolean needsPerson() {
        return launch == Launch.MANUAL || !checklist.isEmpty();
    }
}
