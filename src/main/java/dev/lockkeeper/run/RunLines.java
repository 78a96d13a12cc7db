package dev.lockkeeper.run;

import dev.lockkeeper.Cursor;
import dev.lockkeeper.Paged;
import dev.lockkeeper.security.Sight;
import dev.lockkeeper.store.Where;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads runs for lists: the rows of the page first, by an index; then, for these alone, the phase and the walk that each is in. */
@Repository
class RunLines {

    static final String ACTIVE = "r.state not in ('cancelled', 'rolledBack', 'succeeded')";

    static final String COLUMNS =
            """
            r.id, r.migration, r.title, r.revision, r.target, r.environment, r.team, r.state, r.waiting_for, r.error_message,
                r.launched_by, r.start_at, r.created_at, r.started_at, r.ended_at
            """;

    private static final String PICK = "select " + COLUMNS + " from runs r ";

    private static final String HEAD = "select r.*, p.phase, p.phase_before, w.rows_done, w.rows_total, w.held from (";

    /** A walk stays with its run when it has ended: it is the one that goes on only while its step does. */
    private static final String TAIL =
            """
            ) r
            left join lateral (
                select p.phase, p.state, (
                    select b.ended_at from run_phases b where b.run = r.id and b.ordinal = p.ordinal - 1) as phase_before
                from run_phases p
                where p.run = r.id and p.state not in ('succeeded', 'pending', 'rolledBack')
                order by p.ordinal limit 1) p on true
            left join lateral (
                select cast(g.progress ->> 'rowsDone' as bigint) as rows_done, cast(g.progress ->> 'rowsTotal' as bigint) as rows_total,
                    case g.progress ->> 'verdict' when 'stop' then g.progress ->> 'reason' end as held
                from run_progress g
                where g.run = r.id and split_part(g.progress ->> 'step', '/', 1) = p.phase and (p.state = 'rollingBack' or exists (
                    select from run_steps s where s.run = r.id and s.phase = p.phase and s.state = 'running'
                    and s.phase || '/' || s.index = g.progress ->> 'step'))
                limit 1) w on true
            """;

    private static final String COUNTS = "select r.state, count(*) as runs from runs r ";

    private static final String MIGRATIONS_NAMED =
            """
            select m.id from migrations m
            where lower(m.id || ' ' || m.title || ' ' || coalesce(m.owner, '')) like :text limit :limit
            """;

    private static final String TARGETS_NAMED =
            "select distinct t.name from targets t where t.name like :text limit :limit";

    private static final String NAMED = "(r.migration = any (:named) or r.target = any (:there) or r.id = :number)";

    private static final String TEXT =
            "(lower(r.migration || ' ' || r.title) like :text or r.target like :text or r.id = :number)";

    private static final String ENGINE =
            "exists (select from migrations m where m.id = r.migration and m.engine = :engine)";

    /** More names than these are found sooner by going through the runs. */
    private static final int NAMES = 200;

    private final JdbcClient store;

    RunLines(JdbcClient store) {
        this.store = store;
    }

    Paged<RunLine> page(RunSearch search, int size, @Nullable String after, Sight sight) {
        RunSearch.Order order = search.order();
        Cursor cursor = Cursor.read(after, order.name());
        Where where = conditions(search, sight);
        if (cursor != null) {
            where.and(beyond(order), "afterId", cursor.number());
            where.with("afterKey", cursor.key());
        }
        String by = by(order);
        List<RunLine> found = store.sql(HEAD + PICK + where.sql() + by + " limit :limit" + TAIL + by)
                .params(where.params())
                .param("limit", size + 1)
                .query(RunLines::line)
                .list();
        if (found.size() <= size) {
            return new Paged<>(found, null);
        }
        RunLine last = found.get(size - 1);
        return new Paged<>(
                found.subList(0, size), new Cursor(order.name(), key(order, last), String.valueOf(last.id())).wire());
    }

    /** @return newest first */
    List<RunLine> of(List<Long> runs) {
        if (runs.isEmpty()) {
            return List.of();
        }
        return store.sql(HEAD + PICK + "where r.id = any (:runs)" + TAIL + "order by r.id desc")
                .param("runs", runs.toArray(Long[]::new))
                .query(RunLines::line)
                .list();
    }

    /** Active ones, newest first. */
    List<RunLine> activeOn(List<String> targets, Sight sight) {
        Where where =
                new Where().and(ACTIVE).and("r.target = any (:targets)", "targets", targets.toArray(String[]::new));
        sight.narrow(where, "r");
        return store.sql(HEAD + PICK + where.sql() + "order by r.id desc limit :limit" + TAIL + "order by r.id desc")
                .params(where.params())
                .param("limit", Paged.MAX_LIMIT)
                .query(RunLines::line)
                .list();
    }

    /** Those that wait for their soak to end, newest first. */
    List<RunLine> soaking(Where place) {
        place.and("r.state = 'waiting'").and("strpos(r.waiting_for, :soak) > 0", "soak", GateWait.soak(""));
        return store.sql(HEAD + PICK + place.sql() + "order by r.id desc limit :limit" + TAIL + "order by r.id desc")
                .params(place.params())
                .param("limit", Paged.MAX_LIMIT)
                .query(RunLines::line)
                .list();
    }

    /** How many are active in each state. */
    Map<RunState, Long> active(Sight sight) {
        Where where = new Where().and(ACTIVE);
        sight.narrow(where, "r");
        return store
                .sql(COUNTS + where.sql() + "group by r.state")
                .params(where.params())
                .query((row, number) -> Map.entry(RunState.of(row.getString("state")), row.getLong("runs")))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private Where conditions(RunSearch search, Sight sight) {
        Where where = new Where();
        sight.narrow(where, "r");
        if (!search.states().isEmpty()) {
            if (search.states().stream().allMatch(RunState::active)) {
                where.and(ACTIVE);
            }
            where.and(
                    "r.state = any (:states)",
                    "states",
                    search.states().stream().map(RunState::wire).toArray(String[]::new));
        }
        where.and("r.migration = :migration", "migration", search.migration());
        where.and("r.target = :target", "target", search.target());
        where.and("r.environment = :environment", "environment", search.environment());
        where.and("r.team = :team", "team", search.team());
        where.and(ENGINE, "engine", search.engine());
        where.and("r.created_at >= :from", "from", at(search.from()));
        where.and("r.created_at < :to", "to", at(search.to()));
        if (search.text() != null) {
            named(search.text(), where);
        }
        return where;
    }

    /** Few names are looked up first, so that the runs are found by their index. */
    private void named(String text, Where where) {
        String like = "%" + text.toLowerCase(Locale.ROOT).replaceAll("([%_\\\\])", "\\\\$1") + "%";
        List<String> migrations = names(MIGRATIONS_NAMED, like);
        List<String> targets = names(TARGETS_NAMED, like);
        where.with("number", text.matches("\\d{1,18}") ? Long.parseLong(text) : -1L);
        if (migrations.size() > NAMES || targets.size() > NAMES) {
            where.and(TEXT, "text", like);
        } else {
            where.and(NAMED, "named", migrations.toArray(String[]::new));
            where.with("there", targets.toArray(String[]::new));
        }
    }

    private List<String> names(String sql, String like) {
        return store.sql(sql)
                .param("text", like)
                .param("limit", NAMES + 1)
                .query((row, number) -> row.getString(1))
                .list();
    }

    private static String by(RunSearch.Order order) {
        return switch (order) {
            case NEWEST -> "order by r.id desc";
            case OLDEST -> "order by r.id";
            case MIGRATION -> "order by r.migration, r.id desc";
            case MIGRATION_DOWN -> "order by r.migration desc, r.id";
            case TARGET -> "order by r.target, r.id desc";
            case TARGET_DOWN -> "order by r.target desc, r.id";
        };
    }

    private static String beyond(RunSearch.Order order) {
        return switch (order) {
            case NEWEST -> "r.id < :afterId";
            case OLDEST -> "r.id > :afterId";
            case MIGRATION -> "r.migration >= :afterKey and (r.migration > :afterKey or r.id < :afterId)";
            case MIGRATION_DOWN -> "r.migration <= :afterKey and (r.migration < :afterKey or r.id > :afterId)";
            case TARGET -> "r.target >= :afterKey and (r.target > :afterKey or r.id < :afterId)";
            case TARGET_DOWN -> "r.target <= :afterKey and (r.target < :afterKey or r.id > :afterId)";
        };
    }

    private static String key(RunSearch.Order order, RunLine last) {
        return switch (order) {
            case NEWEST, OLDEST -> "";
            case MIGRATION, MIGRATION_DOWN -> last.migration();
            case TARGET, TARGET_DOWN -> last.target();
        };
    }

    static @Nullable Object at(@Nullable Instant at) {
        return at == null ? null : Timestamp.from(at);
    }

    static RunLine line(ResultSet row, int number) throws SQLException {
        return line(
                row,
                row.getString("phase"),
                RunReader.instant(row, "phase_before"),
                row.getObject("rows_done", Long.class),
                row.getObject("rows_total", Long.class),
                row.getString("held"));
    }

    /** Without the phase and the walk. */
    static RunLine plain(ResultSet row) throws SQLException {
        return line(row, null, null, null, null, null);
    }

    private static RunLine line(
            ResultSet row,
            @Nullable String phase,
            @Nullable Instant phaseBefore,
            @Nullable Long rowsDone,
            @Nullable Long rowsTotal,
            @Nullable String held)
            throws SQLException {
        return new RunLine(
                row.getLong("id"),
                row.getString("migration"),
                row.getString("title"),
                row.getInt("revision"),
                row.getString("target"),
                row.getString("environment"),
                row.getString("team"),
                RunState.of(row.getString("state")),
                row.getString("waiting_for"),
                row.getString("error_message"),
                row.getString("launched_by"),
                RunReader.instant(row, "start_at"),
                row.getTimestamp("created_at").toInstant(),
                RunReader.instant(row, "started_at"),
                RunReader.instant(row, "ended_at"),
                phase,
                phaseBefore,
                rowsDone,
                rowsTotal,
                held);
    }
}
