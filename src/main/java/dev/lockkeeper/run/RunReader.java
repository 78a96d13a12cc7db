package dev.lockkeeper.run;

import dev.lockkeeper.security.Grant;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads runs with their phases, steps and progress. */
@Repository
class RunReader {

    private static final String COLUMNS =
            """
            select r.id, r.migration, r.title, r.revision, r.digest, r.target, r.environment, r.team, r.state, r.wish, r.waiting_for,
                r.error_code, r.error_message, r.error_advice, r.rollback_to, r.dial, r.start_at, r.phases, r.launched_by, r.created_at,
                r.started_at, r.ended_at, r.version
            from runs r
            """;

    static final String ACTIVE = " r.state not in ('cancelled', 'rolledBack', 'succeeded') ";

    private static final String ONE = COLUMNS + "where r.id = :run";

    private static final String OF_TARGET = COLUMNS + "where r.target = :target and" + ACTIVE + "order by r.id";

    private static final String SUCCEEDED = COLUMNS
            + "where r.migration = :migration and r.target = :target and r.state = 'succeeded' order by r.id desc";

    private static final String SUCCEEDED_IN =
            """
            select exists (select from runs where migration = :migration and revision = :revision and environment = :environment
                           and state = 'succeeded')
            """;

    /** Later runs that have begun to change the target and were not undone. */
    private static final String LATER = COLUMNS
            + """
            where r.migration = :migration and r.target = :target and r.id > :run and r.state <> 'rolledBack'
                and exists (select from run_phases p where p.run = r.id and p.started_at is not null)
            order by r.id desc
            """;

    private static final String PROGRESS = "select run, progress from run_progress where run in (:runs)";

    private final JdbcClient store;
    private final PhaseStore phases;
    private final HoleStore holes;

    RunReader(JdbcClient store, PhaseStore phases, HoleStore holes) {
        this.store = store;
        this.phases = phases;
        this.holes = holes;
    }

    /** What a list is narrowed to. Null leaves it wide. */
    record Filter(@Nullable String migration, @Nullable String target, @Nullable Boolean active) {}

    Optional<Run> find(long run) {
        return complete(store.sql(ONE).param("run", run).query(RunReader::run).list()).stream()
                .findFirst();
    }

    Run get(long run) {
        return find(run).orElseThrow(() -> RunStore.missing(run));
    }

    /** Active ones, oldest first. */
    List<Run> activeOn(String target) {
        return complete(store.sql(OF_TARGET)
                .param("target", target)
                .query(RunReader::run)
                .list());
    }

    /** Those of any revision that stand as succeeded, newest first, without phases. */
    List<Run> succeeded(String migration, String target) {
        return store.sql(SUCCEEDED)
                .param("migration", migration)
                .param("target", target)
                .query(RunReader::run)
                .list();
    }

    boolean succeededIn(String migration, int revision, String environment) {
        return store.sql(SUCCEEDED_IN)
                .param("migration", migration)
                .param("revision", revision)
                .param("environment", environment)
                .query(Boolean.class)
                .single();
    }

    Optional<Run> laterThan(Run run) {
        return store
                .sql(LATER)
                .param("migration", run.migration())
                .param("target", run.target())
                .param("run", run.id())
                .query(RunReader::run)
                .list()
                .stream()
                .findFirst();
    }

    List<Run> list(Filter filter, long before, int limit, List<Grant> grants) {
        RunList list = new RunList(filter, before, grants);
        List<Run> runs = store.sql(COLUMNS + list.sql())
                .params(list.params())
                .param("limit", limit)
                .query(RunReader::run)
                .list();
        return complete(runs);
    }

    private List<Run> complete(List<Run> runs) {
        if (runs.isEmpty()) {
            return runs;
        }
        List<Long> ids = runs.stream().map(Run::id).toList();
        Map<Long, List<Run.RunPhase>> ofRuns = phases.of(ids);
        Map<Long, BackfillProgress> progress = progress(ids);
        Map<Long, List<RunHole>> leftOut = holes.of(ids);
        return runs.stream()
                .map(run -> run.with(
                        ofRuns.getOrDefault(run.id(), List.of()),
                        progress.get(run.id()),
                        leftOut.getOrDefault(run.id(), List.of())))
                .toList();
    }

    private Map<Long, BackfillProgress> progress(List<Long> runs) {
        Map<Long, BackfillProgress> found = new HashMap<>();
        store.sql(PROGRESS).param("runs", runs).query((ResultSet row) -> {
            found.put(row.getLong("run"), RunJson.progress(row.getString("progress")));
        });
        return found;
    }

    private static Run run(ResultSet row, int number) throws SQLException {
        return new Run(
                row.getLong("id"),
                row.getString("migration"),
                row.getString("title"),
                row.getInt("revision"),
                row.getString("digest"),
                row.getString("target"),
                row.getString("environment"),
                row.getString("team"),
                RunState.of(row.getString("state")),
                Wish.of(row.getString("wish")),
                row.getString("waiting_for"),
                error(row),
                row.getString("rollback_to"),
                row.getInt("dial"),
                instant(row, "start_at"),
                RunJson.strings(row.getString("phases")),
                row.getString("launched_by"),
                row.getTimestamp("created_at").toInstant(),
                instant(row, "started_at"),
                instant(row, "ended_at"),
                row.getLong("version"),
                List.of(),
                null,
                List.of());
    }

    private static Run.@Nullable RunError error(ResultSet row) throws SQLException {
        String code = row.getString("error_code");
        return code == null
                ? null
                : new Run.RunError(code, row.getString("error_message"), row.getString("error_advice"));
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
