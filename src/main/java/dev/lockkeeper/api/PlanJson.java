package dev.lockkeeper.api;

import dev.lockkeeper.plan.Phase;
import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.plan.Step;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a revision says, in short: names and kinds; the text has the rest. */
record PlanJson(
        String title,
        String engine,
        @Nullable String owner,
        String strategy,
        List<String> requires,
        @Nullable String ticket,
        String description,
        List<PhaseJson> phases) {

    @Schema(name = "PlanPhase")
    record PhaseJson(String phase, GateJson gate, List<StepJson> steps) {}

    /** @param index 0-based place in the phase */
    @Schema(name = "PlanStep")
    record StepJson(int index, String name, String kind) {}

    static PlanJson of(Plan plan) {
        return new PlanJson(
                plan.title(),
                plan.engine().wire(),
                plan.owner(),
                plan.strategy().wire(),
                plan.requires(),
                plan.ticket(),
                plan.description(),
                plan.phases().stream().map(phase -> phase(plan, phase)).toList());
    }

    private static PhaseJson phase(Plan plan, Phase phase) {
        List<Step> steps = phase.steps();
        return new PhaseJson(
                phase.name(),
                GateJson.of(phase.gate(), plan.indexOf(phase.name()) == 0),
                IntStream.range(0, steps.size())
                        .mapToObj(i -> new StepJson(
                                i, steps.get(i).title(), steps.get(i).kind()))
                        .toList());
    }
}
