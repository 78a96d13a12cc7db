package dev.lockkeeper.run;

import dev.lockkeeper.target.Hole;
import dev.lockkeeper.target.RowsWork;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of {@code run_holes}: what the ledgers of targets have of holes, and what people decided on them. */
@Repository
class HoleStore {

    private static final String COLUMNS =
            "id, run, phase, step, table_name, key, error, state, since, reason, decided_by";

    private static final String OF_RUNS =
            "select " + COLUMNS + " from run_holes where run in (:runs) and state <> 'filled' order by id";

    private static final String ONE = "select " + COLUMNS + " from run_holes where run = :run and id = :hole";

    private static final String STATES = "select number, state from run_holes where run = :run and step = :step";

    /** Wishes that the engine has not followed yet stay as they are. */
    private static final String MIRROR =
            """
            insert into run_holes (run, phase, step, number, table_name, key, error, state)
            select :run, :phase, :step, h.number, :table, h.key, h.error, h.state
            from jsonb_to_recordset(cast(:holes as jsonb)) as h(number integer, key jsonb, error text, state text)
            on conflict (run, step, number) do update set state = excluded.state
                where excluded.state = 'accepted' and run_holes.state <> 'accepted'
            """;

    /** What the ledger has forgotten was filled, also when the server that did it was killed before it could say so. */
    private static final String GONE =
            """
            update run_holes set state = 'filled', rows = coalesce(rows, 1)
            where run = :run and step = :step and state <> 'filled'
                and number not in (select h.number from jsonb_to_recordset(cast(:holes as jsonb)) as h(number integer))
            """;

    private static final String FILLED =
            "update run_holes set state = 'filled', rows = :rows where run = :run and step = :step and number = :number";

    private static final String REFUSED =
            """
            update run_holes set error = :error, state = case state when 'retrying' then 'open' else state end
            where run = :run and step = :step and number = :number
            """;

    private static final String DECIDE =
            """
            update run_holes set state = :state, reason = :reason, decided_by = :by, decided_at = now()
            where run = :run and id = :hole and state in ('open', 'retrying')
            """;

    private final JdbcClient store;

    HoleStore(JdbcClient store) {
        this.store = store;
    }

    /** All but those filled, of each run in the order in which they were found. */
    Map<Long, List<RunHole>> of(List<Long> runs) {
        Map<Long, List<RunHole>> found = new HashMap<>();
        store.sql(OF_RUNS).param("runs", runs).query((ResultSet row) -> {
            found.computeIfAbsent(row.getLong("run"), run -> new ArrayList<>()).add(hole(row));
        });
        return found;
    }

    Optional<RunHole> find(long run, long hole) {
        return store.sql(ONE)
                .param("run", run)
                .param("hole", hole)
                .query((row, number) -> hole(row))
                .optional();
    }

    /** By the ledger's numbers. */
    Map<Integer, HoleState> states(RowsWork rows) {
        Map<Integer, HoleState> states = new HashMap<>();
        store.sql(STATES).param("run", rows.run()).param("step", rows.step()).query((ResultSet row) -> {
            states.put(row.getInt("number"), HoleState.of(row.getString("state")));
        });
        return states;
    }

    /** @return whether anything is another than before */
    boolean mirror(RowsWork rows, List<Hole> holes) {
        String json = RunJson.write(holes.stream().map(HoleStore::fields).toList());
        int written = holes.isEmpty()
                ? 0
                : store.sql(MIRROR)
                        .param("run", rows.run())
                        .param("phase", rows.step().substring(0, rows.step().indexOf('/')))
                        .param("step", rows.step())
                        .param("table", rows.table().toString())
                        .param("holes", json)
                        .update();
        int gone = store.sql(GONE)
                .param("run", rows.run())
                .param("step", rows.step())
                .param("holes", json)
                .update();
        return written + gone > 0;
    }

    void filled(RowsWork rows, int number, long changed) {
        store.sql(FILLED)
                .param("rows", changed)
                .param("run", rows.run())
                .param("step", rows.step())
                .param("number", number)
                .update();
    }

    void refused(RowsWork rows, int number, String error) {
        store.sql(REFUSED)
                .param("error", error)
                .param("run", rows.run())
                .param("step", rows.step())
                .param("number", number)
                .update();
    }

    long rowsFilled(RowsWork rows) {
        return store.sql(
                        "select coalesce(sum(rows), 0) from run_holes where run = :run and step = :step and state = 'filled'")
                .param("run", rows.run())
                .param("step", rows.step())
                .query(Long.class)
                .single();
    }

    int forget(long run, String step) {
        return store.sql("delete from run_holes where run = :run and step = :step")
                .param("run", run)
                .param("step", step)
                .update();
    }

    /** @return false when it was decided on, or filled, meanwhile */
    boolean decide(long run, long hole, HoleState state, @Nullable String reason, String by) {
        return store.sql(DECIDE)
                        .param("state", state.wire())
                        .param("reason", reason)
                        .param("by", by)
                        .param("run", run)
                        .param("hole", hole)
                        .update()
                == 1;
    }

    private static Map<String, Object> fields(Hole hole) {
        return Map.of(
                "number",
                hole.number(),
                "key",
                hole.key(),
                "error",
                hole.error(),
                "state",
                hole.state().name().toLowerCase(Locale.ROOT));
    }

    private static RunHole hole(ResultSet row) throws SQLException {
        return new RunHole(
                row.getLong("id"),
                row.getString("phase"),
                row.getString("step"),
                row.getString("table_name"),
                RunJson.strings(row.getString("key")),
                row.getString("error"),
                HoleState.of(row.getString("state")),
                row.getTimestamp("since").toInstant(),
                row.getString("reason"),
                row.getString("decided_by"));
    }
}
