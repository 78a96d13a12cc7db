package dev.lockkeeper.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Api.Answer;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.Logins;
import dev.lockkeeper.testing.People;
import dev.lockkeeper.testing.TargetBodies;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@LockkeeperTest
class TargetsApiTest {

    private static final String CANARY = "canary-51f0-pa55w0rd";
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Database DATABASE = Databases.fresh("targets")
            .run(
                    "create table users (id bigint primary key, name text)",
                    "create table \"Odd Ones\" (\"Key\" uuid primary key)");

    @Autowired
    People people;

    @Autowired
    JdbcClient store;

    private String name;

    private Map<String, Object> body(String environment, Map<String, Object> more) {
        return TargetBodies.of(name, DATABASE, environment, more);
    }

    @BeforeEach
    void prepare() {
        name = "shop-" + COUNT.incrementAndGet();
    }

    @Test
    void registeredTargetComesBackWithoutItsPassword() {
        Answer created = people.admin()
                .post("/targets", body("prod", Map.of("password", CANARY, "team", "accounts")))
                .expect(201);
        assertThat(created.header("Location")).isEqualTo("/api/v1/targets/" + name);
        JsonNode target = people.viewer().get("/targets/" + name).expect(200).json();
        assertThat(target.propertyNames())
                .containsExactlyInAnyOrder(
                        "name", "engine", "url", "username", "environment", "team", "replicas", "windows", "policy");
        assertThat(target.get("engine").asString()).isEqualTo("postgresql");
        assertThat(target.get("url").asString()).isEqualTo(DATABASE.url());
        assertThat(target).isEqualTo(created.json());
    }

    @Test
    void everyFindingComesAtOnceWithItsField() {
        Answer refused = people.admin()
                .post(
                        "/targets",
                        Map.of(
                                "name",
                                "Not A Name",
                                "engine",
                                "oracle",
                                "url",
                                "x",
                                "environment",
                                "Prod",
                                "password",
                                CANARY))
                .expect(400);
        assertThat(refused.code()).isEqualTo("invalid");
        List<String> paths = new ArrayList<>();
        refused.json()
                .get("errors")
                .forEach(error -> paths.add(error.get("path").asString()));
        assertThat(paths).containsExactly("name", "engine", "username", "environment");
        assertThat(refused.body()).doesNotContain(CANARY);
    }

    @Test
    void misspeltFieldIsRefused() {
        Answer refused = people.admin()
                .post("/targets", body("prod", Map.of("passwrod", CANARY)))
                .expect(400);
        assertThat(refused.body()).contains("passwrod").doesNotContain(CANARY);
    }

    @Test
    void engineWindowsAndPoliciesToComeAreRefusedByName() {
        assertThat(people.admin()
                        .post("/targets", body("prod", Map.of("engine", "mongodb")))
                        .expect(422)
                        .code())
                .isEqualTo("not-yet");
        assertThat(people.admin()
                        .post("/targets", body("prod", Map.of("windows", List.of("mon 10:00"))))
                        .expect(400)
                        .body())
                .contains("is no window");
        assertThat(people.admin()
                        .post("/targets", body("prod", Map.of("policy", Map.of("maxLanes", 2))))
                        .expect(422)
                        .body())
                .contains("policy.maxLanes");
        people.admin().get("/targets/" + name).expect(404);
    }

    @Test
    void onlyAnAdminOfEverythingRefersToSecretsOfTheServer() {
        Api teamAdmin = people.somebody("reference-admin", "admin@prod");
        Map<String, Object> from = new HashMap<>(body("prod", Map.of("passwordFrom", "env:PATH")));
        from.remove("password");
        assertThat(teamAdmin.post("/targets", from).expect(403).code()).isEqualTo("forbidden");
        people.admin().post("/targets", from).expect(201);
        teamAdmin
                .patch("/targets/" + name, Map.of("url", "jdbc:postgresql://127.0.0.1:1/elsewhere"))
                .expect(403);
        teamAdmin.patch("/targets/" + name, Map.of("passwordFrom", "env:HOME")).expect(403);
        teamAdmin.patch("/targets/" + name, Map.of("password", "of their own")).expect(200);
    }

    @Test
    void takenNameIsRefusedAndFreeAgainAfterRemoval() {
        people.admin().post("/targets", body("prod", Map.of())).expect(201);
        assertThat(people.admin()
                        .post("/targets", body("prod", Map.of()))
                        .expect(409)
                        .code())
                .isEqualTo("already-exists");
        people.admin().delete("/targets/" + name).expect(204);
        people.admin().get("/targets/" + name).expect(404);
        people.admin().delete("/targets/" + name).expect(404);
        people.admin().post("/targets", body("prod", Map.of())).expect(201);
    }

    @Test
    void removalForgetsTheSecretAndWaitsForActiveRuns() {
        people.admin().post("/targets", body("prod", Map.of())).expect(201);
        store.sql(
                        """
                        insert into migrations (id, title, engine, latest, author_id, author)
                        values ('split-name', 't', 'postgresql', 1, 1, 'a') on conflict do nothing
                        """)
                .update();
        store.sql(
                        """
                        insert into revisions (migration, number, text, digest, author_id, author)
                        values ('split-name', 1, 't', 'd', 1, 'a') on conflict do nothing
                        """)
                .update();
        store.sql(
                        """
                        insert into runs (migration, revision, title, digest, target, environment, state, phases, resolved, launched_by)
                        values ('split-name', 1, 't', 'd', :target, 'prod', 'paused', '[]', '{}', 'a')
                        """)
                .param("target", name)
                .update();
        assertThat(people.admin().delete("/targets/" + name).expect(409).code()).isEqualTo("in-use");
        store.sql("update runs set state = 'cancelled', ended_at = now() where target = :target")
                .param("target", name)
                .update();
        people.admin().delete("/targets/" + name).expect(204);
        assertThat(store.sql("select count(*) from targets where name = :name and password_cipher is not null")
                        .param("name", name)
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void changeKeepsThePasswordUnlessItNamesOne() {
        Database login = Logins.guarded(DATABASE, CANARY);
        people.admin()
                .post("/targets", body("prod", Map.of("username", login.username(), "password", CANARY)))
                .expect(201);
        assertThat(reachable()).isTrue();
        people.admin().patch("/targets/" + name, Map.of("team", "accounts")).expect(200);
        assertThat(reachable()).isTrue();
        people.admin().patch("/targets/" + name, Map.of("password", "another")).expect(200);
        assertThat(reachable()).isFalse();
        people.admin()
                .patch("/targets/" + name, Map.of("passwordFrom", "env:NOT_THERE"))
                .expect(200);
        Answer probe = people.viewer().post("/targets/" + name + "/probe", null).expect(200);
        assertThat(probe.text("/error")).contains("env:NOT_THERE");
        assertThat(people.viewer().get("/targets/" + name).text("/passwordFrom"))
                .isEqualTo("env:NOT_THERE");
        assertThat(people.admin()
                        .patch("/targets/" + name, Map.of("name", "other"))
                        .expect(400)
                        .body())
                .contains("never changes");
    }

    @Test
    void pagesFollowTheCursor() {
        for (String letter : List.of("a", "b", "c")) {
            people.admin()
                    .post("/targets", body("paging", Map.of("name", "page-" + letter)))
                    .expect(201);
        }
        Api reader = people.somebody("pia", "viewer@paging");
        Answer first = reader.get("/targets?limit=2").expect(200);
        assertThat(first.json().get("items").size()).isEqualTo(2);
        assertThat(first.text("/after")).isEqualTo("page-b");
        Answer second = reader.get("/targets?limit=2&after=page-b").expect(200);
        assertThat(second.json().get("items").size()).isEqualTo(1);
        assertThat(second.text("/items/0/name")).isEqualTo("page-c");
        assertThat(second.json().has("after")).isFalse();
        reader.get("/targets?limit=0").expect(400);
    }

    @Test
    void probeOfAServerThatIsDownIsAnAnswer() {
        people.admin()
                .post("/targets", body("prod", Map.of("url", "jdbc:postgresql://localhost:1/shop")))
                .expect(201);
        Answer probe = people.viewer().post("/targets/" + name + "/probe", null).expect(200);
        assertThat(probe.json().get("reachable").asBoolean()).isFalse();
        assertThat(probe.text("/advice")).isNotEmpty();
        assertThat(people.viewer()
                        .get("/targets/" + name + "/tables")
                        .expect(503)
                        .code())
                .isEqualTo("target-unreachable");
    }

    @Test
    void probeTellsVersionLatencyAndWhatIsMissing() {
        Database login = Logins.limited(DATABASE);
        people.admin()
                .post("/targets", body("prod", Map.of("username", login.username())))
                .expect(201);
        JsonNode probe = people.viewer()
                .post("/targets/" + name + "/probe", null)
                .expect(200)
                .json();
        assertThat(probe.get("reachable").asBoolean()).isTrue();
        assertThat(probe.get("version").asString()).startsWith("PostgreSQL ");
        assertThat(probe.get("latency").asString()).startsWith("PT");
        assertThat(probe.at("/missing/0/what").asString()).isNotEmpty();
        assertThat(probe.at("/missing/0/why").asString()).isNotEmpty();
        assertThat(probe.at("/missing/0/grant").asString()).contains(Logins.quoted(login.username()));
    }

    @Test
    void tablesAndOneTableAreShown() {
        people.admin().post("/targets", body("prod", Map.of())).expect(201);
        Answer tables = people.viewer().get("/targets/" + name + "/tables").expect(200);
        assertThat(tables.json().get("items").size()).isEqualTo(2);
        assertThat(tables.json().at("/items/0").has("bytes")).isTrue();
        JsonNode users = people.viewer()
                .get("/targets/" + name + "/tables/public.users")
                .expect(200)
                .json();
        assertThat(users.at("/key/0").asString()).isEqualTo("id");
        assertThat(users.at("/columns/0/type").asString()).isEqualTo("bigint");
        assertThat(users.at("/indexes/0/name").asString()).isEqualTo("users_pkey");
        assertThat(people.viewer()
                        .get("/targets/" + name + "/tables/public.Odd%20Ones")
                        .expect(200)
                        .json()
                        .at("/key/0")
                        .asString())
                .isEqualTo("Key");
        assertThat(people.viewer()
                        .get("/targets/" + name + "/tables/public.nothing")
                        .expect(404)
                        .code())
                .isEqualTo("not-found");
        people.viewer().get("/targets/" + name + "/tables/public.").expect(404);
    }

    /** Register, change, probe, list and remove for roles here, elsewhere and in a team. */
    @ParameterizedTest
    @CsvSource({
        "viewer,            403, 403, 200, 403",
        "author,            403, 403, 200, 403",
        "approver,          403, 403, 200, 403",
        "operator,          403, 403, 200, 403",
        "auditor,           403, 403, 200, 403",
        "admin,             201, 200, 200, 204",
        "admin@matrix,      201, 200, 200, 204",
        "admin@team:matrix, 201, 200, 200, 204",
        "admin@elsewhere,   403, 404, 404, 404",
        "viewer@matrix,     403, 403, 200, 403",
        "viewer@elsewhere,  403, 404, 404, 404"
    })
    void rolesDecide(String role, int register, int change, int look, int remove) {
        Api somebody = people.somebody("m-" + role.replaceAll("[^a-z]", "-"), role);
        Map<String, Object> own = body("matrix", Map.of("name", name + "-own", "team", "matrix"));
        somebody.post("/targets", own).expect(register);
        people.admin()
                .post("/targets", body("matrix", Map.of("team", "matrix")))
                .expect(201);
        String path = "/targets/" + name;
        somebody.get(path).expect(look);
        somebody.post(path + "/probe", null).expect(look);
        somebody.get(path + "/tables").expect(look);
        somebody.get(path + "/tables/users").expect(look);
        somebody.get(path + "/locks").expect(look);
        assertThat(somebody.get("/targets?limit=500").expect(200).body().contains("\"" + name + "\""))
                .isEqualTo(look == 200);
        somebody.patch(path, Map.of("username", "postgres")).expect(change);
        somebody.delete(path).expect(remove);
    }

    @Test
    void nobodyAndAdminsOfOneEnvironmentStayOutside() {
        people.nobody().get("/targets").expect(401);
        people.admin().post("/targets", body("inside", Map.of())).expect(201);
        Api inside = people.somebody("ines", "admin@inside");
        assertThat(inside.patch("/targets/" + name, Map.of("environment", "outside"))
                        .expect(403)
                        .code())
                .isEqualTo("forbidden");
        inside.patch("/targets/" + name, Map.of("username", "postgres")).expect(200);
    }

    @Test
    void everyChangeIsInTheRecord() {
        people.admin().post("/targets", body("prod", Map.of())).expect(201);
        people.admin().patch("/targets/" + name, Map.of("password", "new")).expect(200);
        people.admin().patch("/targets/" + name, Map.of("environment", "!")).expect(400);
        people.admin().delete("/targets/" + name).expect(204);
        JsonNode records = people.auditor()
                .get("/audit?subject=target:" + name)
                .expect(200)
                .json()
                .get("items");
        assertThat(records.size()).isEqualTo(3);
        assertThat(records.toString())
                .contains("target.register", "target.update", "target.remove", "password changed");
    }

    private boolean reachable() {
        return people.viewer()
                .post("/targets/" + name + "/probe", null)
                .expect(200)
                .json()
                .get("reachable")
                .asBoolean();
    }
}
