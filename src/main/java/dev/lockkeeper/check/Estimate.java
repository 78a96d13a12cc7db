package dev.lockkeeper.check;

import dev.lockkeeper.plan.Gate;
import dev.lockkeeper.plan.Phase;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.target.TableShape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How long a launch takes: the phase and those that follow it by themselves, by the rates of earlier runs. */
@Component
class Estimate {

    /** Past this an estimate is no help, and no time can be reckoned with it. */
    private static final double LONGEST_SECONDS = 10.0 * 365 * 24 * 3600;

    private final Optional<Rates> rates;

    Estimate(Optional<Rates> rates) {
        this.rates = rates;
    }

    /**
     * @param time of the rows that are walked, null when it is unknown
     * @param words how it was found, or why it is unknown
     */
    record Answer(@Nullable Duration time, String words) {}

    Answer of(Launch launch) {
        double seconds = 0;
        List<String> words = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (Step step : steps(launch)) {
            TableName table = step.about().orElse(null);
            boolean walks = step instanceof Step.Backfill || step instanceof Step.Verify;
            if (table == null || !walks) {
                continue;
            }
            Optional<TableShape> shape = launch.reached().table(table);
            if (shape.isEmpty()) {
                continue; // The plan creates it, so it has no rows yet.
            }
            Long rows = shape.get().estimatedRows();
            Optional<Rates.Rate> rate = rate(launch, step);
            if (rows == null) {
                unknown.add("the server has no estimate of the rows of " + table);
            } else if (rate.isEmpty()) {
                unknown.add("no " + step.kind() + " has succeeded on "
                        + launch.target().name() + " before, so that its rate is not known");
            } else {
                seconds += rows / rate.get().rowsPerSecond();
                words.add(step.kind() + " of about " + rows + " rows of " + table + " at "
                        + words(rate.get().rowsPerSecond()) + " rows a second, as in run "
                        + rate.get().lastRun());
            }
        }
        if (!unknown.isEmpty()) {
            return new Answer(null, String.join("; ", unknown));
        }
        return new Answer(
                Duration.ofSeconds(Math.round(Math.min(seconds, LONGEST_SECONDS))),
                words.isEmpty() ? "it walks no rows" : String.join("; ", words));
    }

    private static String words(double rate) {
        return rate < 1 ? "less than 1" : String.valueOf(Math.round(rate));
    }

    private Optional<Rates.Rate> rate(Launch launch, Step step) {
        return rates.flatMap(known -> known.measured(launch.target().name(), step.kind()));
    }

    /** Those of the phase, and of the phases behind it up to the next gate. */
    private static List<Step> steps(Launch launch) {
        List<Phase> phases = launch.revision().plan().phases();
        List<Step> steps = new ArrayList<>(launch.phase().steps());
        for (Phase next : phases.subList(phases.indexOf(launch.phase()) + 1, phases.size())) {
            if (!next.gate().equals(Gate.OPEN)) {
                break;
            }
            steps.addAll(next.steps());
        }
        return steps;
    }
}
