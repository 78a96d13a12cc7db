package dev.lockkeeper.testing;

import dev.lockkeeper.target.PhaseSql;
import dev.lockkeeper.target.Resolved;
import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.StepSql;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a {@link GeneratedStore} has of runs. Each migration has its ten runs after another, on targets of its engine; the newest of a few
 * hundred are under way, in every state that a run can stand in.
 */
final class GeneratedRuns {

    /** A run of a migration, counted from 1; the {@code k}-th of its migration {@code m}, on the target {@code t}. */
    private static final String SHAPE =
            """
            create temp table shape as
            select r, m, k, t, m % 3 = 0 as long, now() - (pg_temp.n('runs') - r) * interval '10 minutes' as at,
                case when k = pg_temp.n('runs_each') - 1 and m > pg_temp.n('migrations') - greatest(20, pg_temp.n('migrations') / 50)
                     then (array['scheduled', 'running', 'waiting', 'paused', 'failed', 'stuck', 'running', 'waiting', 'interrupted', 'running'])
                          [1 + m % 10]
                     when k = pg_temp.n('runs_each') - 1 and m % 100 = 7 then 'waiting'
                     when k = pg_temp.n('runs_each') - 1 and m % 100 = 50 then 'failed'
                     when r % 40 = 0 then 'cancelled' when r % 40 in (1, 2) then 'rolledBack' else 'succeeded' end as state
            from (select r, 1 + (r - 1) / pg_temp.n('runs_each') as m, (r - 1) % pg_temp.n('runs_each') as k
                  from generate_series(1, pg_temp.n('runs')) r) numbered
            cross join lateral (select 10 * ((m * 31 + k * 7) % (pg_temp.n('targets') / 10)) + m % 10 as t) placed
            """;

    private static final String RUNS =
            """
            insert into runs (id, migration, revision, title, digest, target, environment, team, state, waiting_for, error_code,
                error_message, error_advice, phases, resolved, launched_by, created_at, started_at, ended_at, version)
            overriding system value
            select r, g.id, least(1 + k / 4, g.latest), g.title, v.digest, t.name, t.environment, t.team, s.state,
                case s.state when 'waiting' then 'the gate of contract' end,
                case s.state when 'failed' then 'sql-failed' when 'stuck' then 'unknown-outcome' end,
                case when s.state in ('failed', 'stuck') then 'The statement was refused: column "name" does not exist.' end,
                case when s.state in ('failed', 'stuck') then 'Look at the table, then retry or roll back.' end,
                '[]', replace(case when long then current_setting('volume.long_sql') else current_setting('volume.short_sql') end,
                    '{target}', t.name),
                'person-' || r % 200, at, case when s.state <> 'scheduled' then at + interval '2 s' end,
                case when s.state in ('cancelled', 'rolledBack', 'succeeded') then at + interval '8 min' end, 5
            from shape s
            join migrations g on g.id = pg_temp.migration(m)
            join revisions v on v.migration = g.id and v.number = least(1 + k / 4, g.latest)
            join targets t on t.id = 1 + s.t
            order by r
            """;

    /** Where a run under way stands: in its backfill, or before its last phase. */
    private static final String PHASES =
            """
            insert into run_phases (run, ordinal, phase, state, opened_by, opened_at, started_at, ended_at)
            select r, ordinal - 1, phase, stands.state, case when stands.state <> 'pending' then 'person-' || r % 200 end, began, began,
                case when stands.state in ('succeeded', 'failed', 'rolledBack') then began + interval '1 min' end
            from shape s
            cross join lateral unnest(case when long then array['expand', 'backfill', 'verify', 'contract'] else array['expand'] end)
                with ordinality as p(phase, ordinal)
            cross join lateral (select case
                when s.state in ('succeeded', 'rolledBack') then s.state
                when s.state = 'scheduled' then 'pending'
                when s.state = 'cancelled' or not long then case when s.state = 'failed' then 'failed' else 'running' end
                when ordinal = 1 then 'succeeded'
                when s.state = 'waiting' then case ordinal when 4 then 'waiting' else 'succeeded' end
                when ordinal = 2 then case when s.state in ('failed', 'stuck') then 'failed' else 'running' end
                else 'pending' end as state) stands
            cross join lateral (select case when stands.state <> 'pending' then s.at + ordinal * interval '1 min' end as began) started
            order by r, ordinal
            """;

    private static final String STEPS =
            """
            insert into run_steps (run, phase, index, name, kind, state, sql, lock, attempts, waited_ms, held_ms, rows, started_at, ended_at)
            select run, phase, index, phase || ' step ' || index,
                case phase when 'backfill' then 'backfill' when 'verify' then 'assert' when 'contract' then 'dropColumn' else 'addColumn' end,
                case state when 'waiting' then 'pending' when 'rollingBack' then 'running' else state end,
                'alter table "users" add column "note_' || run || '" text', 'access exclusive · blocks reads and writes', 1, 3, 12,
                case phase when 'backfill' then 1000000 + run end, started_at, ended_at
            from run_phases cross join generate_series(0, 1) index order by run, ordinal, index
            """;

    private static final String PROGRESS =
            """
            insert into run_progress (run, progress, updated_at)
            select r, jsonb_build_object('step', 'backfill/0', 'kind', 'write', 'table', 'users', 'rowsDone', 400000 + r, 'rowsWritten', 400000,
                'rowsTotal', 1000000 + r, 'rate', 51234.5, 'etaLowSeconds', 12, 'etaHighSeconds', 20, 'chunkRows', 20000, 'chunkMillis', 230,
                'verdict', 'go', 'lanes', (select jsonb_agg(jsonb_build_object('lane', l, 'lo', (l * 1000)::text, 'hi', (l * 1000 + 1000)::text,
                    'cursor', (l * 1000 + 400)::text, 'rows', 100000, 'chunks', 44, 'done', state = 'succeeded', 'server', 'one'))
                    from generate_series(0, 3) l), 'updatedAt', to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')), at
            from shape where long and state <> 'scheduled'
            """;

    /** In the order in which they came: runs that are under way at the same time, twenty of them, write turn by turn. */
    private static final String EVENTS =
            """
            insert into run_events (run, at, kind, actor, message, data)
            select r, at + e * interval '10 s', kind, case kind when 'wish' then 'person-' || r % 200 else 'engine' end,
                case kind when 'progress' then 'Backfill of users: ' || e * 20000 || ' rows.' when 'wish' then 'Dialled to 8.'
                    when 'measured' then 'The step took 12 ms.' when 'state' then 'Running expand.' else 'Step expand/0 is done.' end,
                case kind when 'progress' then jsonb_build_object('rate', 50000 + e * 10, 'verdict', 'go', 'rowsDone', e * 20000)
                    when 'measured' then jsonb_build_object('table', 'users', 'rows', 1000000, 'millis', 900 + e, 'work', 'scan')
                    else jsonb_build_object('state', 'running') end
            from generate_series(0, (pg_temp.n('runs') - 1) / 20) block
            cross join generate_series(1, pg_temp.n('events_each')) e
            cross join generate_series(1, 20) within
            join shape on r = block * 20 + within
            cross join lateral (select case when e <= 2 then 'state' when e = 3 then 'measured' when e = 4 then 'wish'
                when e % 6 = 0 or not long then 'step' else 'progress' end as kind) k
            """;

    private static final String HOLES =
            """
            insert into run_holes (run, phase, step, number, table_name, key, error, state)
            select r, 'backfill', 'backfill/0', i, 'users', jsonb_build_array(i::text), 'violates check constraint "users_name"', 'open'
            from shape cross join generate_series(1, 5) i where long and r % 10 = 1
            """;

    private static final String THROTTLE =
            """
            insert into run_throttle (run, at, step, verdict, reason, changed, signals)
            select r, at + i * interval '30 s', 'backfill/0', case when i % 2 = 0 then 'go' else 'slow' end, 'replica lag 6 s, limit 5 s', true, '[]'
            from shape cross join generate_series(1, 6) i where long order by r, i
            """;

    private static final String PACE =
            """
            insert into run_pace (run, step, sampler, verdict) select r, 'backfill/0', gen_random_uuid(), 'go' from shape where long
            """;

    private static final String CLAIMS =
            """
            insert into claims (task, run, epoch, server)
            select task || '/' || r, r, 1700000000000000 + r, 'one' from shape cross join unnest(array['phase', 'lane']) task
            """;

    static final List<String> STATEMENTS = List.of(
            SHAPE,
            "create index on shape (r)",
            "analyze shape",
            "analyze migrations",
            "analyze revisions",
            RUNS,
            "alter table runs alter column id restart with 10000000",
            PHASES,
            STEPS,
            PROGRESS,
            EVENTS,
            HOLES,
            THROTTLE,
            PACE,
            CLAIMS);

    private GeneratedRuns() {}

    /** The SQL of a run as it was frozen, with {@code {target}} in the place of the target's name. */
    static String frozen(String... phases) {
        Statement statement = new Statement(
                "alter table \"users\" add column \"full_name\" text",
                Statement.Mode.TRANSACTION,
                "select exists (select from pg_attribute where attrelid = 'users'::regclass and attname = 'full_name')",
                new Statement.Lock("access exclusive", "reads and writes", false, false, Statement.Source.PREDICTED));
        Statement back = new Statement(
                "alter table \"users\" drop column \"full_name\"",
                Statement.Mode.TRANSACTION,
                null,
                Statement.Lock.NONE);
        List<StepSql> steps = List.of(
                new StepSql(
                        0,
                        "add a column",
                        "addColumn",
                        List.of(statement),
                        List.of(back),
                        null,
                        List.of("metadata only")),
                new StepSql(
                        1,
                        "add another",
                        "addColumn",
                        List.of(statement),
                        List.of(back),
                        null,
                        List.of("metadata only")));
        return JsonMapper.builder()
                .build()
                .writeValueAsString(new Resolved(
                        "{target}",
                        "18.1",
                        Arrays.stream(phases)
                                .map(phase -> new PhaseSql(phase, steps))
                                .toList()));
    }
}
