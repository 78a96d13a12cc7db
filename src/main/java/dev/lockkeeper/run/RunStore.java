package dev.lockkeeper.run;

import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.target.Resolved;
import java.sql.Array;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of {@code runs}. Every change is compare-and-set on the version; the constraints of the table repeat the states. */
@Repository
class RunStore {

    private static final String INSERT =
            """
            insert into runs (migration, revision, title, digest, target, environment, team, state, start_at, phases, resolved, launched_by)
            values (:migration, :revision, :title, :digest, :target, :environment, :team, 'scheduled', :startAt,
                cast(:phases as jsonb), :resolved, :launchedBy)
            returning id
            """;

    /** Weak enough for the foreign keys of events and steps, strong enough that one change of a run follows the other. */
    private static final String HOLD = "select version from runs where id = :run for no key update";

    private static final String MOVE =
            """
            update runs set state = :to, wish = :wish, waiting_for = :waitingFor, error_code = :code, error_message = :message,
                error_advice = :advice, rollback_to = :rollbackTo, version = version + 1,
                started_at = case when :to in ('running', 'waiting') then coalesce(started_at, now()) else started_at end,
                ended_at = case when :to in ('cancelled', 'rolledBack', 'succeeded') then now() end
            where id = :run and version = :version
            """;

    private static final String DIAL =
            "update runs set dial = :dial, version = version + 1 where id = :run and version = :version";

    private static final String PACE =
            """
            select r.state, r.wish, r.dial, p.verdict, p.rest, p.chunk_ms, p.working,
                extract(epoch from clock_timestamp() - coalesce(p.sampled_at, r.created_at)) as age
            from runs r left join run_pace p on p.run = r.id
            where r.id = :run
            """;

    private static final String LOCK_TARGET =
            "select pg_advisory_xact_lock(hashtextextended('lockkeeper launch ' || :target, 0))";

    private final JdbcClient store;
    private final ClaimStore claims;

    RunStore(JdbcClient store, ClaimStore claims) {
        this.store = store;
        this.claims = claims;
    }

    Claim takeUp(long run, TaskInstanceId task, long version, ServerName server) {
        return claims.raise(run, task, version, server);
    }

    boolean holds(Claim claim) {
        return claims.holds(claim);
    }

    /** What a launch writes. */
    record NewRun(
            RunSubject subject,
            @Nullable Instant startAt,
            List<String> untilPhases,
            Resolved resolved,
            String launchedBy) {}

    /** @param title of the migration at the launch */
    record RunSubject(
            String migration,
            int revision,
            String title,
            String digest,
            String target,
            String environment,
            @Nullable String team) {}

    /** A change of state with all that goes along. */
    record Move(
            RunState to,
            Wish wish,
            @Nullable String waitingFor,
            Run.@Nullable RunError error,
            @Nullable String rollbackTo) {}

    /** Puts launches on a target in order until the transaction ends, so that two cannot both find its tables free. */
    void lockTarget(String target) {
        store.sql(LOCK_TARGET).param("target", target).query((row, number) -> 0).single();
    }

    long insert(NewRun run) {
        RunSubject subject = run.subject();
        return store.sql(INSERT)
                .param("migration", subject.migration())
                .param("revision", subject.revision())
                .param("title", subject.title())
                .param("digest", subject.digest())
                .param("target", subject.target())
                .param("environment", subject.environment())
                .param("team", subject.team())
                .param("startAt", run.startAt() == null ? null : Timestamp.from(run.startAt()))
                .param("phases", RunJson.write(run.untilPhases()))
                .param("resolved", RunJson.write(run.resolved()))
                .param("launchedBy", run.launchedBy())
                .query(Long.class)
                .single();
    }

    /**
     * Holds the run against every other change until the transaction ends.
     *
     * @return its version
     */
    long hold(long run) {
        return store.sql(HOLD).param("run", run).query(Long.class).optional().orElseThrow(() -> missing(run));
    }

    /** @throws Failure {@code fenced} */
    void require(Claim claim) {
        claims.hold(claim);
    }

    /**
     * Holds the claim and the run, always in this order, so that two cannot wait for each other.
     *
     * @return its version
     * @throws Failure {@code fenced}
     */
    long hold(Claim claim) {
        claims.hold(claim);
        return hold(claim.run());
    }

    /** @return false when the run has another version than that of the one given */
    boolean move(Run run, Move move) {
        Run.RunError error = move.error();
        return store.sql(MOVE)
                        .param("to", move.to().wire())
                        .param("wish", move.wish().wire())
                        .param("waitingFor", move.waitingFor())
                        .param("code", error == null ? null : error.code())
                        .param("message", error == null ? null : error.message())
                        .param("advice", error == null ? null : error.advice())
                        .param("rollbackTo", move.rollbackTo())
                        .param("run", run.id())
                        .param("version", run.version())
                        .update()
                == 1;
    }

    void dial(Run run, int dial) {
        int changed = store.sql(DIAL)
                .param("dial", dial)
                .param("run", run.id())
                .param("version", run.version())
                .update();
        if (changed != 1) {
            throw new IllegalStateException("run " + run.id() + " was changed while it was held");
        }
    }

    Wish wish(long run) {
        String wish = store.sql("select wish from runs where id = :run")
                .param("run", run)
                .query(String.class)
                .optional()
                .orElseThrow(() -> missing(run));
        return Wish.of(wish);
    }

    RunFacts.Pace pace(long run) {
        return store.sql(PACE)
                .param("run", run)
                .query((row, number) -> new RunFacts.Pace(
                        RunState.of(row.getString("state")),
                        Wish.of(row.getString("wish")),
                        row.getInt("dial"),
                        Set.of("go", "slow").contains(String.valueOf(row.getString("verdict"))),
                        row.getDouble("rest"),
                        row.getObject("chunk_ms") == null ? null : Duration.ofMillis(row.getLong("chunk_ms")),
                        lanes(row.getArray("working")),
                        Duration.ofMillis((long) (row.getDouble("age") * 1000))))
                .optional()
                .orElseThrow(() -> missing(run));
    }

    private static @Nullable Set<Integer> lanes(@Nullable Array lanes) throws SQLException {
        return lanes == null ? null : Set.of((Integer[]) lanes.getArray());
    }

    Resolved resolved(long run) {
        Optional<String> text = store.sql("select resolved from runs where id = :run")
                .param("run", run)
                .query(String.class)
                .optional();
        return RunJson.resolved(text.orElseThrow(() -> missing(run)));
    }

    static Failure missing(long run) {
        return new Failure(
                Code.NOT_FOUND, "There is no run " + run + ".", "Look at the list of runs that you may see.");
    }
}
