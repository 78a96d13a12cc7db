package dev.lockkeeper.web;

import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.People;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An attack in every field that can hold one, each with the name of its field in it, so that it can be found on a page. */
final class Hostile {

    /** What never stands in a page as it is here. */
    static final List<String> RAW =
            List.of("<script>alert", "<img src=x", "\" onfocus=alert", "href=\"javascript:", "src=\"javascript:");

    /** Of what the file of a migration says: those that {@link #plan} fills. */
    static final Set<String> IN_PLAN = Set.of(
            "title",
            "owner",
            "ticket",
            "description",
            "name",
            "up",
            "down",
            "irreversible",
            "allow",
            "table",
            "column",
            "columns",
            "default",
            "set",
            "where",
            "query",
            "expect",
            "until",
            "expression",
            "checklist",
            "reverse");

    /** What is text, and takes no markup: it is refused by its pattern, or one of a few words. */
    static final Set<String> NO_MARKUP = Set.of(
            "migration",
            "engine",
            "strategy",
            "phase",
            "requires",
            "within",
            "method",
            "type",
            "onFailure",
            "guard",
            "approval",
            "launch",
            "autovacuum",
            "every",
            "for",
            "timeout",
            "soak",
            "keepFor",
            "commitLatency",
            "longestTransaction",
            "replicaLag",
            "time",
            "bytes",
            "walRate",
            "http");

    /** What holds others, or a number, or yes or no. */
    static final Set<String> NO_TEXT = Set.of(
            "activeSessions",
            "addCheck",
            "addColumn",
            "archiveQueue",
            "assert",
            "backfill",
            "check",
            "chunk",
            "clear",
            "createIndex",
            "createTable",
            "dropColumn",
            "dropIndex",
            "gate",
            "historyList",
            "keepInSync",
            "lanes",
            "limit",
            "max",
            "min",
            "nullable",
            "phases",
            "primaryKey",
            "probes",
            "rowCount",
            "same",
            "setNotNull",
            "sql",
            "steps",
            "stopSync",
            "threadsRunning",
            "throttle",
            "transaction",
            "unique",
            "verify",
            "wait");

    private final People people;
    private final SomePages pages;
    private final JdbcClient store;
    private final Set<String> stored = new TreeSet<>();
    long run;

    Hostile(SomePages pages, JdbcClient store) {
        this.people = pages.people();
        this.pages = pages;
        this.store = store;
    }

    /** @param field letters only, so that it looks alike however it is escaped */
    static String attack(String field) {
        return "<script>alert('" + field + "')</script>\"' onfocus=alert(1) x=\"\" onfocus=alert('" + field
                + "')><img src=x onerror=alert('" + field + "')>";
    }

    /** Of names, which are short. */
    static String small(String field) {
        return "\"<img src=x onerror=alert('" + field + "')>";
    }

    /** The fields that hold an attack by now, and have to be found on some page. */
    Set<String> stored() {
        return stored;
    }

    private String filled(String field) {
        stored.add(field);
        return attack(field);
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private String yaml(String field) {
        return quoted(filled(field));
    }

    private String shortly(String field) {
        stored.add(field);
        return small(field);
    }

    private String name(String field) {
        return quoted(shortly(field));
    }

    private String plan() {
        return """
                migration: hostile
                title: %s
                engine: postgresql
                owner: %s
                ticket: %s
                description: %s
                phases:
                  - phase: expand
                    steps:
                      - addColumn: {table: %s, column: %s, type: text, default: %s}
                      - sql: {name: %s, up: %s, down: %s, allow: {ban-drop-column: %s}}
                      - createIndex: {table: users, columns: [%s], name: %s, where: %s}
                      - wait: {until: %s, expect: 1}
                      - addCheck: {table: users, name: %s, expression: %s}
                      - keepInSync: {table: users, set: {id: %s}, reverse: {name: %s}}
                  - phase: backfill
                    steps:
                      - backfill: {table: users, set: {name: %s}}
                  - phase: verify
                    steps:
                      - assert: {name: %s, query: %s, expect: %s}
                      - sql: {name: last, up: select 1, irreversible: %s}
                  - phase: contract
                    gate: {checklist: [%s]}
                    steps:
                      - dropColumn: {table: others, column: name}
                """
                .formatted(
                        yaml("plantitle"),
                        yaml("planowner"),
                        yaml("planticket"),
                        yaml("plandescription"),
                        name("plantable"),
                        name("plancolumn"),
                        quoted("'" + filled("plandefault").replace("'", "''") + "'"),
                        yaml("planstep"),
                        quoted("select '" + filled("planup").replace("'", "''") + "'"),
                        quoted("select '" + filled("plandown").replace("'", "''") + "'"),
                        yaml("planallow"),
                        name("plancolumns"),
                        name("planindex"),
                        quoted("name <> '" + filled("planwhere").replace("'", "''") + "'"),
                        quoted("select 1 where '' <> '" + filled("planuntil").replace("'", "''") + "'"),
                        name("plancheck"),
                        quoted("name <> '" + filled("planexpression").replace("'", "''") + "'"),
                        quoted("'" + filled("plansync").replace("'", "''") + "'"),
                        quoted("'" + filled("planreverse").replace("'", "''") + "'"),
                        quoted("'" + filled("planset").replace("'", "''") + "'"),
                        yaml("planassert"),
                        quoted("select '" + filled("planquery").replace("'", "''") + "'"),
                        yaml("planexpect"),
                        yaml("planirreversible"),
                        yaml("planchecklist"));
    }

    /** Through the API, as a program would. */
    void store() {
        Databases.Database database = Databases.fresh("hostile");
        database.run("create table users (id bigint primary key, name text)");
        Map<String, Object> target = new HashMap<>(
                Map.of("name", "hostile", "engine", "postgresql", "url", database.url(), "environment", "test"));
        target.putAll(Map.of("username", filled("login"), "password", attack("secret")));
        Map<String, Object> disk = Map.of("sql", "select 1 -- " + filled("disksql"));
        target.put(
                "policy", Map.of("backup", Map.of("sql", "select now() -- " + filled("backupsql")), "freeDisk", disk));
        people.admin().post("/targets", target).expect(201);
        people.admin()
                .post("/tokens", Map.of("username", "vic", "name", shortly("tokenname")))
                .expect(201);
        people.admin()
                .post("/tokens", Map.of("username", "eve", "name", shortly("owntoken")))
                .expect(201);
        said(people.author().postYaml("/migrations", plan()).expect(201).text("/digest"));
        carried();
        ended();
        hole();
    }

    private void said(String digest) {
        String revision = "/migrations/hostile/revisions/1";
        people.approver()
                .post(revision + "/comments", Map.of("text", filled("comment")))
                .expect(201);
        Map<String, Object> no = Map.of("digest", digest, "target", SomePages.TARGET, "comment", filled("rejection"));
        people.approver().post(revision + "/rejections", no).expect(201);
    }

    /** A run that was launched in spite of its board, and wished for and cancelled with reasons. */
    private void carried() {
        pages.database().run("create table given (id bigint primary key)");
        people.admin()
                .patch(
                        "/targets/" + SomePages.TARGET,
                        Map.of("policy", Map.of("backup", Map.of("http", "http://localhost:1/backup"))))
                .expect(200);
        String plan =
                """
                migration: hostile-run
                title: Reasons
                engine: postgresql
                strategy: direct
                phases:
                  - phase: expand
                    steps:
                      - addColumn: {table: given, column: reasons, type: text}
                """;
        String digest =
                people.author().postYaml("/migrations", plan).expect(201).text("/digest");
        Map<String, Object> yes = Map.of("digest", digest, "target", SomePages.TARGET, "comment", filled("approval"));
        people.approver()
                .post("/migrations/hostile-run/revisions/1/approvals", yes)
                .expect(201);
        Map<String, Object> launch =
                new LinkedHashMap<>(Map.of("migration", "hostile-run", "target", SomePages.TARGET));
        launch.put("startAt", Instant.now().plusSeconds(36_000).toString());
        launch.put("override", List.of(Map.of("check", "backup-fresh", "reason", filled("override"))));
        run = people.somebody("olga", "operator", "admin")
                .post("/runs", launch)
                .expect(201)
                .json()
                .path("run")
                .asLong();
        people.operator()
                .post("/runs/" + run + "/cancel", Map.of("reason", filled("wish")))
                .expect(202);
    }

    private void ended() {
        try (Connection victim = pages.database().connect();
                var statement = victim.createStatement();
                var row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            people.operator()
                    .post(
                            "/targets/" + SomePages.TARGET + "/locks/" + row.getLong(1) + "/terminate",
                            Map.of("reason", filled("ending")))
                    .expect(200);
        } catch (SQLException gone) {
            // As it should be.
        }
    }

    /** What a target answers is no word of ours either. */
    private void hole() {
        for (String state : List.of("open", "accepted")) {
            store.sql(
                            """
                            insert into run_holes (run, phase, step, number, table_name, key, error, state, reason, decided_by, decided_at)
                            values (:run, 'backfill', 'backfill/0', :number, :table, cast(:key as jsonb), :error, :state, :reason,
                                cast(:by as text), case when cast(:by as text) is null then null else now() end)""")
                    .param("run", pages.run)
                    .param("number", state.equals("open") ? 1 : 2)
                    .param("table", small("holetable"))
                    .param("key", "[\"<img src=x onerror=alert('holekey')>\"]")
                    .param("error", attack("holeerror"))
                    .param("state", state)
                    .param("reason", state.equals("open") ? null : attack("holereason"))
                    .param("by", state.equals("open") ? null : "cyd")
                    .update();
        }
        stored.addAll(List.of("holetable", "holekey", "holeerror", "holereason"));
    }
}
