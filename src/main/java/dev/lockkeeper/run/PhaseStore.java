package dev.lockkeeper.run;

import dev.lockkeeper.target.PhaseSql;
import dev.lockkeeper.target.Resolved;
import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.StepSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of {@code run_phases} and {@code run_steps}. */
@Repository
class PhaseStore {

    private static final String INSERT = "insert into run_phases (run, ordinal, phase) values (:run, :ordinal, :phase)";

    private static final String INSERT_STEP =
            """
            insert into run_steps (run, phase, index, name, kind, sql, lock)
            values (:run, :phase, :index, :name, :kind, :sql, :lock)
            """;

    private static final String PHASES =
            """
            select run, phase, state, opened_by, started_at, ended_at from run_phases where run in (:runs) order by run, ordinal
            """;

    private static final String STEPS =
            """
            select run, phase, index, name, kind, state, sql, lock, attempts, waited_ms, held_ms, rows, result, error, started_at, ended_at
            from run_steps where run in (:runs) order by run, phase, index
            """;

    private static final String STATE =
            """
            update run_phases set state = :state,
                started_at = case :state when 'running' then coalesce(started_at, now()) else started_at end,
                ended_at = case when :state in ('succeeded', 'failed', 'rolledBack') then now() end
            where run = :run and phase = :phase
            """;

    private static final String OPEN =
            """
            update run_phases set opened_by = :by, opened_at = now(), confirmed = cast(:confirmed as jsonb),
                overrides = cast(:overrides as jsonb)
            where run = :run and phase = :phase
            """;

    private static final String OVERRIDDEN =
            """
            select o ->> 'check' from run_phases p cross join jsonb_array_elements(p.overrides) o
            where p.run = :run and p.ordinal = (
                select max(b.ordinal) from run_phases b join run_phases this on this.run = b.run and this.phase = :phase
                where b.run = :run and b.opened_at is not null and b.ordinal <= this.ordinal)
            """;

    private static final String STEP =
            """
            update run_steps set state = :state, attempts = coalesce(:attempts, attempts), waited_ms = coalesce(:waited, waited_ms),
                held_ms = coalesce(:held, held_ms), rows = coalesce(:rows, rows), result = coalesce(:result, result),
                error = case when :state in ('failed', 'ignored') then coalesce(:error, error) else :error end,
                started_at = case :state when 'pending' then null when 'running' then coalesce(started_at, now()) else started_at end,
                ended_at = case when :state not in ('pending', 'running') then now() end
            where run = :run and phase = :phase and index = :index
            """;

    private final JdbcClient store;

    PhaseStore(JdbcClient store) {
        this.store = store;
    }

    /** Who opened a gate, and what they took upon themselves. */
    record Opening(String by, Collection<String> confirmed, List<Runs.Override> overrides) {}

    void insert(long run, Resolved resolved) {
        int ordinal = 0;
        for (PhaseSql phase : resolved.phases()) {
            store.sql(INSERT)
                    .param("run", run)
                    .param("ordinal", ordinal++)
                    .param("phase", phase.phase())
                    .update();
            phase.steps().forEach(step -> insert(run, phase.phase(), step));
        }
    }

    private void insert(long run, String phase, StepSql step) {
        store.sql(INSERT_STEP)
                .param("run", run)
                .param("phase", phase)
                .param("index", step.index())
                .param("name", step.title())
                .param("kind", step.kind())
                .param("sql", step.forward().stream().map(Statement::sql).collect(Collectors.joining(";\n\n")))
                .param("lock", StrongestLock.of(step))
                .update();
    }

    void open(long run, String phase, Opening opening) {
        one(
                store.sql(OPEN)
                        .param("by", opening.by())
                        .param("confirmed", RunJson.write(opening.confirmed()))
                        .param("overrides", RunJson.write(opening.overrides()))
                        .param("run", run)
                        .param("phase", phase)
                        .update(),
                run,
                phase);
    }

    boolean opened(long run, String phase) {
        return store.sql("select opened_at is not null from run_phases where run = :run and phase = :phase")
                .param("run", run)
                .param("phase", phase)
                .query(Boolean.class)
                .optional()
                .orElseThrow(() -> new IllegalStateException("run " + run + " has no phase " + phase));
    }

    Set<String> overridden(long run, String phase) {
        return Set.copyOf(store.sql(OVERRIDDEN)
                .param("run", run)
                .param("phase", phase)
                .query((row, n) -> row.getString(1))
                .list());
    }

    void state(long run, String phase, PhaseState state) {
        one(
                store.sql(STATE)
                        .param("state", state.wire())
                        .param("run", run)
                        .param("phase", phase)
                        .update(),
                run,
                phase);
    }

    /** The word for its state now; the caller holds the run, so it stays so. */
    String stateOf(long run, String phase) {
        return store.sql("select state from run_phases where run = :run and phase = :phase")
                .param("run", run)
                .param("phase", phase)
                .query(String.class)
                .optional()
                .orElseThrow(() -> new IllegalStateException("run " + run + " has no phase " + phase));
    }

    String stateOf(long run, String phase, int index) {
        return store.sql("select state from run_steps where run = :run and phase = :phase and index = :index")
                .param("run", run)
                .param("phase", phase)
                .param("index", index)
                .query(String.class)
                .optional()
                .orElseThrow(() -> new IllegalStateException("run " + run + " has no step " + phase + "/" + index));
    }

    void step(long run, String phase, int index, RunFacts.StepFact fact) {
        one(
                store.sql(STEP)
                        .param("state", fact.state().wire())
                        .param("attempts", fact.attempts())
                        .param("waited", fact.waitedMillis())
                        .param("held", fact.heldMillis())
                        .param("rows", fact.rows())
                        .param("result", fact.result())
                        .param("error", fact.error())
                        .param("run", run)
                        .param("phase", phase)
                        .param("index", index)
                        .update(),
                run,
                phase + "/" + index);
    }

    /** Of each run, in the order of its plan. */
    Map<Long, List<Run.RunPhase>> of(List<Long> runs) {
        Map<String, List<Run.RunStep>> steps = steps(runs);
        Map<Long, List<Run.RunPhase>> found = new LinkedHashMap<>();
        store.sql(PHASES).param("runs", runs).query((ResultSet row) -> {
            String phase = row.getString("phase");
            long run = row.getLong("run");
            found.computeIfAbsent(run, id -> new ArrayList<>())
                    .add(new Run.RunPhase(
                            phase,
                            PhaseState.of(row.getString("state")),
                            steps.getOrDefault(run + "/" + phase, List.of()),
                            row.getString("opened_by"),
                            RunReader.instant(row, "started_at"),
                            RunReader.instant(row, "ended_at")));
        });
        return found;
    }

    private Map<String, List<Run.RunStep>> steps(List<Long> runs) {
        Map<String, List<Run.RunStep>> found = new LinkedHashMap<>();
        store.sql(STEPS).param("runs", runs).query((ResultSet row) -> {
            String phase = row.getLong("run") + "/" + row.getString("phase");
            found.computeIfAbsent(phase, id -> new ArrayList<>()).add(step(row));
        });
        return found;
    }

    private static Run.RunStep step(ResultSet row) throws SQLException {
        return new Run.RunStep(
                row.getInt("index"),
                row.getString("name"),
                row.getString("kind"),
                StepState.of(row.getString("state")),
                row.getString("sql"),
                row.getString("lock"),
                row.getInt("attempts"),
                number(row, "waited_ms"),
                number(row, "held_ms"),
                number(row, "rows"),
                row.getString("result"),
                row.getString("error"),
                RunReader.instant(row, "started_at"),
                RunReader.instant(row, "ended_at"));
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    private static void one(int changed, long run, String what) {
        if (changed != 1) {
            throw new IllegalStateException("run " + run + " has no " + what);
        }
    }
}
