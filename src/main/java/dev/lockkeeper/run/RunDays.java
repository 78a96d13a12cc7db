package dev.lockkeeper.run;

import dev.lockkeeper.security.Sight;
import dev.lockkeeper.store.Where;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads runs by the days on which they began or will begin; days are those of UTC. */
@Repository
class RunDays {

    /**
     * Those that went wrong come first: they are what one looks for. All that is counted stands in the index of their beginnings; the runs
     * themselves are read for those alone that are shown.
     */
    private static final String HAPPENED =
            """
            with counted as (
                select r.id, r.state, cast(r.started_at at time zone 'UTC' as date) as day from runs r
                where r.started_at >= :from and r.started_at < :to %2$s),
            placed as (
                select c.id, c.day, count(*) over by_day as runs, count(*) filter (where c.state in ('failed', 'stuck')) over by_day as wrong,
                    row_number() over (partition by c.day order by c.state in ('failed', 'stuck') desc, c.id desc) as place
                from counted c
                window by_day as (partition by c.day))
            select %1$s, p.day, p.runs, p.wrong from placed p
            cross join lateral (select * from runs r where r.id = p.id limit 1) r
            where p.place <= :most
            order by p.day, p.place
            """;

    private static final String SCHEDULED =
            """
            select %1$s from runs r
            where r.state = 'scheduled' and r.start_at >= :from and r.start_at < :to %2$s
            order by r.start_at, r.id limit :limit
            """;

    private static final int SCHEDULED_AT_MOST = 500;

    private final JdbcClient store;

    RunDays(JdbcClient store) {
        this.store = store;
    }

    private record Row(LocalDate day, long runs, long wrong, RunLine run) {}

    List<RunDay> happened(Instant from, Instant to, int most, Runs.Place place, Sight sight) {
        Where where = where(place, sight);
        List<Row> rows = store.sql(HAPPENED.formatted(RunLines.COLUMNS, where.more()))
                .params(where.params())
                .param("from", RunLines.at(from))
                .param("to", RunLines.at(to))
                .param("most", most)
                .query(RunDays::row)
                .list();
        Map<LocalDate, List<Row>> days = new TreeMap<>();
        rows.forEach(
                row -> days.computeIfAbsent(row.day(), day -> new ArrayList<>()).add(row));
        return days.values().stream()
                .map(day -> new RunDay(
                        day.getFirst().day(),
                        day.getFirst().runs(),
                        day.getFirst().wrong(),
                        day.stream().map(Row::run).toList()))
                .toList();
    }

    /** By their start. */
    List<RunLine> scheduled(Instant from, Instant to, Runs.Place place, Sight sight) {
        Where where = where(place, sight);
        return store.sql(SCHEDULED.formatted(RunLines.COLUMNS, where.more()))
                .params(where.params())
                .param("from", RunLines.at(from))
                .param("to", RunLines.at(to))
                .param("limit", SCHEDULED_AT_MOST)
                .query((row, number) -> RunLines.plain(row))
                .list();
    }

    static Where where(Runs.Place place, Sight sight) {
        Where where = new Where();
        where.and("r.environment = :environment", "environment", place.environment());
        where.and("r.team = :team", "team", place.team());
        where.and("r.target = :target", "target", place.target());
        sight.narrow(where, "r");
        return where;
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                row.getObject("day", LocalDate.class), row.getLong("runs"), row.getLong("wrong"), RunLines.plain(row));
    }
}
