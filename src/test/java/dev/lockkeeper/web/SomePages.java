package dev.lockkeeper.web;

import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Browser;
import dev.lockkeeper.testing.Crew;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.People;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A target, a migration whose every text is an attack, a run that stands at its gate, and people who look at it. */
final class SomePages {
    static final String ATTACK = "<script>alert(1)</script>\"><img src=x onerror=alert(2)>'`${7*7}";
    static final String TARGET = "shop";
    static final List<String> NAMES = List.of("ann", "bob", "cyd", "dora", "vic", "eve");

    private final Api api;
    private final People people;
    private final Crew crew;
    private final Databases.Database database;
    private final Map<String, Browser> browsers = new LinkedHashMap<>();
    final String migration = "attack";
    final long run;

    SomePages(Api api, People people) {
        this.api = api;
        this.people = people;
        database = Databases.fresh("pages");
        database.run(
                "create table users (id bigint primary key, name text)",
                "insert into users select i, 'n' || i from generate_series(1, 500) i");
        crew = new Crew(people, database, TARGET);
        people.admin()
                .post(
                        "/users",
                        Map.of("username", "eve", "password", People.PASSWORD, "roles", List.of("admin", "operator")))
                .expect(201);
        people.author();
        people.approver();
        people.auditor();
        people.viewer();
        String id = crew.approved(yaml());
        run = crew.launch(id);
        crew.await(run, "waiting");
        people.author()
                .postYaml("/migrations", yaml().replace("A phase apart", "A phase quite apart"))
                .expect(201);
    }

    private static String yaml() {
        String quoted = "'" + ATTACK.replace("'", "''") + "'";
        return """
                migration: attack
                title: %1$s
                engine: postgresql
                strategy: direct
                ticket: %1$s
                description: |
                  A phase apart. %2$s [link](javascript:alert(3))
                phases:
                  - phase: expand
                    steps:
                      - addColumn: {name: %1$s, table: users, column: more, type: text}
                      - sql: {name: %1$s, up: "select '<script>alert(4)</script>'", irreversible: %1$s}
                  - phase: backfill
                    steps:
                      - backfill: {table: users, set: {more: name}}
                  - phase: contract
                    gate: {checklist: [%1$s]}
                    steps:
                      - dropColumn: {table: users, column: more}
                """
                .formatted(quoted, ATTACK);
    }

    Browser as(String name) {
        return browsers.computeIfAbsent(name, username -> {
            Browser browser = new Browser(api);
            HttpResponse<String> answer =
                    browser.submit("/login", "/login", Map.of("username", username, "password", People.PASSWORD));
            if (answer.statusCode() != 302 || browser.location(answer).contains("login")) {
                throw new AssertionError(
                        username + " is not let in: " + answer.statusCode() + " " + browser.location(answer));
            }
            return browser;
        });
    }

    Crew crew() {
        return crew;
    }

    Databases.Database database() {
        return database;
    }

    People people() {
        return people;
    }
}
