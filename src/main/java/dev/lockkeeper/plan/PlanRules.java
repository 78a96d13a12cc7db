package dev.lockkeeper.plan;

import dev.lockkeeper.plan.PlacedStep.PlacedPhase;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold between the phases of a plan; {@link SyncRules} has what concerns the sync. */
final class PlanRules {

    private static final List<String> ORDER = List.of("expand", "backfill", "verify", Phase.CONTRACT);

    private PlanRules() {}

    static void check(List<PlacedPhase> phases) {
        Set<String> names = new HashSet<>();
        int furthest = -1;
        for (PlacedPhase phase : phases) {
            if (!names.add(phase.name())) {
                phase.at().problem("there are two phases '" + phase.name() + "'");
                continue;
            }
            int place = ORDER.indexOf(phase.name());
            if (place >= 0 && place < furthest) {
                phase.at().problem("'" + phase.name() + "' comes before '" + ORDER.get(furthest) + "'");
            }
            furthest = Math.max(furthest, place);
        }
        checksNamedOnce(phases);
        SyncRules.check(phases.stream().flatMap(phase -> phase.steps().stream()).toList());
    }

    private static void checksNamedOnce(List<PlacedPhase> phases) {
        Set<String> names = new HashSet<>();
        for (PlacedPhase phase : phases) {
            for (PlacedStep placed : phase.steps()) {
                if (placed.sound()
                        && placed.step() instanceof Step.AddCheck check
                        && !names.add(check.table() + " " + check.constraint())) {
                    placed.at()
                            .problem("another check of " + check.table() + " is named '" + check.constraint()
                                    + "' already; give this one a name");
                }
            }
        }
    }
}
