package dev.lockkeeper.plan;

import dev.lockkeeper.plan.Gate.Approval;
import dev.lockkeeper.plan.Gate.Launch;
import dev.lockkeeper.plan.PlacedStep.PlacedPhase;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** Reads one element of {@code phases}, with its gate. */
final class PhaseReader {

    /** It is part of addresses and of options on the command line. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");

    private PhaseReader() {}

    static PlacedPhase read(Value value) {
        Fields in = value.fields("a phase");
        String name = in.required("phase", PhaseReader::name);
        Gate without = name.equals(Phase.CONTRACT) ? Gate.OF_CONTRACT : Gate.OPEN;
        Gate gate = in.optional("gate", written -> gate(written, without), without);
        List<PlacedStep> steps = in.required("steps", Value::filledList).stream()
                .map(StepReader::read)
                .toList();
        in.done();
        return new PlacedPhase(name, value, gate, steps);
    }

    static String name(Value value) {
        String name = value.text();
        if (!NAME.matcher(name).matches()) {
            value.problem("a phase's name has 1 to 63 letters, digits, '-' and '_'; it is '" + name + "'");
        }
        return name;
    }

    /** What the gate leaves unsaid is as if there were no gate written. */
    private static Gate gate(Value value, Gate unsaid) {
        Fields in = value.fields("a gate");
        Launch launch = in.optional("launch", written -> written.choice(unsaid.launch()), unsaid.launch());
        Duration soak = in.optional("soak", Terms::duration, Duration.ZERO);
        Approval approval = in.optional("approval", written -> written.choice(unsaid.approval()), unsaid.approval());
        List<String> checklist = in.optional("checklist", PhaseReader::checklist, List.of());
        Value window = in.find("window");
        if (window != null) {
            window.problem(NotYet.of("window") + " in a gate; launch the phase by hand inside the window");
        }
        in.done();
        return new Gate(launch, soak, approval, checklist);
    }

    private static List<String> checklist(Value value) {
        return value.list().stream().map(Terms::line).toList();
    }
}
