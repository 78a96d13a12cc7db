package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.sql.ObjectName;
import java.util.Map;

/** Columns that come, change and go. */
final class ColumnSamples {
    private ColumnSamples() {}

    static void into(Samples samples) {
        added(samples);
        made(samples);
        changed(samples);
        gone(samples);
    }

    private static void added(Samples samples) {
        samples.of("adding-field-with-default")
                .flags(
                        "alter table users add column token uuid default gen_random_uuid()",
                        "alter table users add column token uuid not null default gen_random_uuid()",
                        "alter table app.users add column seen timestamptz default clock_timestamp()",
                        "begin; alter table users add column a int, add column luck float8 default random(); commit",
                        "alter table \"Users\" add column \"select\" text default my_function('x')")
                .flags(Samples.version(10, 0), "alter table users add column active boolean default true")
                .flags(Samples.users(5_000_000), "alter table users add column token uuid default gen_random_uuid()")
                .passes(
                        "alter table users add column active boolean default true",
                        "alter table users add column active boolean not null default true",
                        "alter table users add column made timestamptz default now()",
                        "alter table users add column made date default current_date",
                        "alter table users add column note text default null",
                        "create table n (id bigint); alter table n add column t uuid default gen_random_uuid()",
                        "create table n (t uuid default gen_random_uuid())",
                        "alter table users alter column token set default gen_random_uuid()")
                .passes(Samples.version(11, 0), "alter table users add column active boolean default true");
        samples.of("adding-required-field")
                .flags(
                        "alter table users add column email text not null",
                        "alter table users add column a int, add column b int not null",
                        "begin; alter table users add column email text not null; commit")
                .flags(Samples.users(300), "alter table users add column nick text not null")
                .passes(
                        "alter table users add column email text",
                        "alter table users add column email text not null default ''",
                        "alter table users add column number bigserial not null",
                        "create table n (id bigint); alter table n add column email text not null");
    }

    private static void made(Samples samples) {
        samples.of("adding-serial-primary-key-field")
                .flags(
                        "alter table users add column id bigserial primary key",
                        "alter table users add primary key (id)",
                        "alter table users add constraint users_pk primary key (id, org_id)")
                .flags(Samples.users(2_000_000), "alter table users add primary key (id)")
                .passes(
                        "alter table users add constraint users_pk primary key using index users_id_idx",
                        "create table n (id bigint primary key)",
                        "create table n (id bigint); alter table n add primary key (id)");
        samples.of("adding-auto-incrementing-field")
                .flags(
                        "alter table users add column number bigserial",
                        "alter table users add column number bigint generated always as identity")
                .passes(
                        "alter table users add column number bigint",
                        "alter table users add column id bigserial primary key",
                        "create table n (a int); alter table n add column number bigserial");
        samples.of("adding-stored-generated-column")
                .flags("alter table users add column full_name text generated always as (first || ' ' || last) stored")
                .flags(
                        Samples.users(3_000_000),
                        "alter table users add column low text generated always as (lower(email)) stored")
                .passes(
                        "alter table users add column full_name text",
                        "create table n (a int); alter table n add column b int generated always as (a + 1) stored");
        samples.of("adding-json-column")
                .flags("alter table users add column settings json")
                .passes("alter table users add column settings jsonb", "create table n (settings json)");
    }

    private static void changed(Samples samples) {
        String check = "alter table users add constraint c check (email is not null) not valid;";
        samples.of("adding-not-nullable-field")
                .flags(
                        "alter table users alter column email set not null",
                        "alter table users alter column a set not null, alter column b set not null",
                        check + "alter table users alter column email set not null",
                        check + "alter table users validate constraint c;"
                                + "alter table users alter column name set not null",
                        "begin; alter table users alter column email set not null; commit")
                .flags(
                        Samples.version(11, 0),
                        check
                                + "alter table users validate constraint c; alter table users alter column email set"
                                + " not null")
                .flags(Samples.users(20_000_000), "alter table users alter column email set not null")
                .passes(
                        check + "alter table users validate constraint c;"
                                + "alter table users alter column email set not null",
                        "create table n (a int); alter table n alter column a set not null",
                        "alter table users alter column email drop not null")
                .passes(
                        Samples.with(
                                15,
                                Map.of(
                                        ObjectName.of("users"),
                                        Samples.users(5_000_000, Map.of("c", "CHECK ((email IS NOT NULL))")))),
                        "alter table users alter column email set not null")
                .passes(Samples.users(5_000_000), "alter table users alter column id set not null");
        samples.of("changing-column-type")
                .flags(
                        "alter table users alter column id type bigint",
                        "alter table users alter column amount type numeric(10, 2) using amount::numeric(10, 2)")
                .flags(
                        Samples.users(1_000_000),
                        "alter table users alter column age type bigint",
                        "alter table users alter column name type varchar(50)",
                        "alter table users alter column amount type numeric(12,4)")
                .passes(
                        Samples.users(1_000_000),
                        "alter table users alter column name type varchar(200)",
                        "alter table users alter column name type text",
                        "alter table users alter column amount type numeric(12, 2)",
                        "alter table users alter column age type int")
                .passes("create table n (a int); alter table n alter column a type bigint");
        samples.of("renaming-column")
                .flags("alter table users rename column name to full_name")
                .flags(Samples.users(500), "alter table users rename name to full_name")
                .passes(
                        "create table n (a int); alter table n rename column a to b",
                        "alter table users rename constraint a to b");
    }

    private static void gone(Samples samples) {
        samples.of("ban-drop-column")
                .flags(
                        "alter table users drop column name",
                        "alter table users drop column name cascade",
                        "begin; alter table users drop column if exists name; commit")
                .passes(
                        "create table n (a int); alter table n drop column a",
                        "alter table users add column a int; alter table users drop column a");
        samples.of("ban-drop-not-null")
                .flags("alter table users alter column email drop not null")
                .passes(
                        "alter table users alter column email set not null",
                        "create table n (a int not null); alter table n alter column a drop not null");
    }
}
