package dev.lockkeeper.web;

import dev.lockkeeper.run.BackfillProgress;
import dev.lockkeeper.run.BackfillProgress.LaneProgress;
import dev.lockkeeper.run.BackfillProgress.Pacing;
import dev.lockkeeper.run.Claim;
import dev.lockkeeper.run.RunFacts;
import dev.lockkeeper.run.ThrottleSignal;
import dev.lockkeeper.testing.Crew;
import dev.lockkeeper.testing.People;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A run whose facts the test writes, as an engine would, as fast as it likes: it was launched for later, so no engine works on it. */
final class WatchedRun {
    private static final String PLAN =
            """
            migration: %s
            title: Split users.name into first and last name
            engine: postgresql
            strategy: direct
            phases:
              - phase: expand
                steps:
                  - addColumn: {table: users, column: more, type: text}
              - phase: backfill
                steps:
                  - backfill: {table: users, set: {more: name}}
              - phase: verify
                steps:
                  - assert: {name: nobody is left out, query: select true}
              - phase: contract
                gate: {soak: 48h, checklist: [Nobody reads users.name any more]}
                steps:
                  - dropColumn: {table: users, column: name}
            """;

    private static final long TOTAL = 50_000_000;

    final long id;
    private final RunFacts facts;
    private final JdbcClient store;
    private final Claim claim;
    private final Instant began = Instant.now();
    private Instant heldSince;

    /** @param target one that the crew has registered */
    WatchedRun(Crew crew, People people, String target, String name, RunFacts facts, JdbcClient store) {
        this.facts = facts;
        this.store = store;
        String migration = crew.approved(PLAN.formatted(name));
        String later = Instant.now().plus(Duration.ofDays(1)).toString();
        id = people.operator()
                .post("/runs", Map.of("migration", migration, "target", target, "startAt", later))
                .expect(201)
                .json()
                .path("run")
                .asLong();
        claim = new Claim(id, "watched " + id, 1);
        store.sql("insert into claims (task, run, epoch, server) values (:task, :run, 1, 'node-1')")
                .param("task", claim.task())
                .param("run", id)
                .update();
        update(
                "update run_phases set state = 'succeeded', started_at = now(), ended_at = now() where run = :run and phase = 'expand'");
        update(
                "update run_steps set state = 'succeeded', waited_ms = 12, held_ms = 3, attempts = 1, started_at = now(), "
                        + "ended_at = now() + interval '15 ms' where run = :run and phase = 'expand'");
        update("update run_phases set state = 'running', started_at = now() where run = :run and phase = 'backfill'");
        update("update run_steps set state = 'running', started_at = now() where run = :run and phase = 'backfill'");
        state("running", null);
    }

    private void update(String sql) {
        store.sql(sql).param("run", id).update();
    }

    /** Puts the run into a state as the engine would leave it; the event tells the viewers. */
    void state(String state, String waitingFor) {
        boolean wrong = state.equals("failed") || state.equals("stuck");
        store.sql(
                        "update runs set state = :state, wish = case when :state = 'paused' then 'pause' else 'go' end, started_at = "
                                + "coalesce(started_at, now()), waiting_for = :waits, error_code = :code, error_message = :message, "
                                + "error_advice = :advice, version = version + 1 where id = :run")
                .param("state", state)
                .param("waits", waitingFor)
                .param("code", wrong ? (state.equals("stuck") ? "open-holes" : "statement-failed") : null)
                .param(
                        "message",
                        !wrong
                                ? null
                                : state.equals("stuck")
                                        ? "2 rows of users were left out."
                                        : "backfill users: division by zero. The rows of the last chunk are as they were.")
                .param("advice", wrong ? "Mend the rows, then try again." : null)
                .param("run", id)
                .update();
        Map<String, Object> data = new LinkedHashMap<>(Map.of("state", state, "from", "running"));
        facts.event(claim, "state", "The run is " + state + ".", data);
    }

    /** Somebody's rows refuse. */
    void holes(int count) {
        store.sql(
                        "insert into run_holes (run, phase, step, number, table_name, key, error, state) select :run, 'backfill', "
                                + "'backfill/0', i, 'users', cast('[\"' || (1770 + i) || '\"]' as jsonb), 'division by zero', 'open' "
                                + "from generate_series(1, :count) i")
                .param("run", id)
                .param("count", count)
                .update();
    }

    /** One second of a walk; every fifth is kept as a sample. */
    BackfillProgress tick(int second, boolean held) {
        Instant now = began.plusSeconds(second);
        heldSince = !held ? null : heldSince == null ? now : heldSince;
        BackfillProgress progress = progress(second, now);
        facts.progress(claim, progress);
        return progress;
    }

    /** The same as history, for charts. */
    void sample(int secondsAgo, double rate, int chunkMillis, String verdict, double lag) {
        store.sql(
                        "insert into run_events (run, at, kind, actor, message, data) values (:run, now() - make_interval(secs => :ago), "
                                + "'progress', 'node-1', 'rows', jsonb_build_object('rows', 1, 'rate', :rate, 'chunkMillis', :chunk, "
                                + "'verdict', :verdict, 'replicaLag', :lag))")
                .param("run", id)
                .param("ago", secondsAgo)
                .param("rate", rate)
                .param("chunk", chunkMillis)
                .param("verdict", verdict)
                .param("lag", lag)
                .update();
    }

    void said(int secondsAgo, String kind, String message, String data) {
        store.sql(
                        "insert into run_events (run, at, kind, actor, message, data) values (:run, now() - make_interval(secs => :ago), "
                                + ":kind, 'node-1', :message, cast(:data as jsonb))")
                .param("run", id)
                .param("ago", secondsAgo)
                .param("kind", kind)
                .param("message", message)
                .param("data", data)
                .update();
    }

    void event(String kind, String message) {
        facts.event(claim, kind, message, Map.of());
    }

    private BackfillProgress progress(int second, Instant now) {
        boolean held = heldSince != null;
        long done = 1_000_000L + second * 41_237L;
        String reason = held ? "replica lag 8.2 s, limit 5 s" : null;
        List<ThrottleSignal> signals = List.of(
                new ThrottleSignal("replicaLag", held ? 8.2 : 0.2 + second % 5 / 10.0, 5.0, "s", held),
                new ThrottleSignal("activeSessions", 18.0 + second % 7, 40.0, "sessions", false));
        return new BackfillProgress(
                "backfill/0",
                "write",
                "users",
                done,
                done,
                TOTAL,
                held ? 0 : 41_237 + second % 10 * 317,
                held || second < 3 ? null : 900L - second,
                held || second < 3 ? null : 1100L - second,
                6200 + second % 9 * 111,
                180 + second % 60,
                held ? "stop" : "go",
                reason,
                heldSince,
                lanes(done),
                now,
                new Pacing(held ? heldSince : began, 4, 0, null, signals));
    }

    private static List<LaneProgress> lanes(long done) {
        long quarter = TOTAL / 4;
        return List.of(
                new LaneProgress(0, null, "" + quarter, "" + quarter, quarter, 2100, true, "node-1"),
                lane(1, quarter, quarter + done / 4),
                lane(2, 2 * quarter, 2 * quarter + done / 3),
                lane(3, 3 * quarter, 3 * quarter + done / 5));
    }

    private static LaneProgress lane(int number, long lo, long at) {
        long hi = (number + 1) * (TOTAL / 4);
        return new LaneProgress(
                number, "" + lo, "" + hi, "" + Math.min(at, hi), at - lo, 900, at >= hi, "node-" + number);
    }
}
