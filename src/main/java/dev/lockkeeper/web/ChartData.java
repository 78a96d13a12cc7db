package dev.lockkeeper.web;

import dev.lockkeeper.run.BackfillProgress;
import dev.lockkeeper.run.RunEvent;
import dev.lockkeeper.run.RunSeries;
import dev.lockkeeper.run.RunSeries.Sample;
import dev.lockkeeper.run.RunSeries.Span;
import dev.lockkeeper.run.RunSeries.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What scripts draw charts from. Times are milliseconds, and short, because each viewer gets them.
 *
 * @param samples {@code [at, rows a second, milliseconds of a chunk, verdict from 0 go to 2 held, seconds of replica lag]}
 * @param spans {@code [from, to or null while it lasts, why it stands]}
 */
record ChartData(List<List<@Nullable Number>> samples, List<List<@Nullable Object>> spans) {
    private static final List<String> VERDICTS = List.of("go", "slow", "stop");

    static ChartData of(RunSeries series) {
        return new ChartData(
                series.samples().stream().map(ChartData::numbers).toList(),
                series.spans().stream().map(ChartData::parts).toList());
    }

    private static List<@Nullable Number> numbers(Sample sample) {
        List<@Nullable Number> numbers = new ArrayList<>();
        numbers.add(sample.at().toEpochMilli());
        numbers.add(Math.round(sample.rate()));
        numbers.add(sample.chunkMillis());
        numbers.add(VERDICTS.indexOf(sample.verdict()));
        numbers.add(sample.replicaLag());
        return numbers;
    }

    private static List<@Nullable Object> parts(Span span) {
        List<@Nullable Object> parts = new ArrayList<>();
        parts.add(span.from().toEpochMilli());
        parts.add(span.to() == null ? null : span.to().toEpochMilli());
        parts.add(word(span.standing()));
        return parts;
    }

    private static String word(Standing standing) {
        return standing.name().toLowerCase(Locale.ROOT);
    }

    /** The newest sample, as an event of the live stream. */
    static String json(Sample sample) {
        return numbers(sample).stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }

    /** {@code [since, why]} of how it stands now; {@code why} is empty while it goes on. */
    static String json(RunView view) {
        BackfillProgress walk = Walks.current(view.run());
        Standing standing = RunSeries.standing(view.run().state());
        if (standing == null && Walks.hold(walk) != null && walk != null && walk.heldSince() != null) {
            return json(walk.heldSince(), word(Standing.HELD));
        }
        return json(since(view, walk), standing == null ? "" : word(standing));
    }

    private static String json(Instant since, String why) {
        return "[" + since.toEpochMilli() + ",\"" + why + "\"]";
    }

    /** When its state changed last, or what the throttle says. */
    private static Instant since(RunView view, @Nullable BackfillProgress walk) {
        Stream<Instant> moved = view.events().stream()
                .filter(event -> event.data().containsKey("from"))
                .map(RunEvent::at)
                .limit(1);
        Stream<Instant> said = walk == null || walk.pacing() == null
                ? Stream.empty()
                : Stream.of(walk.pacing().since());
        return Stream.concat(moved, said)
                .max(Comparator.naturalOrder())
                .orElse(view.run().createdAt());
    }
}
