-- What the sampler of a walk says, which its lanes heed: one row a run, overwritten each second. Kept apart from the progress,
-- so that its age is that of the last reading and of nothing else.
create table run_pace (
    run bigint primary key references runs,
    step text not null,
    -- Which sampler may write: the newest. One that was thought dead writes nothing any more.
    sampler uuid not null,
    -- Null before the first reading.
    verdict text check (verdict in ('go', 'slow', 'stop')),
    reason text,
    rest double precision not null default 0 check (rest >= 0),
    chunk_ms bigint check (chunk_ms > 0),
    -- Numbers of the lanes that may work; null for all.
    working integer[],
    signals jsonb not null default '[]',
    sampled_at timestamptz not null default clock_timestamp()
);

-- What was said, and when: each change of the verdict, and samples between, thinned as they grow old.
create table run_throttle (
    id bigint generated always as identity primary key,
    run bigint not null references runs,
    at timestamptz not null default clock_timestamp(),
    step text not null,
    verdict text not null check (verdict in ('go', 'slow', 'stop')),
    reason text,
    changed boolean not null,
    signals jsonb not null
);

create index run_throttle_of_run on run_throttle (run, id);
