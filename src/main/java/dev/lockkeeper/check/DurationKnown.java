package dev.lockkeeper.check;

import dev.lockkeeper.target.TableShape;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** How large its tables are, and how long walking them takes at the rates of earlier runs. There is no fail: only known or not. */
@Component
@Order(142)
class DurationKnown implements Check {

    private static final long MIB = 1 << 20;

    private final Estimate estimate;

    DurationKnown(Estimate estimate) {
        this.estimate = estimate;
    }

    @Override
    public String id() {
        return "duration-known";
    }

    @Override
    public String title() {
        return "Size and duration are known";
    }

    @Override
    public boolean blocking() {
        return false;
    }

    @Override
    public Finding ask(Launch launch) {
        String sizes = TouchedTables.shapes(launch.phase(), launch.reached()).entrySet().stream()
                .map(table -> table.getKey() + " has " + size(table.getValue()))
                .collect(Collectors.joining("; "));
        String before = sizes.isEmpty() ? "" : sizes + ". ";
        Estimate.Answer answer = estimate.of(launch);
        Duration time = answer.time();
        return time == null
                ? cannotTell(
                        launch,
                        before + "How long it takes is not known: " + answer.words() + ".",
                        "The first run measures it; on a copy of the target it can be measured before.")
                : pass(
                        launch,
                        before + "Rows take about " + GateWords.inWords(time) + ": " + answer.words()
                                + ". Index builds and other single statements are not in it.");
    }

    private static String size(TableShape shape) {
        return (shape.estimatedRows() == null
                        ? "an unknown number of"
                        : String.format(Locale.ROOT, "about %,d", shape.estimatedRows()))
                + " rows in " + String.format(Locale.ROOT, "%,d", (shape.bytes() + MIB - 1) / MIB) + " MiB";
    }
}
