-- Rows that a walk left out because they refused. The ledger in the target is the truth; these rows show it to people, and keep what they
-- decide until the engine has followed.
create table run_holes (
    id bigint generated always as identity primary key,
    run bigint not null references runs,
    phase text not null,
    -- The walk, as the ledger names it: phase/index, with /back when clearing.
    step text not null,
    -- The ledger's own, within the walk.
    number integer not null,
    table_name text not null,
    key jsonb not null check (jsonb_typeof(key) = 'array'),
    error text not null,
    state text not null check (state in ('open', 'retrying', 'accepted', 'filled')),
    -- Written when it was filled.
    rows bigint,
    since timestamptz not null default now(),
    reason text,
    decided_by text,
    decided_at timestamptz,
    unique (run, step, number),
    check ((decided_by is null) = (decided_at is null)),
    check (state <> 'retrying' or decided_by is not null)
);
