package dev.lockkeeper.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Api.Answer;
import dev.lockkeeper.testing.Crew;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@LockkeeperTest
class RunsApiTest {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private static final String FILE =
            """
            migration: %s
            title: A column more
            engine: postgresql
            phases:
              - phase: expand
                steps:
                  - addColumn: {table: things, column: more, type: text}
              - phase: backfill
                steps:
                  - backfill: {table: things, set: {more: "'m' || id"}}
              - phase: contract
                gate: {launch: manual, approval: none, checklist: [Everybody knows]}
                steps:
                  - setNotNull: {table: things, columns: [more]}
            """;

    @Autowired
    private People people;

    private Crew crew;
    private String target;
    private String migration;

    @BeforeEach
    void aDatabase() {
        int number = COUNT.incrementAndGet();
        target = "runs-" + number;
        migration = "more-" + number;
        crew = new Crew(
                people,
                Databases.fresh("runs")
                        .run(
                                "create table things (id bigint primary key)",
                                "insert into things select generate_series(1, 500)",
                                "analyze things"),
                target);
    }

    @Test
    void aRunIsReadAsPromised() {
        long run = crew.launch(crew.approved(FILE.formatted(migration)));
        JsonNode waiting = crew.await(run, "waiting");

        assertThat(waiting.path("id").asLong()).isEqualTo(run);
        assertThat(waiting.path("migration").asString()).isEqualTo(migration);
        assertThat(waiting.path("target").asString()).isEqualTo(target);
        assertThat(waiting.path("launchedBy").asString()).isEqualTo("cyd");
        assertThat(waiting.path("waitingFor").asString()).contains("contract");
        assertThat(waiting.at("/phases/0/phase").asString()).isEqualTo("expand");
        assertThat(waiting.at("/phases/0/state").asString()).isEqualTo("succeeded");
        JsonNode step = waiting.at("/phases/1/steps/0");
        assertThat(step.propertyNames())
                .contains("name", "kind", "state", "sql", "startedAt", "endedAt", "rows")
                .doesNotContain("error");
        assertThat(step.path("kind").asString()).isEqualTo("backfill");
        assertThat(step.path("rows").asLong()).isEqualTo(500);
        assertThat(waiting.at("/backfill/rowsDone").asLong()).isEqualTo(500);
        assertThat(waiting.at("/backfill").propertyNames()).contains("rate", "lanes", "chunk", "throttle");
        assertThat(waiting.at("/backfill/throttle/verdict").asString()).isEqualTo("go");
        assertThat(waiting.path("holes").isArray()).isTrue();
    }

    @Test
    void theGateOpensForOneWhoConfirmsTheChecklist() {
        long run = crew.launch(crew.approved(FILE.formatted(migration)));
        crew.await(run, "waiting");

        Answer refused = crew.open(run, "contract", List.of()).expect(409);
        assertThat(refused.code()).isEqualTo("no-go");
        assertThat(stopping(refused.json().path("board"))).containsExactly("checklist-confirmed");
        assertThat(crew.open(run, "backfill", List.of()).expect(409).code()).isEqualTo("illegal-state");
        assertThat(crew.open(run, "nothing", List.of()).expect(404).code()).isEqualTo("not-found");

        Answer opened = crew.open(run, "contract", List.of("Everybody knows")).expect(202);
        assertThat(opened.json().path("run").asLong()).isEqualTo(run);
        JsonNode done = crew.await(run, "succeeded");
        assertThat(done.at("/phases/2/openedBy").asString()).isEqualTo("cyd");

        assertThat(crew.launchAnswer(migration).expect(409).code()).isEqualTo("already-applied");
    }

    @Test
    void aNoGoCarriesTheBoardAndLaunchesNothing() {
        people.author().postYaml("/migrations", FILE.formatted(migration)).expect(201);

        Answer refused = crew.launchAnswer(migration).expect(409);

        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        assertThat(refused.code()).isEqualTo("no-go");
        assertThat(refused.text("/board/verdict")).isEqualTo("no-go");
        assertThat(stopping(refused.json().path("board"))).containsExactly("phase-approved");
        assertThat(runsOf(migration)).isEmpty();
    }

    @Test
    void aDryRunIsTheBoardAlone() {
        crew.approved(FILE.formatted(migration));

        Answer board = people.operator()
                .post("/runs", Map.of("migration", migration, "target", target, "dryRun", true))
                .expect(200);

        assertThat(board.text("/board/verdict")).isEqualTo("go");
        assertThat(runsOf(migration)).isEmpty();
    }

    @Test
    void aTargetThatIsDownIsANoGoThatSaysSo() {
        crew.approved(FILE.formatted(migration));
        people.admin()
                .patch("/targets/" + target, Map.of("url", "jdbc:postgresql://127.0.0.1:1/nothing", "password", "any"))
                .expect(200);

        Answer refused = crew.launchAnswer(migration).expect(409);

        assertThat(refused.code()).isEqualTo("no-go");
        assertThat(stopping(refused.json().path("board"))).contains("target-reachable", "plan-resolves");
    }

    @Test
    void namedPhasesAreCarriedOutAndTheNextWaitsForAPerson() {
        crew.approved(FILE.formatted(migration));
        Answer launched = people.operator()
                .post("/runs", Map.of("migration", migration, "target", target, "phases", List.of("expand")))
                .expect(201);
        long run = launched.json().path("run").asLong();
        assertThat(launched.header("Location")).endsWith("/api/v1/runs/" + run);

        JsonNode waiting = crew.await(run, "waiting");
        assertThat(waiting.path("waitingFor").asString()).contains("the launch of backfill by a person");
        assertThat(waiting.at("/phases/1/steps/0/state").asString()).isEqualTo("pending");
        crew.open(run, "backfill", List.of()).expect(202);
        org.awaitility.Awaitility.await().untilAsserted(() -> assertThat(
                        crew.run(run).at("/phases/1/state").asString())
                .isEqualTo("succeeded"));
    }

    @Test
    void wrongRequestsAreToldApart() {
        crew.approved(FILE.formatted(migration));
        Api cyd = people.operator();

        assertThat(cyd.post("/runs", Map.of("target", target)).expect(400).text("/detail"))
                .contains("'migration' is missing");
        assertThat(cyd.post("/runs", Map.of("migration", migration)).expect(400).text("/detail"))
                .contains("'target' is missing");
        assertThat(cyd.post("/runs", Map.of("migration", "not-there", "target", target))
                        .expect(404)
                        .code())
                .isEqualTo("not-found");
        assertThat(cyd.post("/runs", Map.of("migration", migration, "target", "not-there"))
                        .expect(404)
                        .code())
                .isEqualTo("not-found");
        assertThat(cyd.post("/runs", Map.of("migration", migration, "target", target, "phases", List.of("backfill")))
                        .expect(400)
                        .text("/detail"))
                .contains("not a leading part");
        assertThat(cyd.get("/runs/999999").expect(404).code()).isEqualTo("not-found");
        assertThat(cyd.patch("/runs/999999", Map.of()).expect(400).code()).isEqualTo("invalid");
        assertThat(runsOf(migration)).isEmpty();
    }

    @Test
    void onlyAnAdminOverridesAndNobodyAnApproval() {
        crew.approved(FILE.formatted(migration));
        long first = people.operator()
                .post("/runs", Map.of("migration", migration, "target", target, "phases", List.of("expand")))
                .expect(201)
                .json()
                .path("run")
                .asLong();
        crew.await(first, "waiting");
        String other = migration + "-other";
        String file = FILE.formatted(other)
                .replace("column: more", "column: other")
                .replace("{more:", "{other:")
                .replace("[more]", "[other]");
        crew.approved(file);
        assertThat(stopping(crew.launchAnswer(other).expect(409).json().path("board")))
                .containsExactly("no-other-run");

        assertThat(override(people.operator(), other, "no-other-run", "they agreed")
                        .expect(403)
                        .code())
                .isEqualTo("forbidden");
        assertThat(override(people.admin(), other, "no-other-run", " ")
                        .expect(400)
                        .code())
                .isEqualTo("invalid");
        assertThat(override(people.admin(), other, "no-such-check", "x")
                        .expect(400)
                        .code())
                .isEqualTo("invalid");
        assertThat(override(people.admin(), other, "phase-approved", "hurry")
                        .expect(409)
                        .code())
                .isEqualTo("not-approved");
        Answer launched =
                override(people.admin(), other, "no-other-run", "they agreed").expect(201);

        crew.await(launched.json().path("run").asLong(), "waiting");
        Answer record = people.auditor()
                .get("/audit?action=run.launch&subject=run:"
                        + launched.json().path("run").asLong());
        assertThat(record.text("/items/0/after/overrides/0/reason")).isEqualTo("they agreed");
    }

    @Test
    void whoMayNotSeeTheTargetSeesNoRunOfIt() {
        crew.approved(FILE.formatted(migration));
        Api elsewhere = people.somebody("pru", "operator@prod", "author");
        Api prodOnly = people.somebody("pam", "operator@prod");
        long run = crew.launch(migration);

        assertThat(prodOnly.get("/runs/" + run).expect(404).code()).isEqualTo("not-found");
        assertThat(prodOnly.get("/runs/" + run + "/events").expect(404).code()).isEqualTo("not-found");
        assertThat(prodOnly.post("/runs/" + run + "/cancel", Map.of())
                        .expect(404)
                        .code())
                .isEqualTo("not-found");
        assertThat(prodOnly.get("/runs").expect(200).json().path("items")).isEmpty();
        assertThat(elsewhere
                        .post("/runs/" + run + "/cancel", Map.of())
                        .expect(403)
                        .code())
                .isEqualTo("forbidden");
        assertThat(elsewhere
                        .post("/runs", Map.of("migration", migration, "target", target))
                        .expect(403)
                        .code())
                .isEqualTo("forbidden");
        assertThat(people.nobody().get("/runs/" + run).expect(401).code()).isEqualTo("unauthenticated");
        crew.await(run, "waiting");
    }

    @Test
    void aHoleThatIsNotThereIsNotFoundAndABadDecisionIsToldAtOnce() {
        long run = crew.launch(crew.approved(FILE.formatted(migration)));
        String holes = "/runs/" + run + "/holes/";
        Map<String, String> retry = Map.of("action", "retry");
        assertThat(people.operator().post(holes + "7", retry).expect(404).code())
                .isEqualTo("not-found");
        assertThat(people.operator().post(holes + "x", retry).expect(404).code())
                .isEqualTo("not-found");
        assertThat(people.viewer().post(holes + "7", retry).expect(403).code()).isEqualTo("forbidden");
        Answer refused =
                people.operator().post(holes + "7", Map.of("action", "skip")).expect(400);
        assertThat(refused.body()).contains("'skip' is neither retry nor accept", "'reason' is missing");
        assertThat(people.operator()
                        .post(holes + "7", Map.of("action", "accept"))
                        .expect(400)
                        .body())
                .contains("'reason' is missing");
        crew.await(run, "waiting");
    }

    @Test
    void eventsComeInPagesInTheirOrder() {
        long run = crew.launch(crew.approved(FILE.formatted(migration)));
        crew.await(run, "waiting");
        List<Long> all = new ArrayList<>();
        String after = "0";
        do {
            Answer page = people.viewer()
                    .get("/runs/" + run + "/events?limit=3&after=" + after)
                    .expect(200);
            page.json().path("items").forEach(event -> all.add(event.path("id").asLong()));
            after = page.text("/after");
        } while (!after.isEmpty());

        assertThat(all).hasSizeGreaterThan(5).isSorted().doesNotHaveDuplicates();
        JsonNode first =
                people.viewer().get("/runs/" + run + "/events?limit=1").json().at("/items/0");
        assertThat(first.propertyNames()).contains("id", "run", "at", "kind", "actor", "message", "data");
    }

    @Test
    void theStreamReplaysWhatCameAfterTheLastIdAndEndsWithTheRun() {
        long run = crew.launch(crew.approved(FILE.formatted(migration)));
        crew.await(run, "waiting");
        List<Long> sofar = new ArrayList<>();
        people.viewer()
                .get("/runs/" + run + "/events")
                .json()
                .path("items")
                .forEach(event -> sofar.add(event.path("id").asLong()));
        Thread.startVirtualThread(
                () -> crew.wish(run, "cancel", Map.of("reason", "enough")).expect(202));

        Answer stream = Api.send(people.viewer()
                .request("/runs/" + run + "/events")
                .header("Accept", "text/event-stream")
                .header("Last-Event-ID", String.valueOf(sofar.get(2)))
                .build());

        assertThat(stream.status()).isEqualTo(200);
        assertThat(stream.header("Content-Type")).startsWith("text/event-stream");
        List<JsonNode> events = events(stream.body());
        assertThat(events.stream().map(event -> event.path("id").asLong()))
                .startsWith(sofar.subList(3, sofar.size()).toArray(Long[]::new))
                .isSorted();
        assertThat(events.getLast().at("/data/state").asString()).isEqualTo("cancelled");
        assertThat(events.getLast().path("message").asString()).contains("enough");
    }

    @Test
    void aStreamWithAWrongIdOrOfAHiddenRunIsRefused() {
        long run = crew.launch(crew.approved(FILE.formatted(migration)));
        crew.await(run, "waiting");
        Api hidden = people.somebody("pat", "viewer@prod");

        assertThat(Api.send(people.viewer()
                                .request("/runs/" + run + "/events")
                                .header("Accept", "text/event-stream")
                                .header("Last-Event-ID", "latest")
                                .build())
                        .status())
                .isEqualTo(400);
        assertThat(Api.send(hidden.request("/runs/" + run + "/events")
                                .header("Accept", "text/event-stream")
                                .build())
                        .status())
                .isEqualTo(404);
        assertThat(Api.send(people.viewer()
                                .request("/runs/" + run + "/events")
                                .header("Accept", "*/*")
                                .build())
                        .header("Content-Type"))
                .startsWith("application/json");
    }

    private Answer override(Api by, String id, String check, String reason) {
        Map<String, Object> body = new LinkedHashMap<>(Map.of("migration", id, "target", target));
        body.put("override", List.of(Map.of("check", check, "reason", reason)));
        return by.post("/runs", body);
    }

    private JsonNode runsOf(String id) {
        return people.viewer().get("/runs?migration=" + id).expect(200).json().path("items");
    }

    private static List<String> stopping(JsonNode board) {
        List<String> ids = new ArrayList<>();
        board.path("checks").forEach(check -> {
            if (check.path("blocking").asBoolean()
                    && !check.path("result").asString().equals("pass")) {
                ids.add(check.path("id").asString());
            }
        });
        return ids;
    }

    /** The events of a stream; comments and progress are left out. */
    static List<JsonNode> events(String stream) {
        List<JsonNode> events = new ArrayList<>();
        for (String block : stream.split("\n\n")) {
            if (block.contains("id:") && block.contains("data:")) {
                events.add(JsonMapper.shared().readTree(block.substring(block.indexOf("data:") + "data:".length())));
            }
        }
        return events;
    }
}
