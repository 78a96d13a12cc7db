package dev.lockkeeper.web;

import dev.lockkeeper.run.BackfillProgress;
import dev.lockkeeper.run.RunEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Rates over time: those in the events, and the newest. Scripts get them as {@code [[milliseconds, rate, held], …]}. */
record RateSamples(List<Sample> samples) {

    /** @param rate rows per second */
    record Sample(Instant at, double rate, boolean held) {
        static Sample of(BackfillProgress progress) {
            return new Sample(
                    progress.updatedAt(), progress.rate(), progress.verdict().equals("stop"));
        }

        String json() {
            return String.format(Locale.ROOT, "[%d,%.1f,%d]", at.toEpochMilli(), rate, held ? 1 : 0);
        }
    }

    RateSamples {
        samples = List.copyOf(samples);
    }

    static RateSamples of(List<RunEvent> events) {
        List<Sample> samples = new ArrayList<>();
        for (RunEvent event : events) {
            if (event.kind().equals("progress") && event.data().get("rate") instanceof Number rate) {
                samples.add(new Sample(
                        event.at(),
                        rate.doubleValue(),
                        "stop".equals(event.data().get("verdict"))));
            }
        }
        samples.sort(Comparator.comparing(Sample::at));
        return new RateSamples(samples);
    }

    public String json() {
        return samples.stream().map(Sample::json).collect(Collectors.joining(",", "[", "]"));
    }
}
