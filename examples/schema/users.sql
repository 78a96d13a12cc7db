-- The table that split-user-name, verify-email and constant-default start from.
create table users (
    id bigint generated always as identity primary key,
    name text,
    email text not null unique,
    verification_token text,
    created_at timestamptz not null default now()
);
