package dev.lockkeeper.run;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** What samplers say of walks: the newest word, which lanes heed ({@link RunFacts#pace}), and those before it. */
@Repository
public class Paces {

    private static final String BEGIN =
            """
            insert into run_pace (run, step, sampler) values (:run, :step, :sampler)
            on conflict (run) do update set step = excluded.step, sampler = excluded.sampler, verdict = null, reason = null, rest = 0,
                chunk_ms = null, working = null, signals = '[]', sampled_at = clock_timestamp()
            """;

    private static final String SAY =
            """
            update run_pace set verdict = :verdict, reason = :reason, rest = :rest, chunk_ms = :chunk, signals = cast(:signals as jsonb),
                sampled_at = clock_timestamp()
            where run = :run and sampler = :sampler
            returning step
            """;

    private static final String KEEP =
            """
            insert into run_throttle (run, step, verdict, reason, changed, signals)
            values (:run, :step, :verdict, :reason, :changed, cast(:signals as jsonb))
            """;

    private static final String WORKING =
            """
            update run_pace set working = cast(:lanes as integer[])
            where run = :run and sampler = :sampler and working is distinct from cast(:lanes as integer[])
            """;

    /** Of samples older than ten minutes one in ten minutes stays; and of everything the newest three thousand, which is a week and more. */
    private static final String THIN =
            """
            delete from run_throttle t
            where t.run = :run and (
                t.id <= (select id from run_throttle where run = :run order by id desc offset 3000 limit 1)
                or not t.changed and t.at < clock_timestamp() - interval '10 minutes'
                   and exists (select from run_throttle e
                                where e.run = :run and not e.changed and e.id < t.id
                                  and date_bin('10 minutes', e.at, 'epoch') = date_bin('10 minutes', t.at, 'epoch')))
            """;

    private static final String HISTORY =
            """
            select at, step, verdict, reason, changed, signals from run_throttle
            where run = :run and (changed or not :changes) order by id desc limit :limit
            """;

    private final JdbcClient store;
    private final ClaimStore claims;

    Paces(JdbcClient store, ClaimStore claims) {
        this.store = store;
        this.claims = claims;
    }

    /**
     * One word of a sampler.
     *
     * @param rest how long a lane rests after a chunk, as a multiple of what the chunk took
     * @param chunkMillis what a chunk should take, null for as long as the file says
     */
    public record Word(
            String verdict,
            @Nullable String reason,
            double rest,
            @Nullable Long chunkMillis,
            List<ThrottleSignal> signals) {}

    /** Whether a word is kept: not, as one between two that are, or as one that says something new. */
    public enum Keeping {
        NOT,
        SAMPLE,
        CHANGE
    }

    /**
     * Takes the run's pace for a new walk; nothing is said yet. Whoever slept while another took the run up must not: that one's sampler
     * would fall silent, and its lanes would be held for ever.
     *
     * @return what later calls are known by
     * @throws dev.lockkeeper.Failure {@code fenced}
     */
    @Transactional
    public UUID begin(Claim claim, String step) {
        claims.hold(claim);
        UUID sampler = UUID.randomUUID();
        store.sql(BEGIN)
                .param("run", claim.run())
                .param("step", step)
                .param("sampler", sampler)
                .update();
        return sampler;
    }

    /** @return false when another sampler has the run: this one is to end */
    @Transactional
    public boolean say(long run, UUID sampler, Word word, Keeping keeping) {
        String signals = RunJson.write(word.signals());
        String step = store.sql(SAY)
                .param("verdict", word.verdict())
                .param("reason", word.reason())
                .param("rest", word.rest())
                .param("chunk", word.chunkMillis())
                .param("signals", signals)
                .param("run", run)
                .param("sampler", sampler)
                .query(String.class)
                .optional()
                .orElse(null);
        if (step != null && keeping != Keeping.NOT) {
            store.sql(KEEP)
                    .param("run", run)
                    .param("step", step)
                    .param("verdict", word.verdict())
                    .param("reason", word.reason())
                    .param("changed", keeping == Keeping.CHANGE)
                    .param("signals", signals)
                    .update();
        }
        return step != null;
    }

    /** Which lanes may work; the others stop after the chunk in hand. Does nothing for a sampler that has lost the run. */
    public void working(long run, UUID sampler, List<Integer> lanes) {
        String numbers = lanes.toString().replace('[', '{').replace(']', '}');
        store.sql(WORKING)
                .param("lanes", numbers)
                .param("run", run)
                .param("sampler", sampler)
                .update();
    }

    /** So that the history of a long run stays small. */
    @Transactional
    public void thin(long run) {
        store.sql(THIN).param("run", run).update();
    }

    /** @param changes only what said something new; newest first */
    List<ThrottleSample> history(long run, boolean changes, int limit) {
        return store.sql(HISTORY)
                .param("run", run)
                .param("changes", changes)
                .param("limit", limit)
                .query((row, n) -> new ThrottleSample(
                        row.getTimestamp("at").toInstant(),
                        row.getString("step"),
                        row.getString("verdict"),
                        row.getString("reason"),
                        row.getBoolean("changed"),
                        RunJson.signals(row.getString("signals"))))
                .list();
    }
}
