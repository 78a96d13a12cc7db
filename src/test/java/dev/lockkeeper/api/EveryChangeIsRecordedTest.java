package dev.lockkeeper.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.audit.AuditLog;
import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Browser;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.sql.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every call that changes something, of the whole API: with its answer comes a record. A new mapping has to be told of here. */
@LockkeeperTest
class EveryChangeIsRecordedTest {

    /** Why no record follows. */
    private static final Map<String, String> CHANGES_NOTHING = Map.of(
            "POST /api/v1/lint", "reads SQL",
            "POST /api/v1/targets/{name}/probe", "asks the target",
            "POST /targets/{name}/probe", "asks the target",
            "POST /audit/verify", "reads the chain");

    /** Forms of the pages, which call the same façades as the API; those that the API has, by the words they end with. */
    private static final String PAGES = "POST /(migrations|runs|targets)(/.*)?";

    /** Walked by tests of their own. */
    private static final Map<String, String> SHOWN_ELSEWHERE = Map.of(
            "POST /api/v1/runs/{id}/holes/{hole}", "HolesTest.anAcceptedRowIsLeftAsItIs",
            "POST /api/v1/runs/{id}/phases/{phase}/launch", "ReportTest.thePageHasEverythingOnARun",
            "POST /api/v1/targets/{name}/locks/{session}/terminate", "the same call as cancel, with another word");

    private static final String PLAN =
            """
            migration: recorded
            title: Every change of it is recorded
            engine: postgresql
            strategy: direct
            phases:
              - phase: expand
                steps:
                  - addColumn: {table: things, column: m, type: int}
            """;

    @Autowired
    People people;

    @Autowired
    AuditLog log;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    @Autowired
    Api api;

    private final Set<String> walked = new TreeSet<>();
    private Browser root;

    /** Fails when no record followed. */
    private Api.Answer walk(
            Api by, String method, String mapping, Map<String, ?> values, Object body, String... headers) {
        String path = mapping;
        for (Map.Entry<String, ?> value : values.entrySet()) {
            path = path.replace("{" + value.getKey() + "}", String.valueOf(value.getValue()));
        }
        long before = log.head().seq();
        Api.Answer answer = by.call(method, path, body, headers);
        assertThat(answer.status())
                .as(method + " " + path + ": " + answer.body())
                .isBetween(200, 299);
        assertThat(log.head().seq()).as("a record of " + method + " " + path).isGreaterThan(before);
        walked.add(method + " /api/v1" + mapping);
        return answer;
    }

    @Test
    void everyMappingThatChangesSomethingLeavesARecord() throws Exception {
        Databases.Database database = Databases.fresh("recorded");
        database.run("create table things (id bigint primary key)");
        people();
        forms();
        target(database);
        migration();
        said();
        policies();
        runs();
        sessions(database);
        walk(people.admin(), "DELETE", "/targets/{name}", Map.of("name", "gone"), null);

        Set<String> untold = changing();
        untold.removeAll(walked);
        untold.removeAll(CHANGES_NOTHING.keySet());
        untold.removeAll(SHOWN_ELSEWHERE.keySet());
        untold.removeIf(mapping -> mapping.matches(PAGES));
        assertThat(untold).as("walk these here, or say why they change nothing").isEmpty();
    }

    private Set<String> changing() {
        return mappings.getHandlerMethods().entrySet().stream()
                .filter(entry -> entry.getValue().getBeanType().getName().startsWith("dev.lockkeeper."))
                .flatMap(entry -> entry.getKey().getMethodsCondition().getMethods().stream()
                        .filter(method -> method != RequestMethod.GET && method != RequestMethod.HEAD)
                        .flatMap(method ->
                                entry.getKey().getPatternValues().stream().map(path -> method + " " + path)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void people() {
        Api admin = people.admin();
        walk(
                admin,
                "POST",
                "/users",
                Map.of(),
                Map.of("username", "tom", "password", People.PASSWORD, "roles", List.of("viewer")));
        walk(admin, "PATCH", "/users/{username}", Map.of("username", "tom"), Map.of("disabled", true));
        String token = walk(admin, "POST", "/tokens", Map.of(), Map.of("username", "tom", "name", "t"))
                .text("/id");
        walk(admin, "DELETE", "/tokens/{id}", Map.of("id", token), null);
        walk(admin, "DELETE", "/users/{username}", Map.of("username", "tom"), null);
    }

    /** Forms of administration and of one's own account. */
    private void forms() {
        Api admin = people.admin();
        people.somebody("root", "admin");
        root = new Browser(api);
        root.submit("/login", "/login", Map.of("username", "root", "password", People.PASSWORD));
        send("/admin/users", "/admin/users", Map.of(), Map.of("username", "tim", "password", People.PASSWORD));
        Map<String, String> tim = Map.of("username", "tim");
        String page = "/admin/users/{username}";
        send("/account", page + "/roles/give", tim, Map.of("role", "viewer", "scope", "team", "place", "accounts"));
        send("/account", page + "/roles/take", tim, Map.of("role", "viewer@team:accounts"));
        send("/account", page + "/password", tim, Map.of("password", "quite another one"));
        send("/account", page + "/disable", tim, Map.of());
        send("/account", page + "/enable", tim, Map.of());
        send("/account", "/admin/tokens", Map.of(), Map.of("username", "tim", "name", "theirs", "days", "7"));
        send("/account", "/admin/tokens/{id}/revoke", Map.of("id", token(admin, "theirs")), Map.of());
        send("/account", page + "/delete", tim, Map.of("confirm", "tim"));
        send("/account", "/account/tokens", Map.of(), Map.of("name", "mine", "days", "never"));
        send("/account", "/account/tokens/{id}/revoke", Map.of("id", token(admin, "mine")), Map.of());
        Map<String, String> passwords =
                Map.of("present", People.PASSWORD, "wanted", "quite another one", "again", "quite another one");
        send("/account", "/account/password", Map.of(), passwords);
        send("/account", "/policies", Map.of(), Map.of("environment", "forms", "text", "approvals: {count: 2}"));
        send("/account", "/policies/remove", Map.of(), Map.of("environment", "forms"));
    }

    private static String token(Api admin, String name) {
        return admin.get("/tokens?limit=500")
                .expect(200)
                .json()
                .at("/items")
                .valueStream()
                .filter(item -> item.at("/name").asString().equals(name))
                .findFirst()
                .orElseThrow()
                .at("/id")
                .asString();
    }

    /** Fails when no record followed. */
    private void send(String page, String mapping, Map<String, String> values, Map<String, String> fields) {
        String path = mapping;
        for (Map.Entry<String, String> value : values.entrySet()) {
            path = path.replace("{" + value.getKey() + "}", value.getValue());
        }
        long before = log.head().seq();
        root.submit(page, path, fields);
        assertThat(log.head().seq()).as("a record of " + path).isGreaterThan(before);
        walked.add("POST " + mapping);
    }

    private void target(Databases.Database database) {
        for (String name : List.of("kept", "gone")) {
            Map<String, Object> body =
                    new HashMap<>(Map.of("name", name, "engine", "postgresql", "url", database.url()));
            body.putAll(
                    Map.of("username", database.username(), "password", database.password(), "environment", "test"));
            walk(people.admin(), "POST", "/targets", Map.of(), body);
        }
        walk(people.admin(), "PATCH", "/targets/{name}", Map.of("name", "kept"), Map.of("environment", "prod"));
    }

    private void migration() {
        Api.Answer submitted =
                walk(people.author(), "POST", "/migrations", Map.of(), PLAN, "Content-Type", "application/yaml");
        Map<String, Object> at = Map.of("id", "recorded", "number", 1);
        Map<String, Object> body = Map.of("digest", submitted.text("/digest"), "target", "kept", "comment", "read");
        String given = "/migrations/{id}/revisions/{number}/approvals";
        String id = walk(people.approver(), "POST", given, at, body).text("/approval");
        Map<String, Object> one = new HashMap<>(at);
        one.put("approval", id);
        walk(people.approver(), "DELETE", given + "/{approval}", one, null);
        walk(people.approver(), "POST", given, at, body);
    }

    /** What people say of a revision, and take back. */
    private void said() {
        String revision = "/migrations/{id}/revisions/{number}";
        Map<String, Object> at = Map.of("id", "recorded", "number", 1);
        String digest = people.author()
                .get("/migrations/recorded/revisions/1")
                .expect(200)
                .text("/digest");
        Map<String, Object> no = Map.of("digest", digest, "target", "kept", "comment", "not like this");
        Map<String, Object> one = new HashMap<>(at);
        one.put(
                "rejection",
                walk(people.approver(), "POST", revision + "/rejections", at, no)
                        .text("/rejection"));
        walk(people.approver(), "DELETE", revision + "/rejections/{rejection}", one, null);
        one.put(
                "comment",
                walk(people.author(), "POST", revision + "/comments", at, Map.of("text", "why not"))
                        .text("/comment"));
        walk(people.author(), "DELETE", revision + "/comments/{comment}", one, null);
    }

    private void policies() {
        Map<String, Object> elsewhere = Map.of("environment", "elsewhere");
        Map<String, Object> two = Map.of("approvals", Map.of("count", 2, "roles", List.of("approver")));
        walk(people.admin(), "PUT", "/policies/{environment}", elsewhere, two);
        walk(people.admin(), "DELETE", "/policies/{environment}", elsewhere, null);
    }

    private void runs() {
        Api cyd = people.operator();
        // In an hour: so it stands still while it is wished for.
        Map<String, Object> launch = Map.of(
                "migration",
                "recorded",
                "target",
                "kept",
                "startAt",
                java.time.Instant.now().plusSeconds(3600).toString());
        long run =
                walk(cyd, "POST", "/runs", Map.of(), launch).json().path("run").asLong();
        Map<String, Object> id = Map.of("id", run);
        walk(cyd, "PATCH", "/runs/{id}", id, Map.of("dial", 5));
        for (String wish : List.of("pause", "resume")) {
            walk(cyd, "POST", "/runs/{id}/" + wish, id, Map.of("reason", "to see"));
            Awaitility.await().until(() -> !Set.of("pausing").contains(state(cyd, run)));
        }
        Awaitility.await()
                .until(() -> state(cyd, run).equals("scheduled")
                        || state(cyd, run).equals("succeeded")
                        || state(cyd, run).equals("running"));
        Awaitility.await().atMost(java.time.Duration.ofSeconds(20)).until(() -> state(cyd, run)
                .matches("scheduled|succeeded"));
        if (state(cyd, run).equals("scheduled")) {
            walk(cyd, "POST", "/runs/{id}/cancel", id, Map.of("reason", "to see"));
        }
        retried(cyd);
    }

    /** A second migration fails, is tried again, and is rolled back. */
    private void retried(Api cyd) {
        String plan = PLAN.replace("recorded", "failing").replace("column: m", "column: q")
                + "      - sql: {name: fails, up: select 1 / 0, down: select 1}\n";
        String digest =
                people.author().postYaml("/migrations", plan).expect(201).text("/digest");
        people.approver()
                .post(
                        "/migrations/failing/revisions/1/approvals",
                        Map.of("digest", digest, "target", "kept", "comment", ""))
                .expect(201);
        long run = cyd.post("/runs", Map.of("migration", "failing", "target", "kept"))
                .expect(201)
                .json()
                .path("run")
                .asLong();
        Map<String, Object> id = Map.of("id", run);
        Awaitility.await().atMost(java.time.Duration.ofSeconds(30)).until(() -> state(cyd, run)
                .equals("failed"));
        walk(cyd, "POST", "/runs/{id}/retry", id, Map.of("reason", "again"));
        Awaitility.await().atMost(java.time.Duration.ofSeconds(30)).until(() -> state(cyd, run)
                .equals("failed"));
        walk(cyd, "POST", "/runs/{id}/rollback", id, Map.of("reason", "no use"));
        Awaitility.await().atMost(java.time.Duration.ofSeconds(30)).until(() -> state(cyd, run)
                .equals("rolledBack"));
        if (!walked.contains("POST /api/v1/runs/{id}/cancel")) {
            long other = cyd.post("/runs", Map.of("migration", "failing", "target", "kept"))
                    .expect(201)
                    .json()
                    .path("run")
                    .asLong();
            Awaitility.await().atMost(java.time.Duration.ofSeconds(30)).until(() -> state(cyd, other)
                    .equals("failed"));
            walk(cyd, "POST", "/runs/{id}/cancel", Map.of("id", other), Map.of("reason", "to see"));
        }
    }

    private static String state(Api by, long run) {
        return by.get("/runs/" + run).expect(200).text("/state");
    }

    private void sessions(Databases.Database database) throws Exception {
        try (Connection victim = database.connect();
                var statement = victim.createStatement()) {
            Thread sleeper = Thread.ofPlatform().daemon().start(() -> {
                try {
                    statement.execute("select pg_sleep(60)");
                } catch (java.sql.SQLException cancelled) {
                    // As it should be.
                }
            });
            String asked = "select pid from pg_stat_activity where query = 'select pg_sleep(60)' and state = 'active'";
            Awaitility.await().until(() -> !database.ask(asked).equals("no row"));
            walk(
                    people.operator(),
                    "POST",
                    "/targets/{name}/locks/{session}/cancel",
                    Map.of("name", "kept", "session", database.ask(asked)),
                    Map.of("reason", "in the way"));
            sleeper.join(10_000);
        }
    }
}
