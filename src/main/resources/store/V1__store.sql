-- The store of Lockkeeper. The check constraints repeat the state machines of the code; a test keeps them equal.

-- One row: what tells this store from every other.
create table store_identity (
    one_row boolean primary key default true check (one_row),
    id uuid not null default gen_random_uuid()
);

insert into store_identity default values;

create table users (
    id bigint generated always as identity primary key,
    username text not null unique check (username ~ '^[A-Za-z0-9._@-]{1,80}$'),
    password_hash text,
    created_at timestamptz not null default now(),
    disabled_at timestamptz
);

create table grants (
    user_id bigint not null references users on delete cascade,
    role text not null check (role in ('viewer', 'author', 'approver', 'operator', 'auditor', 'admin')),
    environment text,
    team text
);

-- Not "nulls not distinct": PostgreSQL 14 does not know it.
create unique index grants_once on grants (user_id, role, coalesce(environment, ''), coalesce(team, ''));

create table tokens (
    id uuid primary key default gen_random_uuid(),
    user_id bigint not null references users on delete cascade,
    name text not null,
    hash text not null unique,
    created_at timestamptz not null default now(),
    expires_at timestamptz,
    last_used_at timestamptz
);

create index tokens_of_user on tokens (user_id);

create table audit_records (
    seq bigint primary key,
    at timestamptz not null,
    actor_kind text not null check (actor_kind in ('user', 'token', 'engine')),
    actor_id bigint,
    actor text not null,
    via text,
    address text,
    action text not null,
    subject text not null,
    before text,
    after text,
    reason text,
    previous text not null,
    hash text not null
);

create index audit_records_at on audit_records (at);
create index audit_records_actor on audit_records (actor, seq);
create index audit_records_action on audit_records (action, seq);
create index audit_records_subject on audit_records (subject, seq);

-- One row: the end of the chain. Its row lock puts the writers in order.
create table audit_head (
    the_one boolean primary key default true check (the_one),
    seq bigint not null,
    hash text not null
);

insert into audit_head (seq, hash) values (0, repeat('0', 64));

create function audit_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'audit records are never changed or deleted';
end $$;

create trigger audit_records_append_only before update or delete on audit_records
    for each row execute function audit_is_append_only();
create trigger audit_records_no_truncate before truncate on audit_records
    for each statement execute function audit_is_append_only();

create table targets (
    id bigint generated always as identity primary key,
    name text not null check (name ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
    engine text not null,
    url text not null,
    username text not null,
    password_cipher bytea,
    password_from text,
    environment text not null,
    team text,
    replicas jsonb not null default '[]',
    windows jsonb not null default '[]',
    policy jsonb not null default '{}',
    created_at timestamptz not null default now(),
    removed_at timestamptz,
    check (password_cipher is null or password_from is null)
);

create unique index targets_name on targets (name) where removed_at is null;

create table migrations (
    id text primary key check (id ~ '^[a-z0-9-]{3,80}$'),
    title text not null,
    engine text not null,
    owner text,
    latest integer not null,
    author_id bigint not null,
    author text not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

create index migrations_updated on migrations (updated_at desc, id);

create table revisions (
    migration text not null references migrations,
    number integer not null check (number > 0),
    text text not null,
    digest text not null,
    author_id bigint not null,
    author text not null,
    created_at timestamptz not null default now(),
    primary key (migration, number),
    unique (migration, digest)
);

create table approvals (
    id uuid primary key default gen_random_uuid(),
    migration text not null,
    revision integer not null,
    target text not null,
    phase text,
    digest text not null,
    sql_digests jsonb not null,
    approver_id bigint not null,
    approver text not null,
    comment text not null default '',
    created_at timestamptz not null default now(),
    withdrawn_at timestamptz,
    withdrawn_by text,
    foreign key (migration, revision) references revisions
);

create index approvals_of_revision on approvals (migration, revision, created_at);

create table runs (
    id bigint generated always as identity primary key,
    migration text not null,
    revision integer not null,
    title text not null,
    digest text not null,
    target text not null,
    environment text not null,
    team text,
    state text not null check (state in ('scheduled', 'running', 'waiting', 'pausing', 'paused', 'cancelling', 'cancelled',
        'interrupted', 'failed', 'stuck', 'rollingBack', 'rolledBack', 'succeeded')),
    wish text not null default 'go' check (wish in ('go', 'pause', 'cancel', 'roll_back')),
    waiting_for text,
    error_code text,
    error_message text,
    error_advice text,
    rollback_to text,
    dial integer not null default 11 check (dial between 1 and 11),
    start_at timestamptz,
    phases jsonb not null,
    resolved text not null,
    launched_by text not null,
    created_at timestamptz not null default now(),
    started_at timestamptz,
    ended_at timestamptz,
    version bigint not null default 0,
    foreign key (migration, revision) references revisions,
    check ((state = 'waiting') = (waiting_for is not null)),
    check ((state in ('cancelled', 'rolledBack', 'succeeded')) = (ended_at is not null))
);

create index runs_of_migration on runs (migration, id desc);
create index runs_of_target on runs (target, id desc);
-- Two launches at once: the second finds the first. Enforced here, so that no race can pass it.
create unique index runs_one_active on runs (migration, target)
    where state not in ('cancelled', 'rolledBack', 'succeeded');
create index runs_active on runs (id desc) where state not in ('cancelled', 'rolledBack', 'succeeded');

create table run_phases (
    run bigint not null references runs,
    ordinal integer not null,
    phase text not null,
    state text not null default 'pending' check (state in ('pending', 'waiting', 'running', 'succeeded', 'failed',
        'rollingBack', 'rolledBack')),
    opened_by text,
    opened_at timestamptz,
    confirmed jsonb not null default '[]',
    overrides jsonb not null default '[]',
    started_at timestamptz,
    ended_at timestamptz,
    primary key (run, ordinal),
    unique (run, phase)
);

create table run_steps (
    run bigint not null,
    phase text not null,
    index integer not null,
    name text not null,
    kind text not null,
    state text not null default 'pending' check (state in ('pending', 'running', 'succeeded', 'alreadySo', 'failed', 'ignored',
        'rolledBack')),
    sql text not null,
    lock text not null,
    attempts integer not null default 0,
    waited_ms bigint,
    held_ms bigint,
    rows bigint,
    result text,
    error text,
    started_at timestamptz,
    ended_at timestamptz,
    primary key (run, phase, index),
    foreign key (run, phase) references run_phases (run, phase)
);

-- One row a run, overwritten at most once a second.
create table run_progress (
    run bigint primary key references runs,
    progress jsonb not null,
    updated_at timestamptz not null default now()
);

create table run_events (
    id bigint generated always as identity primary key,
    run bigint not null references runs,
    at timestamptz not null default clock_timestamp(),
    kind text not null,
    actor text not null,
    message text not null,
    data jsonb not null default '{}'
);

create index run_events_of_run on run_events (run, id);

-- Answers that are given again to the same call. The key and the request are kept as hashes only: a request may hold a
-- password. No status: the call is under way, or its server died before the answer.
create table idempotency (
    user_id bigint not null,
    key text not null,
    request text not null,
    status integer,
    content_type text,
    location text,
    body text,
    created_at timestamptz not null default now(),
    primary key (user_id, key)
);

create index idempotency_created on idempotency (created_at);

-- db-scheduler's table, as its documentation gives it for PostgreSQL.
create table scheduled_tasks (
    task_name text not null,
    task_instance text not null,
    task_data bytea,
    execution_time timestamptz not null,
    picked boolean not null,
    picked_by text,
    last_success timestamptz,
    last_failure timestamptz,
    consecutive_failures int,
    last_heartbeat timestamptz,
    version bigint not null,
    priority smallint,
    primary key (task_name, task_instance)
);

create index scheduled_tasks_due on scheduled_tasks (execution_time);
create index scheduled_tasks_heartbeat on scheduled_tasks (last_heartbeat);
create index scheduled_tasks_priority on scheduled_tasks (priority desc, execution_time asc);
