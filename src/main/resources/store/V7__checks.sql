-- The definitions of a plan's tables at the moment of an approval: table to what it has to its definition.
create table reviewed_tables (
    approval uuid primary key references approvals (id),
    reviewed_at timestamptz not null,
    tables jsonb not null
);
