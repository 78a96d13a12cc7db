package dev.lockkeeper.check;

import dev.lockkeeper.target.Window.Opening;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Whether what is launched will be done before the window closes. */
@Component
@Order(94)
class FitsWindow implements Check {

    private final Estimate estimate;

    FitsWindow(Estimate estimate) {
        this.estimate = estimate;
    }

    @Override
    public String id() {
        return "fits-window";
    }

    @Override
    public String title() {
        return "Done before the window closes";
    }

    @Override
    public boolean blocking() {
        return false;
    }

    @Override
    public Finding ask(Launch launch) {
        if (launch.target().windows().isEmpty()) {
            return pass(launch, launch.target().name() + " has no windows, so none closes.");
        }
        Optional<Opening> open = InWindow.open(launch);
        if (open.isEmpty()) {
            return fail(
                    launch,
                    "No window is open at " + Times.inWords(launch.startsAt()) + ".",
                    "Launch inside a window.");
        }
        Estimate.Answer answer = estimate.of(launch);
        Duration time = answer.time();
        if (time == null) {
            return cannotTell(
                    launch,
                    "The window closes at " + Times.inWords(open.get().to()) + "; how long it takes is not known: "
                            + answer.words() + ".",
                    "Watch the first run; pause it when the window closes.");
        }
        Instant end = launch.startsAt().plus(time);
        String evidence = "About " + GateWords.inWords(time) + " (" + answer.words() + "), until " + Times.inWords(end)
                + "; the window closes at " + Times.inWords(open.get().to()) + ".";
        return end.isAfter(open.get().to())
                ? fail(launch, evidence, "Launch earlier in the window, or launch fewer phases at once.")
                : pass(launch, evidence);
    }
}
