package dev.lockkeeper.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.audit.AuditLog;
import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Browser;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Every mapping of the application, called with each role alone, without any, and with every role of another team. A new mapping has to be
 * told of here.
 */
@LockkeeperTest
class RoleMatrixTest {

    private static final List<String> ROLES = List.of("viewer", "author", "approver", "operator", "auditor", "admin");
    private static final String EVERYBODY = "viewer author approver operator auditor admin";
    private static final String SEES = "/api/v1/migrations/{id}/revisions/{number}";

    /** Who may, for each call of the API. Others are told 403, nobody 401, and strangers that there is no such thing. */
    private static final Map<String, String> MAY = new LinkedHashMap<>();

    /** Calls that are about no one thing of a team: a stranger is answered as others are. */
    private static final Set<String> OF_NO_TEAM = Set.of(
            "POST /api/v1/targets",
            "GET /api/v1/me",
            "GET /api/v1/lint/rules",
            "POST /api/v1/lint",
            "GET /api/v1/targets",
            "GET /api/v1/migrations",
            "GET /api/v1/runs",
            "GET /api/v1/policies",
            "GET /api/v1/policies/{environment}",
            "GET /api/v1/tokens",
            "DELETE /api/v1/tokens/{id}");

    static {
        for (String everybody : List.of(
                "GET /api/v1/me",
                "GET /api/v1/lint/rules",
                "POST /api/v1/lint",
                "GET /api/v1/targets",
                "GET /api/v1/targets/{name}",
                "POST /api/v1/targets/{name}/probe",
                "GET /api/v1/targets/{name}/tables",
                "GET /api/v1/targets/{name}/tables/{table}",
                "GET /api/v1/targets/{name}/locks",
                "GET /api/v1/migrations",
                "GET /api/v1/migrations/{id}",
                "GET " + SEES,
                "GET " + SEES + "/sql",
                "GET " + SEES + "/approvals",
                "GET " + SEES + "/rejections",
                "GET " + SEES + "/comments",
                "GET /api/v1/board",
                "GET /api/v1/runs",
                "GET /api/v1/runs/{id}",
                "GET /api/v1/runs/{id}/events",
                "GET /api/v1/runs/{id}/throttle",
                "GET /api/v1/runs/{id}/report",
                "GET /api/v1/policies",
                "GET /api/v1/policies/{environment}",
                "GET /api/v1/tokens",
                // Their own; of the others' they are told 404.
                "DELETE /api/v1/tokens/{id}")) {
            MAY.put(everybody, EVERYBODY);
        }
        for (String admin : List.of(
                "GET /api/v1/users",
                "POST /api/v1/users",
                "GET /api/v1/users/{username}",
                "PATCH /api/v1/users/{username}",
                "DELETE /api/v1/users/{username}",
                "POST /api/v1/tokens",
                "POST /api/v1/targets",
                "PATCH /api/v1/targets/{name}",
                "DELETE /api/v1/targets/{name}",
                "PUT /api/v1/policies/{environment}",
                "DELETE /api/v1/policies/{environment}",
                "DELETE " + SEES + "/approvals/{approval}",
                "DELETE " + SEES + "/rejections/{rejection}",
                "DELETE " + SEES + "/comments/{comment}")) {
            MAY.put(admin, "admin");
        }
        for (String operator : List.of(
                "POST /api/v1/targets/{name}/locks/{session}/cancel",
                "POST /api/v1/targets/{name}/locks/{session}/terminate",
                "POST /api/v1/runs",
                "POST /api/v1/runs/{id}/phases/{phase}/launch",
                "POST /api/v1/runs/{id}/pause",
                "POST /api/v1/runs/{id}/resume",
                "POST /api/v1/runs/{id}/cancel",
                "POST /api/v1/runs/{id}/retry",
                "POST /api/v1/runs/{id}/rollback",
                "PATCH /api/v1/runs/{id}",
                "POST /api/v1/runs/{id}/holes/{hole}")) {
            MAY.put(operator, "operator");
        }
        for (String auditor : List.of("GET /api/v1/audit", "GET /api/v1/audit/head", "GET /api/v1/audit/verify")) {
            MAY.put(auditor, "auditor admin");
        }
        MAY.put("POST /api/v1/migrations", "author");
        MAY.put("POST " + SEES + "/approvals", "approver");
        MAY.put("POST " + SEES + "/rejections", "approver");
        MAY.put("POST " + SEES + "/comments", "author approver operator auditor admin");
    }

    /** Who sees each page. Others are told 403 or 404, nobody is asked to sign in. */
    private static final Map<String, String> SEES_PAGE = new LinkedHashMap<>();

    /** Pages that are about no one thing: whoever has no role there finds them empty. */
    private static final Set<String> FOR_EVERYBODY = Set.of(
            "/",
            "/migrations",
            "/migrations/new",
            "/runs",
            "/targets",
            "/policies",
            "/account",
            "/login",
            "/find",
            "/keys",
            "/calendar",
            "/favicon.ico",
            "/robots.txt");

    /** What a browser asks for before anybody has signed in. */
    private static final Set<String> OPEN = Set.of("/login", "/favicon.ico", "/robots.txt");

    /** A form of these changes what is one's own. */
    private static final Set<String> OWN = Set.of("POST /account/tokens", "POST /account/password");

    static {
        FOR_EVERYBODY.forEach(page -> SEES_PAGE.put(page, EVERYBODY));
        for (String everybody : List.of(
                "/migrations/{id}",
                "/runs/new",
                "/runs/{id}",
                "/runs/{id}/live",
                "/runs/{id}/gate",
                "/runs/{id}/cancel",
                "/runs/{id}/rollback",
                "/runs/{id}/report",
                "/runs/{id}/series",
                "/targets/{name}",
                "/targets/{name}/reach",
                "/targets/{name}/sessions",
                "/targets/{name}/tables",
                "/targets/{name}/tables/{table}")) {
            SEES_PAGE.put(everybody, EVERYBODY);
        }
        for (String admin : List.of(
                "/admin",
                "/admin/users",
                "/admin/users/{username}",
                "/admin/users/{username}/delete",
                "/admin/roles",
                "/admin/tokens",
                "/admin/hooks",
                "/policies/remove",
                "/targets/new",
                "/targets/{name}/edit",
                "/targets/{name}/remove")) {
            SEES_PAGE.put(admin, "admin");
        }
        for (String auditor : List.of("/audit", "/audit/{seq}", "/audit/export.csv", "/audit/export.ndjson")) {
            SEES_PAGE.put(auditor, "auditor admin");
        }
        SEES_PAGE.put("/targets/{name}/sessions/{id}", "operator");
        // That of the viewer.
        SEES_PAGE.put("/admin/tokens/{id}/revoke", "viewer admin");
        SEES_PAGE.put("/account/tokens/{id}/revoke", "viewer admin");
        // There is none; HolePagesTest has one.
        SEES_PAGE.put("/runs/{id}/holes/{hole}/accept", "");
    }

    private static final String PLAN =
            """
            migration: matrix
            title: Who may
            engine: postgresql
            strategy: direct
            owner: zebras
            phases:
              - phase: expand
                steps:
                  - addColumn: {table: things, column: m, type: int}
            """;

    private static final Map<String, String> IDS = new HashMap<>();
    private static Map<String, Api> alone;
    private static Api stranger;
    /** Something to end, from the page of a session. */
    private static Connection backend;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    @Autowired
    AuditLog log;

    @Autowired
    People people;

    @Autowired
    Api api;

    @BeforeAll
    static void ground(@Autowired People people) throws SQLException {
        alone = new LinkedHashMap<>();
        ROLES.forEach(role -> alone.put(role, people.somebody("only-" + role, role)));
        stranger = people.somebody(
                "stranger", ROLES.stream().map(role -> role + "@team:other").toArray(String[]::new));
        Databases.Database database = Databases.fresh("matrix").run("create table things (id bigint primary key)");
        Map<String, Object> target = new HashMap<>(Map.of(
                "name",
                "kept",
                "engine",
                "postgresql",
                "url",
                database.url(),
                "environment",
                "prod",
                "team",
                "zebras"));
        target.putAll(Map.of("username", database.username(), "password", database.password()));
        people.admin().post("/targets", target).expect(201);
        people.admin()
                .call("PUT", "/policies/prod", Map.of("approvals", Map.of("count", 1, "roles", List.of("approver"))))
                .expect(201);
        String digest =
                people.author().postYaml("/migrations", PLAN).expect(201).text("/digest");
        String revision = "/migrations/matrix/revisions/1";
        Map<String, Object> word = Map.of("digest", digest, "target", "kept", "comment", "said");
        IDS.put(
                "rejection",
                people.approver()
                        .post(revision + "/rejections", word)
                        .expect(201)
                        .text("/rejection"));
        people.approver()
                .delete(revision + "/rejections/" + IDS.get("rejection"))
                .expect(204);
        IDS.put(
                "approval",
                people.approver()
                        .post(revision + "/approvals", word)
                        .expect(201)
                        .text("/approval"));
        IDS.put(
                "comment",
                people.author()
                        .post(revision + "/comments", Map.of("text", "so"))
                        .expect(201)
                        .text("/comment"));
        IDS.put("run", people.operator().post("/runs", launch()).expect(201).text("/run"));
        IDS.putAll(Map.of("name", "kept", "number", "1", "environment", "prod", "username", "only-viewer"));
        IDS.putAll(Map.of("phase", "expand", "session", "1", "table", "public.things", "hole", "1"));
        IDS.put("seq", "1");
        backend = database.connect();
        IDS.put("backend", pid(backend));
        IDS.put(
                "token",
                people.admin()
                        .get("/tokens?limit=500")
                        .expect(200)
                        .json()
                        .at("/items")
                        .valueStream()
                        .filter(item -> item.at("/username").asString().equals("only-viewer"))
                        .findFirst()
                        .orElseThrow()
                        .at("/id")
                        .asString());
        people.somebody("roleless");
    }

    private static String pid(Connection connection) {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterAll
    static void hangUp() throws SQLException {
        backend.close();
    }

    private static Map<String, Object> launch() {
        return Map.of(
                "migration",
                "matrix",
                "target",
                "kept",
                "startAt",
                Instant.now().plusSeconds(36_000).toString());
    }

    private static String path(String mapping) {
        String path = mapping;
        String id = path.contains("/runs/")
                ? IDS.get("run")
                : path.contains("/tokens/")
                        ? UUID.randomUUID().toString()
                        : path.contains("/sessions/") ? IDS.get("backend") : "matrix";
        path = path.replace("{id}", id);
        for (Map.Entry<String, String> known : IDS.entrySet()) {
            path = path.replace("{" + known.getKey() + "}", known.getValue());
        }
        assertThat(path).doesNotContain("{");
        return switch (mapping) {
            case "/api/v1/board" -> path + "?migration=matrix&target=kept";
            case "/api/v1/lint/rules" -> path + "?engine=postgresql";
            case SEES + "/sql" -> path + "?target=kept";
            default -> path;
        };
    }

    /** Such that who may is stopped by what it says, and not by the role; so that nothing changes for the next. */
    private static Object body(String call) {
        if (call.startsWith("GET") || call.startsWith("DELETE")) {
            return null;
        }
        return switch (call) {
            case "POST /api/v1/migrations" -> PLAN;
            case "POST /api/v1/lint" -> Map.of("engine", "postgresql", "sql", "select 1", "target", "nowhere");
            case "POST /api/v1/tokens" ->
                Map.of("username", "nobody-known", "name", "x", "expiresAt", "2000-01-01T00:00:00Z");
            case "POST /api/v1/runs" -> launch();
            case "PATCH /api/v1/runs/{id}" -> Map.of("dial", 5);
            case "PATCH /api/v1/targets/{name}", "PATCH /api/v1/users/{username}" -> Map.of();
            case "PUT /api/v1/policies/{environment}" -> Map.of("approvals", Map.of("count", 0));
            case "POST /api/v1/targets" -> Map.of("name", "?");
            case "POST /api/v1/users" -> Map.of("username", "?", "roles", List.of());
            case "POST " + SEES + "/comments" -> Map.of("text", "");
            case "POST /api/v1/runs/{id}/holes/{hole}" -> Map.of("action", "accept", "reason", "because");
            case "POST " + SEES + "/approvals", "POST " + SEES + "/rejections" ->
                Map.of("digest", "0".repeat(64), "target", "kept", "comment", "no");
            default -> null;
        };
    }

    private Api.Answer call(Api by, String call) {
        String[] parts = call.split(" ", 2);
        Object body = body(call);
        return body instanceof String
                ? by.call(parts[0], path(parts[1]), body, "Content-Type", "application/yaml")
                : by.call(parts[0], path(parts[1]), body);
    }

    private Set<String> mappings(boolean ofApi) {
        Set<String> all = new TreeSet<>();
        mappings.getHandlerMethods().forEach((info, method) -> {
            if (method.getBeanType().getName().startsWith("dev.lockkeeper.")) {
                info.getMethodsCondition().getMethods().forEach(verb -> info.getPatternValues().stream()
                        .filter(path -> path.startsWith("/api/") == ofApi)
                        .forEach(path -> all.add(verb + " " + path)));
            }
        });
        return all;
    }

    @Test
    void eachCallIsForThoseItIsFor() {
        assertThat(mappings(true)).as("say of each who may").containsExactlyInAnyOrderElementsOf(MAY.keySet());
        List<String> wrong = new ArrayList<>();
        // What ends something comes last, by who may.
        MAY.forEach((call, who) -> {
            expect(wrong, call, "nobody", call(people.nobody(), call), 401);
            alone.forEach((role, by) -> {
                if (!List.of(who.split(" ")).contains(role)) {
                    expect(wrong, call, role, call(by, call), 403);
                }
            });
            if (!OF_NO_TEAM.contains(call)) {
                expect(wrong, call, "a stranger", call(stranger, call), 403, 404);
            }
        });
        MAY.forEach((call, who) -> {
            if (!call.startsWith("DELETE") && !call.endsWith("/cancel")) {
                for (String role : who.split(" ")) {
                    expectLetIn(wrong, call, role, call(alone.get(role), call));
                }
            }
        });
        assertThat(wrong).isEmpty();
    }

    private static void expect(List<String> wrong, String call, String who, Api.Answer answer, Integer... statuses) {
        if (!List.of(statuses).contains(answer.status())) {
            wrong.add(call + " by " + who + ": " + answer.status() + " " + answer.body());
        }
    }

    private static void expectLetIn(List<String> wrong, String call, String who, Api.Answer answer) {
        if (answer.status() == 401 || answer.status() == 403 || answer.status() >= 500) {
            wrong.add(call + " by " + who + ": " + answer.status() + " " + answer.body());
        }
    }

    /** The lists that everybody may ask for have nothing of another team in them. */
    @Test
    void aStrangerReadsNothingOfAnotherTeam() {
        for (String list : List.of("/targets", "/migrations", "/runs", "/tokens", "/policies")) {
            assertThat(stranger.get(list).expect(200).body()).as(list).doesNotContain("kept", "matrix", "zebras");
        }
    }

    /** Pages: without the token of its form nothing is done, and what may not be done leaves the record as it is. */
    @Test
    void aFormOfAPageDoesNothingForThoseItIsNotFor() {
        Map<String, String> fields = fields();
        for (String who : List.of("only-viewer", "stranger")) {
            Browser browser = signedIn(who);
            long before = log.head().seq();
            for (String call : mappings(false)) {
                String[] parts = call.split(" ", 2);
                if (parts[0].equals("POST") && !parts[1].endsWith("/probe") && !OWN.contains(call)) {
                    String path = path(parts[1]);
                    assertThat(browser.post(path, "reason=x").statusCode())
                            .as(call + " without its token")
                            .isEqualTo(403);
                    browser.submit("/", path, fields);
                    assertThat(log.head().seq()).as(call + " by " + who).isEqualTo(before);
                }
            }
        }
        for (String call : mappings(false)) {
            assertThat(new Browser(api)
                            .post(path(call.split(" ", 2)[1]), "reason=x")
                            .statusCode())
                    .as(call + " by nobody")
                    .isIn(302, 403);
        }
    }

    @Test
    void aPageOfAnotherTeamIsNotThere() {
        Browser browser = signedIn("stranger");
        for (String page : pages()) {
            HttpResponse<String> answer =
                    browser.get(address(page), "Accept", page.endsWith("/live") ? "text/event-stream" : "text/html");
            if (page.contains("{")) {
                assertThat(answer.statusCode()).as(page + " by a stranger").isIn(403, 404);
            }
            assertThat(answer.body()).as(page).doesNotContain(">kept<", ">matrix<", "zebras");
        }
    }

    @Test
    void eachPageIsForThoseItIsFor() {
        assertThat(pages()).as("say of each who sees it").containsExactlyInAnyOrderElementsOf(SEES_PAGE.keySet());
        List<String> wrong = new ArrayList<>();
        Map<String, Browser> readers = new LinkedHashMap<>();
        ROLES.forEach(role -> readers.put(role, signedIn("only-" + role)));
        readers.put("no role", signedIn("roleless"));
        SEES_PAGE.forEach((page, who) -> readers.forEach((role, reader) -> {
            boolean sees = List.of(who.split(" ")).contains(role) || FOR_EVERYBODY.contains(page);
            // A stream that is let in would not end for a quarter of an hour.
            if (!page.endsWith("/live") || !sees) {
                HttpResponse<String> answer = reader.get(
                        address(page), "Accept", page.endsWith("/live") ? "text/event-stream" : "text/html, */*;q=0.5");
                String location = reader.location(answer);
                int status = answer.statusCode();
                // The run waits for its time, and not at a gate.
                boolean letIn = status == (page.endsWith("/gate") ? 409 : 200)
                        || status == 302 && !location.startsWith("/login");
                if (sees ? !letIn : status != 403 && status != 404) {
                    wrong.add(page + " by " + role + ": " + status + " " + location);
                }
            }
        }));
        SEES_PAGE.keySet().stream().filter(page -> !OPEN.contains(page)).forEach(page -> {
            Browser nobody = new Browser(api);
            if (!nobody.location(nobody.get(address(page))).equals("/login")) {
                wrong.add(page + " by nobody");
            }
        });
        assertThat(wrong).isEmpty();
    }

    private Set<String> pages() {
        Set<String> pages = new TreeSet<>();
        mappings(false).stream()
                .filter(call -> call.startsWith("GET "))
                .forEach(call -> pages.add(call.substring("GET ".length())));
        return pages;
    }

    private static String address(String page) {
        String path = path(page.replace("/tokens/{id}", "/tokens/{token}"));
        return switch (page) {
            case "/runs/new" -> path + "?migration=matrix&target=kept";
            case "/migrations/{id}" -> path + "?revision=1&target=kept";
            case "/policies/remove" -> path + "?environment=prod";
            default -> path;
        };
    }

    /** What the forms of all the pages send, so that each has all that it needs. */
    private static Map<String, String> fields() {
        Map<String, String> fields = new HashMap<>(Map.of(
                "reason",
                "because",
                "how",
                "terminate",
                "migration",
                "matrix",
                "target",
                "kept",
                "revision",
                "1",
                "number",
                "1"));
        fields.putAll(Map.of("comment", "no", "environment", "prod", "dial", "5", "phase", "expand", "to", "expand"));
        fields.put("digest", "0".repeat(64));
        fields.put("text", PLAN);
        fields.putAll(Map.of("yaml", PLAN, "name", "other", "engine", "postgresql", "url", "jdbc:postgresql://h/d"));
        fields.putAll(Map.of("username", "u", "password", "pass phrase"));
        fields.putAll(Map.of("role", "viewer", "scope", "everywhere", "days", "7", "confirm", "kept"));
        return fields;
    }

    private Browser signedIn(String who) {
        Browser browser = new Browser(api);
        var answer = browser.submit("/login", "/login", Map.of("username", who, "password", People.PASSWORD));
        assertThat(answer.statusCode()).isEqualTo(302);
        return browser;
    }
}
