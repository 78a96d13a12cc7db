package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.Facts;
import dev.lockkeeper.lint.sql.ObjectName;
import java.util.List;
import java.util.Map;

/** Constraints and indexes. */
final class ConstraintSamples {

    private static final String FOREIGN =
            "alter table users add constraint users_org_fk foreign key (org_id) references orgs (id)";

    private ConstraintSamples() {}

    static void into(Samples samples) {
        checks(samples);
        foreignKeys(samples);
        indexes(samples);
        concurrently(samples);
        uniques(samples);
    }

    private static void checks(Samples samples) {
        samples.of("constraint-missing-not-valid")
                .flags(
                        "alter table users add constraint adult check (age >= 18)",
                        "alter table users add check (age >= 18)",
                        "alter table users add column age int check (age > 0)",
                        "alter table users add constraint adult check (age >= 18) no inherit")
                .flags(Samples.users(9_000_000), "alter table users add constraint adult check (age >= 18)")
                .passes(
                        "alter table users add constraint adult check (age >= 18) not valid",
                        "create table n (age int); alter table n add check (age >= 18)",
                        "create table n (age int check (age >= 18))",
                        FOREIGN);
        samples.of("disallowed-unique-constraint")
                .flags(
                        "alter table users add constraint users_email_key unique (email)",
                        "alter table users add unique (email, org_id)",
                        "alter table users add column nick text unique",
                        "alter table users add constraint u unique nulls not distinct (email)")
                .passes(
                        "alter table users add constraint u unique using index users_email_idx",
                        "create table n (a int); alter table n add unique (a)");
        samples.of("adding-exclusion-constraint")
                .flags("alter table rooms add constraint once exclude using gist (room with =, during with &&)")
                .passes(
                        "create table rooms (room int, during tsrange, exclude using gist (room with =, during with"
                                + " &&))",
                        "alter table rooms add constraint positive check (room > 0) not valid");
        samples.of("validate-in-same-transaction")
                .flags(
                        "begin; alter table users add constraint c check (age > 0) not valid;"
                                + " alter table users validate constraint c; commit",
                        "alter table users add constraint c check (age > 0) not valid, validate constraint c")
                .passes(
                        "alter table users add constraint c check (age > 0) not valid;"
                                + " alter table users validate constraint c",
                        "begin; alter table users validate constraint c; commit");
    }

    private static void foreignKeys(Samples samples) {
        samples.of("adding-foreign-key-constraint")
                .flags(
                        FOREIGN,
                        FOREIGN + " on delete cascade deferrable",
                        "alter table users add foreign key (org_id) references app.orgs",
                        "alter table users add column org_id bigint references orgs (id)",
                        "alter table users add column org_id bigint references orgs (id) on delete cascade",
                        "alter table users add column a int, add foreign key (org_id) references orgs on delete"
                                + " cascade")
                .flags(Samples.users(2_000_000), FOREIGN)
                .passes(
                        FOREIGN + " not valid",
                        "create table n (org_id bigint); alter table n add foreign key (org_id) references orgs",
                        "create table n (org_id bigint references orgs)");
        samples.of("multiple-foreign-keys")
                .flags(
                        "begin; " + FOREIGN
                                + " not valid; alter table users add foreign key (boss) references people not valid;"
                                + " commit",
                        "create table n (a bigint references orgs, b bigint references people)")
                .passes(
                        FOREIGN + " not valid; alter table users add foreign key (boss) references people not valid",
                        "create table n (a bigint references orgs, b bigint references orgs)",
                        FOREIGN);
        Facts.Table orgs = new Facts.Table(
                100L, 8192, null, Map.of("id", "bigint"), List.of("id"), List.of("orgs_pkey"), Map.of());
        Facts both = Samples.with(
                16, Map.of(ObjectName.of("users"), Samples.users(10, Map.of()), ObjectName.of("orgs"), orgs));
        samples.of("mismatched-foreign-key-type")
                .flags(both, FOREIGN + " not valid")
                .passes(both, "alter table users add foreign key (id) references orgs (id) not valid")
                .passes(FOREIGN + " not valid");
    }

    private static void indexes(Samples samples) {
        samples.of("require-concurrent-index-creation")
                .flags(
                        "create index on users (email)",
                        "create index users_email on users using btree (lower(email) desc) where email is not null",
                        "create index if not exists users_email on users (email) include (name)",
                        "create unique index users_email on users (email)",
                        "begin; create index users_email on users (email); commit")
                .flags(Samples.users(40_000_000), "create index users_email on users (email)")
                .passes(
                        "create index concurrently users_email on users (email)",
                        "create table n (a int); create index on n (a)",
                        "create table public.n (a int); create index on n (a)");
        samples.of("require-concurrent-index-deletion")
                .flags(
                        "drop index users_email_idx",
                        "drop index if exists app.users_email_idx, users_name_idx cascade",
                        "begin; drop index users_email_idx; commit")
                .flags(Samples.users(100_000), "drop index users_email_idx")
                .passes(
                        "drop index concurrently users_email_idx",
                        "create table n (a int); create index n_a on n (a); drop index n_a");
        samples.of("require-concurrent-reindex")
                .flags("reindex table users", "reindex index users_pkey", "reindex (verbose) database shop")
                .flags(Samples.version(11, 0), "reindex table users")
                .passes(
                        "reindex table concurrently users",
                        "reindex (concurrently) index users_pkey",
                        "create table n (a int); reindex table n");
        samples.of("dropping-index-of-constraint")
                .flags(
                        "alter table users add constraint u unique using index users_email_idx; drop index"
                                + " concurrently users_email_idx",
                        "alter table users add constraint u unique using index users_email_idx; drop index u")
                .passes(
                        "drop index concurrently users_email_idx",
                        "alter table users add constraint u unique using index a; drop index concurrently b");
    }

    private static void concurrently(Samples samples) {
        samples.of("ban-concurrent-index-creation-in-transaction")
                .flags(
                        "begin; create index concurrently users_email on users (email); commit",
                        "start transaction; drop index concurrently users_email; end",
                        "begin; reindex table concurrently users; commit",
                        "begin; alter table events detach partition events_2020 concurrently; commit")
                .passes(
                        "create index concurrently users_email on users (email)",
                        "begin; select 1; commit; drop index concurrently users_email",
                        "begin; create index users_email on users (email); commit");
        samples.of("concurrent-index-corruption")
                .flags(
                        Samples.version(14, 2),
                        "create index concurrently users_email on users (email)",
                        "reindex index concurrently users_email")
                .passes(Samples.version(14, 4), "create index concurrently users_email on users (email)")
                .passes(Samples.version(13, 1), "create index concurrently users_email on users (email)")
                .passes(Samples.version(14, 2), "create index users_email on users (email)")
                .passes("create index concurrently users_email on users (email)");
        samples.of("concurrent-index-if-not-exists")
                .flags(
                        "create index concurrently if not exists users_email on users (email)",
                        "create unique index concurrently if not exists users_email on users (email)")
                .passes(
                        "create index concurrently users_email on users (email)",
                        "create index if not exists users_email on users (email)");
    }

    private static void uniques(Samples samples) {
        samples.of("unique-index-needs-check")
                .flags(
                        "create unique index concurrently users_email on users (email)",
                        "create unique index concurrently users_email on users (lower(email))")
                .flags(Samples.users(1_000), "create unique index concurrently users_email on users (email)")
                .passes(
                        "select email, count(*) from users group by email having count(*) > 1;"
                                + "create unique index concurrently users_email on users (email)",
                        "create index concurrently users_email on users (email)",
                        "create table n (a int); create unique index on n (a)");
    }
}
