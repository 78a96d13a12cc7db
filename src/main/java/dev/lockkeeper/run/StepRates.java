package dev.lockkeeper.run;

import dev.lockkeeper.check.Rates;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tells the checks how fast the last walks on a target were. */
@Component
class StepRates implements Rates {

    /**
     * Few enough that the target of today is measured, and many enough that one slow night does not decide. Only the newest runs are
     * looked at: what was measured a hundred runs ago says little of today.
     */
    private static final String LAST =
            """
            select sum(rows) / nullif(sum(seconds), 0) as rate, count(*) as steps, max(run) as last
              from (select s.run, s.rows, extract(epoch from s.ended_at - s.started_at) as seconds
                      from (select id from runs where target = :target order by id desc limit 100) r
                      join run_steps s on s.run = r.id
                     where s.kind = :kind and s.state = 'succeeded' and s.rows > 0 and s.ended_at > s.started_at
                     order by s.ended_at desc limit 5) walks
            """;

    private final JdbcClient store;

    StepRates(JdbcClient store) {
        this.store = store;
    }

    @Override
    public Optional<Rate> measured(String target, String kind) {
        return store.sql(LAST)
                .param("target", target)
                .param("kind", kind)
                .query((row, n) -> {
                    double rate = row.getDouble("rate");
                    return row.wasNull() || rate <= 0
                            ? Optional.<Rate>empty()
                            : Optional.of(new Rate(rate, row.getInt("steps"), row.getLong("last")));
                })
                .single();
    }
}
