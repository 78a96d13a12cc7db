package dev.lockkeeper.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.kagkarlsson.scheduler.Scheduler;
import dev.lockkeeper.catalog.Migrations;
import dev.lockkeeper.run.RunSeries.Sample;
import dev.lockkeeper.run.RunSeries.Span;
import dev.lockkeeper.run.RunSeries.Standing;
import dev.lockkeeper.testing.LockkeeperTest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@LockkeeperTest
class SeriesTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    @Autowired
    LaunchWriter writer;

    @Autowired
    Migrations migrations;

    @Autowired
    JdbcClient store;

    @Autowired
    Scheduler scheduler;

    @Autowired
    SeriesStore series;

    private long run;

    @BeforeEach
    void aRun() {
        SomeRuns runs = new SomeRuns(writer, migrations, store, scheduler);
        run = runs.launch(SomeRuns.target("quiet", "prod", null)).id();
    }

    @Test
    void aLongWalkIsThinnedAndItsWorstMomentsStay() {
        store.sql(
                        """
                        insert into run_events (run, at, kind, actor, message, data)
                        select :run, timestamptz '2026-11-20 12:00Z' + i * interval '5 s', 'progress', 'node', 'rows',
                            jsonb_build_object('rows', i, 'rate', 1000 + i % 7, 'verdict', case i when 4321 then 'stop' else 'go' end,
                                'chunkMillis', case i when 1234 then 900 else 200 end)
                            || case when i % 2 = 0 then jsonb_build_object('replicaLag', case i when 8000 then 8.2 else 0.1 end) else '{}' end
                        from generate_series(0, 10000) i
                        """)
                .param("run", run)
                .update();

        List<Sample> samples = series.of(run).samples();

        assertThat(samples).hasSizeBetween(500, SeriesStore.POINTS);
        assertThat(samples).extracting(Sample::at).isSorted();
        assertThat(samples.getLast().at()).isEqualTo(NOON.plusSeconds(50_000));
        assertThat(samples.getFirst().at()).isBefore(NOON.plusSeconds(100));
        assertThat(samples).allMatch(sample -> sample.rate() >= 1000 && sample.rate() <= 1006);
        assertThat(samples)
                .filteredOn(sample -> sample.verdict().equals("stop"))
                .hasSize(1);
        assertThat(samples).extracting(Sample::chunkMillis).contains(900.0).contains(200.0);
        assertThat(samples).extracting(Sample::replicaLag).contains(8.2);
    }

    @Test
    void samplesOfBeforeTheyKeptMoreAreShownWithWhatTheyKept() {
        event(0, "progress", "{\"rows\": 5, \"rate\": 10, \"verdict\": \"go\"}");

        assertThat(series.of(run).samples()).containsExactly(new Sample(NOON, 10, null, "go", null));
    }

    @Test
    void whatARunWithoutAWalkShowsIsNothing() {
        assertThat(series.of(run).samples()).isEmpty();
    }

    @Test
    void itIsToldWhenAndWhyTheRunStood() {
        event(0, "state", "{\"state\": \"running\", \"from\": \"scheduled\"}");
        event(10, "throttle", "{\"reason\": \"replica lag 8.2 s, limit 5 s\"}");
        event(20, "throttle", "{}");
        event(30, "wish", "{\"state\": \"pausing\", \"from\": \"running\"}");
        event(31, "state", "{\"state\": \"paused\", \"from\": \"pausing\"}");
        event(40, "wish", "{\"state\": \"running\", \"from\": \"paused\"}");
        event(50, "throttle", "{\"reason\": \"autovacuum\"}");
        event(60, "step", "{\"phase\": \"backfill\", \"index\": 0, \"state\": \"succeeded\"}");
        event(70, "state", "{\"state\": \"waiting\", \"from\": \"running\"}");
        event(75, "phase", "{\"phase\": \"verify\", \"state\": \"succeeded\"}");
        event(76, "state", "{\"state\": \"waiting\", \"waitingFor\": \"a window\"}");

        assertThat(series.of(run).spans())
                .containsExactly(
                        span(10, 20, Standing.HELD),
                        span(31, 40, Standing.PAUSED),
                        span(50, 60, Standing.HELD),
                        span(70, null, Standing.WAITING));
    }

    @Test
    void aFailedRunStandsUntilItIsTriedAgain() {
        event(5, "state", "{\"state\": \"failed\", \"from\": \"running\"}");
        event(9, "wish", "{\"state\": \"running\", \"from\": \"failed\"}");

        assertThat(series.of(run).spans()).containsExactly(span(5, 9, Standing.STOPPED));
    }

    private static Span span(int from, Integer to, Standing standing) {
        return new Span(NOON.plusSeconds(from), to == null ? null : NOON.plusSeconds(to), standing);
    }

    private void event(int second, String kind, String data) {
        store.sql("insert into run_events (run, at, kind, actor, message, data)"
                        + " values (:run, cast(:at as timestamptz), :kind, 'node', 'said', cast(:data as jsonb))")
                .param("run", run)
                .param("at", NOON.plusSeconds(second).toString())
                .param("kind", kind)
                .param("data", data)
                .update();
    }
}
