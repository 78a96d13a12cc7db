-- Policies of the environments: a row a change, the newest holds. No body: the environment's own was taken away.
create table policies (
    id bigint generated always as identity primary key,
    environment text not null check (environment = '*' or environment ~ '^[A-Za-z0-9._-]{1,62}$'),
    body jsonb,
    digest text,
    changed_by_id bigint not null,
    changed_by text not null,
    changed_at timestamptz not null default clock_timestamp(),
    check ((body is null) = (digest is null))
);

create index policies_newest on policies (environment, id desc);

create function policies_are_kept() returns trigger language plpgsql as $$
begin
    raise exception 'changes of policies are never changed or deleted';
end $$;

create trigger policies_append_only before update or delete on policies
    for each row execute function policies_are_kept();

-- What an approval is bound to besides: the target as it was, and what the policy asked for. Those given before are bound to
-- what was shipped, and to the target through the digests of their SQL alone.
alter table approvals
    add column fingerprint text,
    add column policy_digest text,
    add column policy_words text;

-- Somebody who may approve says no. A phase of null means every phase.
create table rejections (
    id uuid primary key default gen_random_uuid(),
    migration text not null,
    revision integer not null,
    target text not null,
    phase text,
    rejecter_id bigint not null,
    rejecter text not null,
    comment text not null check (comment <> ''),
    created_at timestamptz not null default clock_timestamp(),
    withdrawn_at timestamptz,
    withdrawn_by text,
    foreign key (migration, revision) references revisions
);

create index rejections_of_revision on rejections (migration, revision, created_at);

-- What people say of a revision. Never changed; withdrawing marks.
create table comments (
    id bigint generated always as identity primary key,
    migration text not null,
    revision integer not null,
    reply_to bigint references comments,
    phase text,
    step integer,
    text text not null check (text <> ''),
    author_id bigint not null,
    author text not null,
    created_at timestamptz not null default clock_timestamp(),
    withdrawn_at timestamptz,
    withdrawn_by text,
    foreign key (migration, revision) references revisions,
    check (step is null or phase is not null)
);

create index comments_of_revision on comments (migration, revision, id);
