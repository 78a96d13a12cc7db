package dev.lockkeeper.web;

import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.Run.RunStep;
import dev.lockkeeper.run.StepState;
import java.util.List;

/** What a run has done on its target, and what stays of it when the run is cancelled. */
record Done(String phase, List<String> steps) {
    Done {
        steps = List.copyOf(steps);
    }

    static List<Done> of(Run run) {
        return run.phases().stream()
                .map(phase -> new Done(
                        phase.phase(),
                        phase.steps().stream()
                                .filter(Done::left)
                                .map(Done::words)
                                .toList()))
                .filter(done -> !done.steps().isEmpty())
                .toList();
    }

    /** Whether triggers of it stand on the target. */
    static boolean keepsInSync(Run run) {
        List<String> kinds = run.phases().stream()
                .flatMap(phase -> phase.steps().stream())
                .filter(step -> step.state() == StepState.SUCCEEDED)
                .map(RunStep::kind)
                .toList();
        return kinds.lastIndexOf("keepInSync") > kinds.lastIndexOf("stopSync");
    }

    private static boolean left(RunStep step) {
        return switch (step.state()) {
            case SUCCEEDED, IGNORED, RUNNING, FAILED -> true;
            case PENDING, ALREADY_SO, ROLLED_BACK -> false;
        };
    }

    private static String words(RunStep step) {
        return step.state() == StepState.SUCCEEDED ? step.name() : step.name() + " (in part)";
    }
}
