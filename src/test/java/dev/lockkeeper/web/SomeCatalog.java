package dev.lockkeeper.web;

import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Browser;
import dev.lockkeeper.testing.People;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A catalog with runs in every state, of two teams, on targets of four environments. The runs are rows that the test writes: no engine
 * has a task for them, so each stays where it is.
 */
final class SomeCatalog {
    static final List<String> ENVIRONMENTS = List.of("dev", "test", "staging", "prod");

    /** A Wednesday. */
    static final Instant NOON = Instant.parse("2026-03-11T12:00:00Z");

    private static final String RUN =
            """
            insert into runs (migration, revision, title, digest, target, environment, team, state, waiting_for, error_code,
                error_message, error_advice, start_at, phases, resolved, launched_by, created_at, started_at, ended_at)
            select v.migration, v.number, m.title, v.digest, t.name, t.environment, t.team, :state,
                case :state when 'waiting' then :words end, case when :state in ('failed', 'stuck') then 'lock-timeout' end,
                case when :state in ('failed', 'stuck') then :words end, case when :state in ('failed', 'stuck') then 'Try again.' end,
                cast(:startAt as timestamptz), '[]', '{}', 'cyd', :at,
                case :state when 'scheduled' then null else cast(:at as timestamptz) end,
                case when :state in ('cancelled', 'rolledBack', 'succeeded') then cast(:at as timestamptz) + interval '9 minutes' end
            from revisions v join migrations m on m.id = v.migration join targets t on t.name = :target
            where v.migration = :migration and v.number = :revision
            returning id
            """;

    private static final String PHASE =
            """
            insert into run_phases (run, ordinal, phase, state, started_at, ended_at)
            values (:run, :ordinal, :phase, :state, :at, case when :state = 'succeeded' then cast(:at as timestamptz) end)
            """;

    private static final String STEP =
            """
            insert into run_steps (run, phase, index, name, kind, state, sql, lock)
            values (:run, 'backfill', 0, 'backfill', 'backfill', 'running', 'update', 'row')
            """;

    private static final String PROGRESS =
            """
            insert into run_progress (run, progress)
            values (:run, jsonb_build_object('step', 'backfill/0', 'rowsDone', 31, 'rowsTotal', 50, 'verdict', 'stop',
                'reason', 'replica lag 8.2 s, limit 5 s'))
            """;

    private final Api api;
    private final People people;
    private final JdbcClient store;

    SomeCatalog(Api api, People people, JdbcClient store) {
        this.api = api;
        this.people = people;
        this.store = store;
    }

    void target(String name, String environment, @Nullable String team, String... windows) {
        Map<String, Object> body = new HashMap<>(Map.of(
                "name",
                name,
                "engine",
                "postgresql",
                "url",
                "jdbc:postgresql://" + name + ".internal/shop",
                "username",
                "u",
                "password",
                "p",
                "environment",
                environment,
                "windows",
                List.of(windows)));
        if (team != null) {
            body.put("team", team);
        }
        people.admin().post("/targets", body).expect(201);
    }

    /** A revision more of the migration. @param salt makes its text another */
    void migration(String id, String title, String owner, int salt) {
        people.author()
                .postYaml(
                        "/migrations",
                        """
                        migration: %s
                        title: "%s"
                        engine: postgresql
                        owner: %s
                        phases:
                          - phase: expand
                            steps:
                              - addColumn: {table: users, column: c%d, type: text}
                          - phase: backfill
                            steps:
                              - backfill: {table: users, set: {c%d: name}}
                          - phase: contract
                            gate: {soak: 48h}
                            steps:
                              - dropColumn: {table: users, column: name}
                        """
                                .formatted(id, title, owner, salt, salt))
                .expect(201);
    }

    long run(String migration, int revision, String target, String state, Instant at) {
        return run(migration, revision, target, state, "the launch of contract by a person", null, at);
    }

    long scheduled(String migration, int revision, String target, Instant startAt) {
        return run(migration, revision, target, "scheduled", "", startAt, Instant.now());
    }

    long run(
            String migration,
            int revision,
            String target,
            String state,
            String words,
            @Nullable Instant startAt,
            Instant at) {
        return store.sql(RUN)
                .param("migration", migration)
                .param("revision", revision)
                .param("target", target)
                .param("state", state)
                .param("words", words)
                .param("startAt", startAt == null ? null : Timestamp.from(startAt))
                .param("at", Timestamp.from(at))
                .query(Long.class)
                .single();
    }

    /** In the middle of its backfill, held back by a replica: 62 % are done. */
    long walking(String migration, int revision, String target, Instant at) {
        long run = run(migration, revision, target, "running", at);
        phase(run, 0, "expand", "succeeded", at);
        phase(run, 1, "backfill", "running", at);
        store.sql(STEP).param("run", run).update();
        store.sql(PROGRESS).param("run", run).update();
        return run;
    }

    /** Stands before contract, which soaks for 48 h since that moment. */
    long soaking(String migration, int revision, String target, Instant since) {
        long run = run(migration, revision, target, "waiting", "its soak of 48 h", null, since);
        phase(run, 0, "expand", "succeeded", since);
        phase(run, 1, "backfill", "succeeded", since);
        phase(run, 2, "contract", "waiting", since);
        return run;
    }

    private void phase(long run, int ordinal, String phase, String state, Instant at) {
        store.sql(PHASE)
                .param("run", run)
                .param("ordinal", ordinal)
                .param("phase", phase)
                .param("state", state)
                .param("at", Timestamp.from(at))
                .update();
    }

    /** Written past the target, which is not there to be asked for its SQL. */
    void approved(String migration, int revision, String target, String approver) {
        people.somebody(approver, "approver");
        store.sql(
                        """
                        insert into approvals (migration, revision, target, digest, sql_digests, approver_id, approver)
                        select :migration, :revision, :target, 'd', '{}', u.id, u.username from users u where u.username = :approver
                        """)
                .param("migration", migration)
                .param("revision", revision)
                .param("target", target)
                .param("approver", approver)
                .update();
    }

    void rejected(String migration, int revision, String target, String why) {
        String digest = people.approver()
                .get("/migrations/" + migration + "/revisions/" + revision)
                .expect(200)
                .text("/digest");
        people.approver()
                .post(
                        "/migrations/" + migration + "/revisions/" + revision + "/rejections",
                        Map.of("digest", digest, "target", target, "comment", why))
                .expect(201);
    }

    Browser as(String name, String... roles) {
        people.somebody(name, roles);
        Browser browser = new Browser(api);
        browser.submit("/login", "/login", Map.of("username", name, "password", People.PASSWORD));
        return browser;
    }

    /** One of everything. */
    static SomeCatalog full(Api api, People people, JdbcClient store, Instant now) {
        SomeCatalog some = new SomeCatalog(api, people, store);
        for (String environment : ENVIRONMENTS) {
            String[] windows = environment.equals("prod")
                    ? new String[] {"Mon-Fri 22:00-05:00 Europe/Berlin"}
                    : environment.equals("staging") ? new String[] {"Sat,Sun 00:00-24:00 UTC"} : new String[0];
            some.target("accounts-" + environment, environment, "accounts", windows);
        }
        for (int shard = 1; shard <= 6; shard++) {
            some.target("orders-prod-" + shard, "prod", "orders", "Mon-Fri 22:00-05:00 Europe/Berlin");
        }
        some.migration("split-user-name", "Split users.name into first and last name", "accounts", 1);
        some.migration("verify-email", "Keep the address apart until it is verified", "accounts", 2);
        some.migration("order-totals", "Totals of orders with a currency", "orders", 3);
        some.migration("order-totals", "Totals of orders with a currency", "orders", 4);
        some.migration("index-emails", "Index accounts by email", "accounts", 5);
        some.migration("drop-legacy", "Drop what nobody reads", "accounts", 6);
        some.migration("new-idea", "An idea that nobody has launched", "orders", 7);
        some.run("split-user-name", 1, "accounts-dev", "succeeded", now.minusSeconds(90_000));
        some.run("split-user-name", 1, "accounts-test", "succeeded", now.minusSeconds(80_000));
        some.run(
                "split-user-name",
                1,
                "accounts-staging",
                "failed",
                "It did not get its lock on users.",
                null,
                now.minusSeconds(9000));
        some.walking("split-user-name", 1, "accounts-prod", now.minusSeconds(5000));
        some.run("verify-email", 1, "accounts-dev", "rolledBack", now.minusSeconds(70_000));
        some.soaking("verify-email", 1, "accounts-test", now.minusSeconds(86_400));
        some.run("verify-email", 1, "accounts-staging", "waiting", now.minusSeconds(4000));
        for (int shard = 1; shard <= 6; shard++) {
            some.run("order-totals", 1, "orders-prod-" + shard, "succeeded", now.minusSeconds(60_000L + shard));
        }
        some.approved("order-totals", 2, "orders-prod-2", "bob");
        some.scheduled("order-totals", 2, "orders-prod-1", now.plusSeconds(100_000));
        some.approved("index-emails", 1, "accounts-prod", "bob");
        some.rejected("drop-legacy", 1, "accounts-prod", "The report at the end of the month reads it.");
        return some;
    }
}
