package dev.lockkeeper.check;

import dev.lockkeeper.target.Window;
import dev.lockkeeper.target.Window.Opening;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Whether the target's windows allow a launch at the moment of its start. */
@Component
@Order(92)
class InWindow implements Check {

    @Override
    public String id() {
        return "in-window";
    }

    @Override
    public String title() {
        return "Inside the window";
    }

    @Override
    public boolean blocking() {
        return true;
    }

    @Override
    public boolean asksTarget() {
        return false;
    }

    @Override
    public Finding ask(Launch launch) {
        List<String> windows = launch.target().windows();
        if (windows.isEmpty()) {
            return pass(launch, launch.target().name() + " has no windows: launches are allowed at any time.");
        }
        Instant start = launch.startsAt();
        Optional<Opening> open = open(launch);
        if (open.isPresent()) {
            return pass(
                    launch,
                    "At " + Times.inWords(start) + " it is open until "
                            + Times.inWords(open.get().to()) + ": " + words(windows) + ".");
        }
        Instant next = Window.of(launch.target()).stream()
                .map(window -> window.openAtOrAfter(start).from())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return fail(
                launch,
                "At " + Times.inWords(start) + " no window is open: " + words(windows) + ".",
                "The next one opens at " + Times.inWords(next) + ". Launch then, or give it as the time of the start.");
    }

    /** The one that is open at the start and stays open longest. */
    static Optional<Opening> open(Launch launch) {
        Instant start = launch.startsAt();
        return Window.of(launch.target()).stream()
                .map(window -> window.openAtOrAfter(start))
                .filter(opening -> opening.contains(start))
                .max(Comparator.comparing(Opening::to));
    }

    private static String words(List<String> windows) {
        return String.join("; ", windows);
    }
}
