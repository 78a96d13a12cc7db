package dev.lockkeeper.testing;

import java.util.List;

/** What a {@link GeneratedStore} has of people, targets, migrations and what was said of them. */
final class GeneratedCatalog {

    static final String SHORT_PLAN =
            """
            migration: {id}
            title: {title}
            engine: {engine}
            owner: {owner}
            strategy: direct
            description: Asked for by {owner}, revision {number}.
            phases:
              - phase: expand
                steps:
                  - addColumn: {table: users, column: note_{n}, type: text}
            """;

    static final String LONG_PLAN =
            """
            migration: {id}
            title: {title}
            engine: {engine}
            owner: {owner}
            strategy: expand-contract
            ticket: OPS-{n}
            description: |
              Applications read and write `name` today. Meanwhile `full_name_{n}` is filled from it. Revision {number}.
            phases:
              - phase: expand
                steps:
                  - addColumn: {table: users, column: full_name_{n}, type: text}
              - phase: backfill
                steps:
                  - backfill: {table: users, set: {full_name_{n}: name}}
              - phase: verify
                steps:
                  - assert:
                      name: nobody without a full name
                      query: select count(*) from users where full_name_{n} is null
                      expect: 0
              - phase: contract
                gate: {launch: manual, checklist: [No report reads users.name]}
                steps:
                  - dropColumn: {table: users, column: name}
            """;

    /** One in three has the long plan; one in ten is for mysql. */
    static final String MIGRATION_ID =
            """
            create function pg_temp.migration(m integer) returns text language sql immutable as
            $$ select case when m % 3 = 0 then 'split-name-' else 'add-note-' end || to_char(m, 'FM00000') $$
            """;

    private static final String PEOPLE =
            """
            insert into users (id, username, created_at, disabled_at) overriding system value
            select 1000 + i, 'person-' || i, now() - interval '2 years', case when i % 20 = 19 then now() end from generate_series(0, 199) i
            """;

    private static final String GRANTS =
            """
            insert into grants (user_id, role, environment, team)
            select 1000 + i, (array['viewer', 'author', 'approver', 'operator'])[1 + i % 4],
                case when i % 3 = 0 then (array['dev', 'test', 'staging', 'prod'])[1 + i % 4] end,
                case when i % 3 = 1 then 'team-' || i % 20 end
            from generate_series(0, 199) i
            """;

    private static final String TOKENS =
            """
            insert into tokens (user_id, name, hash, created_at) select 1000 + i % 200, 'ci-' || i, md5(i::text), now()
            from generate_series(1, pg_temp.n('targets')) i
            """;

    /** The one of the team {@code rare} is in the environment {@code lab}: who sees nothing else finds little among much. */
    private static final String TARGETS =
            """
            insert into targets (id, name, engine, url, username, password_from, environment, team, windows) overriding system value
            select 1 + t, 'db-' || to_char(t, 'FM0000'), case t % 10 when 9 then 'mysql' else 'postgresql' end,
                case t % 10 when 9 then 'jdbc:mysql://127.0.0.1:1/none' else current_setting('volume.url') end,
                current_setting('volume.username'), 'env:PATH',
                case t when 3 then 'lab' else (array['dev', 'test', 'staging', 'prod'])[1 + t % 4] end,
                case t when 3 then 'rare' else 'team-' || t % 20 end,
                case when t % 4 = 3 then '["Mon-Fri 22:00-05:00 Europe/Berlin"]'::jsonb else '[]' end
            from generate_series(0, pg_temp.n('targets') - 1) t
            """;

    private static final String MIGRATIONS =
            """
            insert into migrations (id, title, engine, owner, latest, author_id, author, created_at, updated_at)
            select pg_temp.migration(m), case when m % 3 = 0 then 'Split the name of users, part ' else 'A note on users, number ' end || m,
                case m % 10 when 9 then 'mysql' else 'postgresql' end, case when m % 37 = 0 then 'rare' else 'team-' || m % 20 end,
                1 + m % 3, 1000 + m % 200, 'person-' || m % 200, at, at + interval '1 hour'
            from generate_series(1, pg_temp.n('migrations')) m
            cross join lateral (select now() - (pg_temp.n('migrations') - m) * interval '100 minutes' - interval '2 hours' as at) a
            """;

    private static final String REVISIONS =
            """
            insert into revisions (migration, number, text, digest, author_id, author, created_at)
            select id, number, text, encode(sha256(convert_to(text, 'UTF8')), 'hex'), author_id, author, created_at + number * interval '9 min'
            from migrations cross join lateral generate_series(1, latest) number
            cross join lateral (select replace(replace(replace(replace(replace(replace(
                case when id like 'split%' then current_setting('volume.long_plan') else current_setting('volume.short_plan') end,
                '{id}', id), '{title}', title), '{engine}', engine), '{owner}', owner), '{number}', number::text), '{n}', right(id, 5)) as text) t
            """;

    private static final String APPROVALS =
            """
            insert into approvals (migration, revision, target, phase, digest, sql_digests, fingerprint, policy_digest, policy_words,
                approver_id, approver, comment, created_at)
            select r.migration, r.number, t.name, null, r.digest, jsonb_build_object('expand', r.digest), r.digest, r.digest, 'one approver',
                1000 + (r.author_id + i + 1) % 200, 'person-' || (r.author_id + i + 1) % 200, 'read', r.created_at + interval '1 hour'
            from revisions r cross join generate_series(1, 2) i
            join targets t on t.id = 1 + (right(r.migration, 5)::integer * 7 + i * 10) % pg_temp.n('targets')
            """;

    private static final String REVIEWED =
            """
            insert into reviewed_tables (approval, reviewed_at, tables)
            select id, created_at, '{"users": {"column name": "text", "column id": "bigint not null"}}' from approvals
            """;

    private static final String REJECTIONS =
            """
            insert into rejections (migration, revision, target, rejecter_id, rejecter, comment, created_at)
            select migration, number, 'db-0000', 1000, 'person-0', 'Build the index concurrently.', created_at + interval '2 hours'
            from revisions where right(migration, 1) = '0'
            """;

    private static final String COMMENTS =
            """
            insert into comments (migration, revision, text, author_id, author, created_at)
            select migration, number, 'Who reads this column, and since when?', 1000 + i, 'person-' || i, created_at + i * interval '5 min'
            from revisions cross join generate_series(1, 3) i where right(migration, 1) in ('3', '6')
            """;

    /** Policies of the environments: the third change of each. */
    private static final String POLICIES =
            """
            insert into policies (environment, body, digest, changed_by_id, changed_by)
            select e, null, null, 1000, 'person-0' from unnest(array['dev', 'test', 'staging', 'lab']) e cross join generate_series(1, 3)
            """;

    private static final String IDEMPOTENCY =
            """
            insert into idempotency (user_id, key, request, status, content_type, body)
            select 1000 + i % 200, md5('k' || i), md5('r' || i), 200, 'application/json', '{}' from generate_series(1, pg_temp.n('runs') / 10) i
            """;

    static final List<String> STATEMENTS = List.of(
            PEOPLE,
            GRANTS,
            TOKENS,
            TARGETS,
            "alter table targets alter column id restart with 100000",
            "alter table users alter column id restart with 100000",
            MIGRATIONS,
            REVISIONS,
            APPROVALS,
            REVIEWED,
            REJECTIONS,
            COMMENTS,
            POLICIES,
            IDEMPOTENCY);

    private GeneratedCatalog() {}
}
