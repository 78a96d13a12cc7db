-- What the lists of pages and programs are read by. Each sorts by the index that it narrows by, so that a page of a list costs the same
-- however long the list is. PlansOfPagesTest reads the plans.

create index runs_of_environment on runs (environment, id desc);
create index runs_of_team on runs (team, id desc);
create index runs_in_state on runs (state, id desc);
create index runs_launched on runs (created_at);
-- With what a calendar counts by, so that it need not look at the runs themselves.
create index runs_begun on runs (started_at) include (id, state, environment, team, target);
create index runs_to_begin on runs (start_at) where state = 'scheduled';
create index runs_active_on on runs (target, id) where state not in ('cancelled', 'rolledBack', 'succeeded');

create index migrations_of_owner on migrations (owner, updated_at desc, id);
create index migrations_titled on migrations (title, id);

-- The feed of a run without the samples of its walks, which are most of the events; and what estimates are made from.
create index run_events_told on run_events (run, id) where kind <> 'progress';
create index run_events_measured on run_events (run, id) where kind = 'measured';
create index run_steps_with_rows on run_steps (run) where state = 'succeeded' and rows > 0;

-- Times never go back along the chain, so a span of time is a span of numbers: found by its ends.
drop index audit_records_at;
create index audit_records_at on audit_records (at, seq);
-- For "run.*" and "migration:*", whatever the collation.
create index audit_records_action_start on audit_records (action text_pattern_ops);
create index audit_records_subject_start on audit_records (subject text_pattern_ops);
-- Most records have no reason.
create index audit_records_reason on audit_records using gin (to_tsvector('simple', reason)) where reason is not null;

create index tokens_made on tokens (created_at, id);

-- A part of an id, a title or an owner. The extension is trusted: the owner of the database may make it. Where that is not so, or where the
-- server does not have it, the search goes through the migrations one by one, which takes some 20 ms for ten thousand.
do $$
begin
    create extension if not exists pg_trgm;
    create index migrations_named on migrations
        using gin (lower(id || ' ' || title || ' ' || coalesce(owner, '')) gin_trgm_ops);
exception when others then
    raise notice 'Migrations are searched without an index: %', sqlerrm;
end $$;
