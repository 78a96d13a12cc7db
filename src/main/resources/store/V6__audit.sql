-- The store itself chains the records: who inserts one gives what happened, and gets number, time and hash from here. So nobody can
-- insert a record that is not in the chain, and the login of the server needs no right to move its end.

alter table audit_head add column at timestamptz;
update audit_head set at = (select r.at from audit_records r where r.seq = audit_head.seq);

-- A field as it is hashed: its length in bytes, a colon and its text; a minus for none.
create function audit_framed(field text) returns text language sql immutable as
    'select case when field is null then ''-'' else octet_length(convert_to(field, ''UTF8'')) || '':'' || field end';

-- The same bytes as Chain.java. The row lock on the head puts the writers in order, so it is the last thing a transaction does.
create function audit_chain() returns trigger language plpgsql security definer as $$
declare
    head audit_head;
begin
    select * into strict head from audit_head for update;
    new.seq := head.seq + 1;
    -- Never back along the chain, whatever the clock does.
    new.at := greatest(clock_timestamp(), head.at);
    new.previous := head.hash;
    new.hash := encode(sha256(convert_to(
        audit_framed(new.previous) || audit_framed(new.seq::text)
            || audit_framed((extract(epoch from new.at) * 1000000)::bigint::text)
            || audit_framed(new.actor_kind) || audit_framed(new.actor_id::text) || audit_framed(new.actor)
            || audit_framed(new.via) || audit_framed(new.address) || audit_framed(new.action) || audit_framed(new.subject)
            || audit_framed(new.before) || audit_framed(new.after) || audit_framed(new.reason), 'UTF8')), 'hex');
    update audit_head set seq = new.seq, hash = new.hash, at = new.at;
    return new;
end $$;

create trigger audit_records_chain before insert on audit_records for each row execute function audit_chain();

-- It runs with the rights of its owner, so what it names must not be looked up where the caller says.
do $$ begin
    execute format('alter function audit_chain() set search_path = pg_catalog, %I, pg_temp', current_schema());
end $$;

-- By privilege too, not by trigger alone. An owner can give these rights back to itself, a superuser needs none: docs/operations.md
-- has two logins, of which the server's is neither.
revoke update, delete, truncate on audit_records from public;
do $$ begin
    execute format('revoke update, delete, truncate on audit_records from %I', current_user);
end $$;

-- What was anchored outside, and where: one row a place.
create table audit_anchors (
    place text primary key,
    seq bigint not null default 0,
    hash text not null default repeat('0', 64),
    anchored_at timestamptz,
    tried_at timestamptz,
    failures integer not null default 0,
    error text
);
