package dev.lockkeeper.run;

import dev.lockkeeper.check.StatementTimes;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tells the checks how long statements of earlier runs took: what the engine measured, and walks from their steps. */
@Component
class MeasuredTimes implements StatementTimes {

    /** Few enough, and of runs new enough, that the target of today is measured. */
    private static final String STATEMENTS =
            """
            select e.run, e.data ->> 'table' as about, cast(e.data ->> 'rows' as bigint) as rows, cast(e.data ->> 'millis' as bigint) as millis
              from (select id from runs where target = :target order by id desc limit 100) r
              join run_events e on e.run = r.id
             where e.kind = 'measured' and e.data ->> 'work' = :work
             order by e.id desc limit 10
            """;

    private static final String WALKS =
            """
            select s.run, '' as about, s.rows, greatest(1, extract(epoch from s.ended_at - s.started_at) * 1000)::bigint as millis
              from (select id from runs where target = :target order by id desc limit 100) r
              join run_steps s on s.run = r.id
             where s.kind = 'backfill' and :work = 'chunks' and s.state = 'succeeded' and s.rows > 0
               and s.ended_at > s.started_at
             order by s.ended_at desc limit 10
            """;

    private final JdbcClient store;

    MeasuredTimes(JdbcClient store) {
        this.store = store;
    }

    @Override
    public List<Took> measured(String target, Work work) {
        return store.sql(work == Work.CHUNKS ? WALKS : STATEMENTS)
                .param("target", target)
                .param("work", work.wire())
                .query((row, n) -> new Took(
                        row.getLong("run"), row.getString("about"), row.getLong("rows"), row.getLong("millis")))
                .list();
    }
}
