package dev.lockkeeper.run;

import dev.lockkeeper.run.RunSeries.Sample;
import dev.lockkeeper.run.RunSeries.Span;
import dev.lockkeeper.run.RunSeries.Standing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The history of a run's walks, read from the samples and the changes that its events keep. */
@Repository
class SeriesStore {

    /** More points than that are no more to see. */
    static final int POINTS = 600;

    /** Each change of state is two ends of a span; older ones than these are left out. */
    private static final int CHANGES = 2000;

    /** The time between the first and the last is cut into equal parts; of each the mean rate and the worst of the rest. */
    private static final String SAMPLES =
            """
            with own as (
                select at, cast(data ->> 'rate' as double precision) as rate, cast(data ->> 'chunkMillis' as double precision) as chunk,
                    cast(data ->> 'replicaLag' as double precision) as lag,
                    case data ->> 'verdict' when 'stop' then 2 when 'slow' then 1 else 0 end as verdict
                from run_events where run = :run and kind = 'progress'),
            whole as (select min(at) as first, extract(epoch from max(at) - min(at)) / :points as width from own)
            select max(at) as at, avg(rate) as rate, max(chunk) as chunk, max(verdict) as verdict, max(lag) as lag
            from own, whole
            group by case when width = 0 then 0 else least(floor(extract(epoch from at - first) / width), :points - 1) end
            order by 1
            """;

    /** Only what moves the run itself has the state it came from. */
    private static final String CHANGED =
            """
            select at, kind, data ->> 'state' as state, data ->> 'reason' as reason from run_events
            where run = :run and (kind in ('throttle', 'phase', 'step') or kind in ('state', 'wish') and data ->> 'from' is not null)
            order by id desc limit :limit
            """;

    private static final List<String> VERDICTS = List.of("go", "slow", "stop");

    private final JdbcClient store;

    SeriesStore(JdbcClient store) {
        this.store = store;
    }

    /** @param work of a phase or a step: ends a hold, and says nothing of why the run stands otherwise */
    private record Change(Instant at, @Nullable Standing standing, boolean work) {
        boolean ends(Span open) {
            return open.standing() != standing && (!work || open.standing() == Standing.HELD);
        }
    }

    RunSeries of(long run) {
        List<Sample> samples = store.sql(SAMPLES)
                .param("run", run)
                .param("points", POINTS)
                .query(SeriesStore::thinned)
                .list();
        List<Change> changes = new ArrayList<>(store.sql(CHANGED)
                .param("run", run)
                .param("limit", CHANGES)
                .query(SeriesStore::change)
                .list());
        Collections.reverse(changes);
        return new RunSeries(samples, spans(changes));
    }

    private static Sample thinned(ResultSet row, int number) throws SQLException {
        return new Sample(
                row.getTimestamp("at").toInstant(),
                row.getDouble("rate"),
                row.getObject("chunk", Double.class),
                VERDICTS.get(row.getInt("verdict")),
                row.getObject("lag", Double.class));
    }

    /** One that is not thinned. */
    static Sample sample(RunEvent event) {
        return new Sample(
                event.at(),
                event.data().get("rate") instanceof Number rate ? rate.doubleValue() : 0,
                event.data().get("chunkMillis") instanceof Number chunk ? (Double) chunk.doubleValue() : null,
                String.valueOf(event.data().getOrDefault("verdict", "go")),
                event.data().get("replicaLag") instanceof Number lag ? (Double) lag.doubleValue() : null);
    }

    private static Change change(ResultSet row, int number) throws SQLException {
        Instant at = row.getTimestamp("at").toInstant();
        return switch (row.getString("kind")) {
            case "throttle" -> new Change(at, row.getString("reason") == null ? null : Standing.HELD, false);
            case "phase", "step" -> new Change(at, null, true);
            default -> new Change(at, RunSeries.standing(RunState.of(row.getString("state"))), false);
        };
    }

    private static List<Span> spans(List<Change> changes) {
        List<Span> spans = new ArrayList<>();
        @Nullable Span open = null;
        for (Change change : changes) {
            if (open != null && change.ends(open)) {
                spans.add(new Span(open.from(), change.at(), open.standing()));
                open = null;
            }
            if (open == null && change.standing() != null) {
                open = new Span(change.at(), null, change.standing());
            }
        }
        if (open != null) {
            spans.add(open);
        }
        return spans;
    }
}
