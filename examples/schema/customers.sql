-- The tables that customer-tier starts from.
create table customers (
    id bigint generated always as identity primary key,
    name text not null,
    created_at timestamptz not null default now()
);

create table orders (
    id bigint generated always as identity primary key,
    customer_id bigint not null references customers (id),
    amount numeric(12, 2) not null,
    placed_at timestamptz not null default now()
);
