-- Who carries a task: one row a task that was ever taken up. Whoever takes it up raises the epoch, and who has an older one
-- writes nothing more. The number begins with the clock's microseconds, so that it goes on rising when this store is brought
-- back from a copy: the ledgers in the targets remember the last one.
create table claims (
    task text primary key,
    run bigint not null references runs,
    epoch bigint not null,
    server text not null,
    taken_at timestamptz not null default clock_timestamp()
);

create index claims_of_run on claims (run);
