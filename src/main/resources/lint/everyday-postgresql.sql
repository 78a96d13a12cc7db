-- Everyday statements, apart by blank lines. A server reads them in the background when it starts, so that the grammar is quick when
-- somebody asks. Nobody runs them.

begin; set local lock_timeout = '2s'; alter table t add column if not exists c int not null default 0; commit;

create table if not exists s.orders (id bigint generated always as identity primary key, customer_id bigint not null references customers (id) on delete cascade, state text not null default 'new' check (state in ('new', 'paid')), total numeric(12, 2), created timestamptz not null default now(), constraint orders_total check (total >= 0), unique (customer_id, created));

create table p (id bigint, at timestamp with time zone not null) partition by range (at);

create table p1 partition of p for values from ('2024-01-01') to ('2025-01-01');

create temporary table z as select id, max(total) as most from orders group by id;

alter table t add column c varchar(100) default 'x'::character varying, drop column d, alter column e set default 1;

alter table only public.t add constraint k foreign key (a, b) references o (a, b) on delete set null not valid;

alter table t add constraint k check (c is not null and (a > 0 or b <> 'x')) not valid;

alter table t validate constraint k;

alter table t add constraint k unique using index i;

alter table t alter column c type bigint using c::bigint;

alter table t alter column c set not null, alter column d drop default, alter column e drop not null;

alter table t rename column a to b;

alter table t rename to u;

alter table t set (fillfactor = 80, autovacuum_enabled = false);

alter table p attach partition p2 for values from ('2025-01-01') to ('2026-01-01');

alter table p detach partition p2 concurrently;

alter table t drop constraint if exists k cascade;

alter table t enable row level security;

alter table t disable trigger all;

create unique index concurrently if not exists i on public.t using btree (lower(a), b desc nulls last) include (c) where d is null;

create index i on t (a);

drop index concurrently if exists s.i;

reindex index concurrently i;

drop table if exists a, b cascade;

truncate table a, b restart identity;

update t set c = coalesce(o.x, 0) + 1, d = now() from o where o.id = t.o_id and t.c is null;

update t set c = case when a > 1 then 'x' else 'y' end where id between 1 and 1000 and exists (select 1 from o where o.id = t.id);

with picked as (select id from t where c is null order by id limit 1000 for update skip locked) update t set c = 1 from picked where t.id = picked.id returning t.id;

insert into t (a, b) values (1, 'x'), (2, null) on conflict (a) do update set b = excluded.b;

insert into t (a, b) select o.a, count(*) from o left join u on u.id = o.id where o.at > now() - interval '1 day' group by o.a having count(*) > 1 order by 1 limit 10;

delete from t using o where o.id = t.o_id and o.state in ('a', 'b');

select t.*, row_number() over (partition by a order by b) from t inner join o using (id) where a like 'x%' and not (b = any (array[1, 2]));

create or replace function f(a int, b text default 'x') returns trigger language plpgsql as $$ begin new.c := new.a; return new; end $$;

create trigger g before insert or update of a on t for each row execute function f();

drop trigger if exists g on t;

do $$ declare last bigint := 0; begin loop update t set c = 1 where id in (select id from t where id > last order by id limit 100); exit when not found; commit; end loop; end $$;

create view v as select a, b from t where c;

create materialized view m as select a, sum(b) from t group by a with no data;

refresh materialized view concurrently m;

create type mood as enum ('a', 'b');

alter type mood add value if not exists 'c' after 'b';

create sequence q start with 1 increment by 10 cache 20;

alter sequence q owned by t.a;

create extension if not exists pg_trgm with schema public;

create schema if not exists s authorization r;

create policy y on t for select to r using (owner = current_user);

grant select, insert on t to r;

comment on column t.c is 'x';

vacuum (analyze, verbose) t;

analyze t (a, b);

lock table t in share row exclusive mode nowait;

set statement_timeout = 0;
