package dev.lockkeeper.run;

import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Sight;
import dev.lockkeeper.store.Where;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads where migrations stand on their targets: a page of them with one question, however many targets there are. */
@Repository
class Standings {

    /** Of each environment only the first few come back: what went wrong, then what is on its way, then the rest by name. */
    private static final String STANDINGS =
            """
            with asked as (
                select * from unnest(:migrations, :revisions) as a(migration, revision)),
            newest as (
                select distinct on (r.migration, r.target) r.migration, r.target, r.environment, r.team, r.id, r.state
                from asked a join runs r on r.migration = a.migration
                where true %1$s
                order by r.migration, r.target, r.id desc),
            approved as (
                select v.migration, v.target, array_agg(distinct v.approver) as approvers, bool_or(v.approver_id = :me) as mine
                from asked a join approvals v on v.migration = a.migration and v.revision = a.revision
                where v.withdrawn_at is null group by v.migration, v.target),
            rejected as (
                select distinct on (v.migration, v.target) v.migration, v.target, v.rejecter, v.comment
                from asked a join rejections v on v.migration = a.migration and v.revision = a.revision
                where v.withdrawn_at is null order by v.migration, v.target, v.created_at),
            said as (
                select v.*, r.environment, r.team
                from (approved full join rejected using (migration, target)) v
                join targets r on r.name = v.target and r.removed_at is null
                where true %1$s),
            every as (
                select migration, target, coalesce(n.environment, s.environment) as environment, coalesce(n.team, s.team) as team,
                    n.id, n.state, s.approvers, s.mine, s.rejecter, s.comment
                from newest n full join said s using (migration, target)),
            placed as (
                select e.*, count(*) over (partition by e.migration, e.environment) as beside,
                    row_number() over (partition by e.migration, e.environment order by case
                        when e.state in ('failed', 'stuck') then 0
                        when e.state not in ('cancelled', 'rolledBack', 'succeeded') then 1
                        when e.rejecter is not null then 2
                        when e.approvers is not null then 3
                        else 4 end, e.target) as place
                from every e where cast(:environment as text) is null or e.environment = :environment)
            select * from placed where place <= :most order by migration, environment, place
            """;

    private static final String LAUNCHED =
            """
            select a.migration from unnest(:migrations, :revisions) as a(migration, revision)
            where exists (select from runs r where r.migration = a.migration and r.revision = a.revision %s)
            """;

    private final JdbcClient store;
    private final RunLines lines;

    Standings(JdbcClient store, RunLines lines) {
        this.store = store;
        this.lines = lines;
    }

    private record Row(Standing standing, @Nullable Long run) {}

    /**
     * @param revisions migration to its newest revision
     * @param environment null for all
     * @param most of one migration in one environment
     */
    List<Standing> of(Map<String, Integer> revisions, @Nullable String environment, int most, Person by) {
        if (revisions.isEmpty()) {
            return List.of();
        }
        Where where = new Where();
        Sight.of(by).narrow(where, "r");
        List<Row> rows = store.sql(STANDINGS.formatted(where.more()))
                .params(where.params())
                .param("migrations", revisions.keySet().toArray(String[]::new))
                .param("revisions", revisions.values().toArray(Integer[]::new))
                .param("me", by.userId())
                .param("environment", environment)
                .param("most", most)
                .query(Standings::row)
                .list();
        Map<Long, RunLine> runs = lines
                .of(rows.stream().map(Row::run).filter(Objects::nonNull).toList())
                .stream()
                .collect(Collectors.toMap(RunLine::id, Function.identity()));
        return rows.stream()
                .map(row -> with(row.standing(), row.run() == null ? null : runs.get(row.run())))
                .toList();
    }

    /** Those whose revision has been launched where the person sees it. @param revisions migration to revision */
    Set<String> launched(Map<String, Integer> revisions, Person by) {
        if (revisions.isEmpty()) {
            return Set.of();
        }
        Where where = new Where();
        Sight.of(by).narrow(where, "r");
        return store.sql(LAUNCHED.formatted(where.more()))
                .params(where.params())
                .param("migrations", revisions.keySet().toArray(String[]::new))
                .param("revisions", revisions.values().toArray(Integer[]::new))
                .query((row, number) -> row.getString(1))
                .set();
    }

    private static Standing with(Standing standing, @Nullable RunLine run) {
        return new Standing(
                standing.migration(),
                standing.target(),
                standing.environment(),
                standing.team(),
                run,
                standing.approvers(),
                standing.mine(),
                standing.rejecter(),
                standing.comment(),
                standing.beside());
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        Array approvers = row.getArray("approvers");
        Standing standing = new Standing(
                row.getString("migration"),
                row.getString("target"),
                row.getString("environment"),
                row.getString("team"),
                null,
                approvers == null ? List.of() : List.of((String[]) approvers.getArray()),
                row.getBoolean("mine"),
                row.getString("rejecter"),
                row.getString("comment"),
                row.getLong("beside"));
        return new Row(standing, row.getObject("id", Long.class));
    }
}
