package dev.lockkeeper.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Api.Answer;
import dev.lockkeeper.testing.Crew;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@LockkeeperTest
class LintApiTest {

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final String INDEX = "create index users_email_idx on users (email)";
    private static final String RULE = "require-concurrent-index-creation";

    private static final String FILE =
            """
            migration: %s
            engine: postgresql
            phases:
              - phase: expand
                steps:
                  - sql:
                      up: |
                        select 1;
                        %s
                      irreversible: because%s
            """;

    @Autowired
    private People people;

    private Answer lint(Object body) {
        return people.viewer().post("/lint", body);
    }

    private JsonNode finding(Object body, String rule) {
        return finding(lint(body).expect(200), rule);
    }

    private static JsonNode finding(Answer answer, String rule) {
        for (JsonNode finding : answer.json().path("findings")) {
            if (finding.path("rule").asString().equals(rule)) {
                return finding;
            }
        }
        throw new AssertionError("no " + rule + " in " + answer.body());
    }

    private static List<String> rules(Answer answer) {
        List<String> rules = new ArrayList<>();
        answer.expect(200)
                .json()
                .path("findings")
                .forEach(one -> rules.add(one.path("rule").asString()));
        return rules;
    }

    @Test
    void anybodyMayAskAboutAScript() {
        JsonNode finding = finding(Map.of("engine", "postgresql", "sql", "select 1;\n  " + INDEX), RULE);

        assertThat(finding.path("severity").asString()).isEqualTo("blocking");
        assertThat(finding.path("statement").asString()).isEqualTo(INDEX);
        assertThat(finding.path("line").asInt()).isEqualTo(2);
        assertThat(finding.path("column").asInt()).isEqualTo(3);
        assertThat(finding.path("message").asString()).isNotBlank();
        assertThat(finding.path("saferWay").asString()).containsIgnoringCase("concurrently");
        assertThat(finding.has("phase")).isFalse();
        assertThat(finding.has("suppressed")).isFalse();
        assertThat(people.nobody()
                        .post("/lint", Map.of("engine", "postgresql", "sql", INDEX))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aMigrationFileNamesItsEngineAndFindingsHaveItsPlaces() {
        JsonNode finding = finding(Map.of("migration", FILE.formatted("lint-file", INDEX, "")), RULE);

        assertThat(finding.path("line").asInt()).isEqualTo(9);
        assertThat(finding.path("column").asInt()).isEqualTo(13);
        assertThat(finding.path("phase").asString()).isEqualTo("expand");
        assertThat(finding.path("step").asInt()).isZero();
    }

    @Test
    void theVersionDecides() {
        String sql = "alter table users add column c int not null default 0";

        assertThat(rules(lint(Map.of("engine", "postgresql", "sql", sql, "version", "10"))))
                .isNotEqualTo(rules(lint(Map.of("engine", "postgresql", "sql", sql, "version", "14"))));
    }

    @Test
    void suppressedFindingsStayWithTheirReason() {
        JsonNode finding = finding(
                Map.of(
                        "engine",
                        "postgresql",
                        "sql",
                        "-- lockkeeper: allow " + RULE + " because nobody writes\n" + INDEX),
                RULE);

        assertThat(finding.path("suppressed").asString()).isEqualTo("nobody writes");
        assertThat(finding.path("severity").asString()).isEqualTo("blocking");
    }

    @Test
    void whatIsWrongWithTheCallIsToldAtOnce() {
        Answer refused = lint(Map.of("engine", "oracle", "version", "latest", "target", " "))
                .expect(400);

        assertThat(refused.code()).isEqualTo("invalid");
        List<String> paths = new ArrayList<>();
        refused.json()
                .path("errors")
                .forEach(error -> paths.add(error.path("path").asString()));
        assertThat(paths).containsExactlyInAnyOrder("sql", "engine", "version", "target");
        assertThat(lint(Map.of("sql", "select 1")).expect(400).body()).contains("'engine' is missing");
        assertThat(lint(Map.of("engine", "mysql", "sql", "select 1", "migration", "x"))
                        .expect(400)
                        .body())
                .contains("exactly one");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{\"engine\": 3}",
                "{\"sqll\": \"x\"}",
                "{\"sql\": [\"x\"], \"engine\": \"mysql\"}"
            })
    void whatIsNoCallIsRefused(String body) {
        assertThat(lint(body).expect(400).code()).isEqualTo("invalid");
    }

    @Test
    void theErrorsOfAMigrationFileHaveTheirPlaces() {
        Answer refused =
                lint(Map.of("migration", "migration: x\nengine: oracle\n")).expect(422);

        assertThat(refused.code()).isEqualTo("invalid-plan");
        assertThat(refused.json().path("errors").size()).isGreaterThan(1);
        assertThat(lint(Map.of("migration", FILE.formatted("other", INDEX, ""), "engine", "mysql"))
                        .expect(422)
                        .code())
                .isEqualTo("wrong-engine");
    }

    @Test
    void whatIsNotSqlIsAFindingWithItsPlace() {
        JsonNode finding = finding(
                Map.of("engine", "postgresql", "sql", "select 1;\nGuten Tag, äöü \u0000 😀!"), "unreadable-sql");

        assertThat(finding.path("line").asInt()).isEqualTo(2);
        assertThat(finding.path("severity").asString()).isEqualTo("blocking");
        assertThat(finding.path("message").asString()).doesNotContain("..");
    }

    @Test
    void deepNestingIsAnsweredForEachEngine() {
        String deep = "select " + "(".repeat(100_000) + "1" + ")".repeat(100_000);

        for (String engine : List.of("postgresql", "mysql")) {
            assertThat(rules(lint(Map.of("engine", engine, "sql", deep + ";\ndrop table t"))))
                    .contains("unreadable-sql");
        }
    }

    @Test
    void tenMegabytesAreAnsweredAndMoreIsRefused() {
        String rows = "insert into t values (1, 'a row of a dump, not very long');\n";
        String large = rows.repeat(10_000_000 / rows.length());

        assertThat(rules(lint(Map.of("engine", "postgresql", "sql", large)))).contains("not-looked-at");
        assertThat(lint(Map.of("engine", "postgresql", "sql", large + large))
                        .expect(413)
                        .code())
                .isEqualTo("too-large");
        assertThat(lint(Map.of("engine", "postgresql", "sql", large.repeat(4)))
                        .expect(413)
                        .code())
                .isEqualTo("too-large");
    }

    @Test
    void theTargetsTablesAreKnownToTheFindings() {
        Databases.Database database = Databases.fresh("lint")
                .run(
                        "create table users (id bigint primary key, email text)",
                        "insert into users select i, i || '@x' from generate_series(1, 5000) i",
                        "analyze users");
        String target = "lint-" + COUNT.incrementAndGet();
        new Crew(people, database, target);

        JsonNode joined = finding(Map.of("sql", INDEX, "target", target), RULE);
        JsonNode alone = finding(Map.of("engine", "postgresql", "sql", INDEX), RULE);

        assertThat(joined.path("message").asString())
                .isNotEqualTo(alone.path("message").asString());
        assertThat(lint(Map.of("engine", "mysql", "sql", INDEX, "target", target))
                        .expect(422)
                        .code())
                .isEqualTo("wrong-engine");
    }

    @Test
    void aTargetThatThePersonMayNotSeeIsNotThere() {
        String target = "lint-" + COUNT.incrementAndGet();
        new Crew(people, Databases.fresh("lint"), target);
        Map<String, String> body = Map.of("engine", "postgresql", "sql", INDEX, "target", target);

        Answer hidden =
                people.somebody("elsewhere", "viewer@prod").post("/lint", body).expect(404);

        assertThat(hidden.code()).isEqualTo("not-found");
        assertThat(hidden.text("/detail"))
                .isEqualTo(people.somebody("elsewhere", "viewer@prod")
                        .post("/lint", Map.of("engine", "postgresql", "sql", INDEX, "target", "nowhere"))
                        .expect(404)
                        .text("/detail")
                        .replace("nowhere", target));
    }

    @Test
    void aTargetThatDoesNotAnswerIsSaid() {
        String target = "lint-" + COUNT.incrementAndGet();
        new Crew(people, new Databases.Database("jdbc:postgresql://localhost:1/none", "nobody", "none"), target);

        assertThat(lint(Map.of("sql", INDEX, "target", target)).expect(503).code())
                .isEqualTo("target-unreachable");
    }

    @Test
    void rulesAreListedByEngine() {
        for (String engine : List.of("postgresql", "mysql")) {
            Answer rules = people.viewer().get("/lint/rules?engine=" + engine).expect(200);

            assertThat(rules.json().path("items").size()).isGreaterThan(20);
            rules.json().path("items").forEach(rule -> {
                assertThat(rule.path("rule").asString()).matches("[a-z0-9-]+");
                assertThat(rule.path("severity").asString()).isIn("blocking", "advisory", "off");
                assertThat(rule.path("danger").asString()).isNotBlank();
            });
        }
        assertThat(people.viewer().get("/lint/rules?engine=oracle").expect(400).code())
                .isEqualTo("invalid");
        assertThat(people.viewer().get("/lint/rules?engine=redis").expect(422).code())
                .isEqualTo("not-yet");
    }

    @Test
    void submittingTellsFindingsAndStoresAllTheSame() {
        String id = "lint-submit-" + COUNT.incrementAndGet();
        String yaml = FILE.formatted(id, INDEX, "");

        Answer submitted = people.author().postYaml("/migrations", yaml).expect(201);
        Answer read = people.viewer().get("/migrations/" + id + "/revisions/1").expect(200);

        assertThat(finding(submitted, RULE).path("line").asInt()).isEqualTo(9);
        assertThat(read.json().path("findings")).isEqualTo(submitted.json().path("findings"));
    }

    @Test
    void theBoardStopsOnWhatBlocksAndTellsWhatIsSuppressed() {
        Databases.Database database =
                Databases.fresh("lint").run("create table users (id bigint primary key, email text)");
        String target = "lint-" + COUNT.incrementAndGet();
        Crew crew = new Crew(people, database, target);
        String blocked = crew.approved(FILE.formatted("lint-blocked", "frobnicate users", ""));
        String allowed = crew.approved(
                FILE.formatted("lint-allowed", INDEX, "\n          allow: {" + RULE + ": the table is new}"));

        JsonNode stops = check(blocked, target);
        JsonNode passes = check(allowed, target);

        assertThat(stops.path("result").asString()).isEqualTo("fail");
        assertThat(stops.path("blocking").asBoolean()).isTrue();
        assertThat(stops.path("evidence").asString()).contains("unreadable-sql in line 9");
        assertThat(passes.path("result").asString()).isEqualTo("pass");
        assertThat(passes.path("evidence").asString()).contains(RULE, "allowed because the table is new");
        assertThat(crew.launchAnswer(blocked).expect(409).code()).isEqualTo("no-go");
    }

    @Test
    void thePolicyOfTheTargetsEnvironmentSetsTheLevel() {
        String target = "lint-" + COUNT.incrementAndGet();
        new Crew(people, Databases.fresh("lint"), target);
        Map<String, String> onTarget = Map.of("sql", INDEX, "target", target);
        Map<String, String> anywhere = Map.of("engine", "postgresql", "sql", INDEX);
        people.admin()
                .call("PUT", "/policies/test", Map.of("lint", Map.of(RULE, "advisory", "unreadable-sql", "off")))
                .expect(201);
        try {
            assertThat(finding(onTarget, RULE).path("severity").asString()).isEqualTo("advisory");
            assertThat(finding(anywhere, RULE).path("severity").asString()).isEqualTo("blocking");
            people.admin()
                    .call("PUT", "/policies/test", Map.of("lint", Map.of(RULE, "off")))
                    .expect(200);
            assertThat(rules(lint(onTarget))).doesNotContain(RULE);
        } finally {
            people.admin().delete("/policies/test").expect(204);
        }
    }

    @Test
    void anAdminTakesAFindingUponThemselvesAndItIsInTheRecord() {
        Databases.Database database =
                Databases.fresh("lint").run("create table users (id bigint primary key, email text)");
        String target = "lint-" + COUNT.incrementAndGet();
        Crew crew = new Crew(people, database, target);
        String id = crew.approved(
                """
                migration: lint-overridden
                engine: postgresql
                phases:
                  - phase: expand
                    steps:
                      - sql: {up: drop table users, irreversible: because}
                """);
        JsonNode check = check(id, target);
        Map<String, Object> launch = Map.of(
                "migration",
                id,
                "target",
                target,
                "override",
                List.of(Map.of("check", "lint", "reason", "nobody reads it")));

        assertThat(check.path("result").asString()).isEqualTo("fail");
        assertThat(people.operator().post("/runs", launch).status()).isEqualTo(403);
        long run = people.admin()
                .post("/runs", launch)
                .expect(201)
                .json()
                .path("run")
                .asLong();

        crew.await(run, "succeeded");
        assertThat(people.auditor().get("/audit?action=run.launch").body()).contains("nobody reads it");
    }

    private JsonNode check(String migration, String target) {
        Answer board = people.operator()
                .get("/board?migration=" + migration + "&target=" + target + "&phase=expand")
                .expect(200);
        for (JsonNode check : board.json().path("checks")) {
            if (check.path("id").asString().equals("lint")) {
                return check;
            }
        }
        throw new AssertionError("no check of lint: " + board.body());
    }

    /** What no rule looks at is told of, also on MySQL. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "begin not atomic drop table users; end",
                "prepare s from 'drop table users'",
                "execute s",
                "execute immediate 'drop table users'",
                "call drop_it()",
                "select 1; /*M! drop table users */",
            })
    void whatRunsUnseenIsTold(String sql) {
        assertThat(lint(Map.of("engine", "mysql", "sql", sql))
                        .expect(200)
                        .json()
                        .path("findings"))
                .isNotEmpty();
    }
}
