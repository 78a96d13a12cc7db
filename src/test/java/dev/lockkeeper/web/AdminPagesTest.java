package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.audit.AuditLog;
import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Browser;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** Administration from the pages, without script: every change is in the record. */
@LockkeeperTest
@TestPropertySource(
        properties = {"lockkeeper.audit.anchor.to=http://localhost:1/anchor", "lockkeeper.audit.anchor.every=1s"})
class AdminPagesTest {

    @Autowired
    Api api;

    @Autowired
    People people;

    @Autowired
    AuditLog log;

    private Browser boss;

    @BeforeEach
    void signIn() {
        boss = signedIn("boss", "admin", "auditor");
    }

    private Browser signedIn(String username, String... roles) {
        people.somebody(username, roles);
        Browser browser = new Browser(api);
        browser.submit("/login", "/login", Map.of("username", username, "password", People.PASSWORD));
        return browser;
    }

    /** Sends a form; fails when no record follows. @return the page that one is sent to */
    private String done(String page, String path, String... fields) {
        long before = log.head().seq();
        String body =
                boss.get(boss.location(boss.submit(page, path, form(fields)))).body();
        assertThat(log.head().seq()).as("a record of " + path).isGreaterThan(before);
        return body;
    }

    /** Sends a form; fails when something is changed. @return the page that one is sent to */
    private String refused(String page, String path, String... fields) {
        long before = log.head().seq();
        String body =
                boss.get(boss.location(boss.submit(page, path, form(fields)))).body();
        assertThat(log.head().seq()).as("nothing after " + path).isEqualTo(before);
        return body;
    }

    private static Map<String, String> form(String... fields) {
        Map<String, String> form = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            form.put(fields[i], fields[i + 1]);
        }
        return form;
    }

    private List<String> roles(String username) {
        return people.admin()
                .get("/users/" + username)
                .expect(200)
                .json()
                .at("/roles")
                .valueStream()
                .map(role -> role.asString())
                .toList();
    }

    @Test
    void aUserIsAddedGivenRolesDisabledAndDeleted() {
        String added = done(
                "/admin/users",
                "/admin/users",
                "username",
                "new.one@example.com",
                "password",
                People.PASSWORD,
                "role",
                "operator",
                "scope",
                "environment",
                "place",
                "prod");
        String page = "/admin/users/new.one@example.com";
        assertThat(added).contains("new.one@example.com is added.", "in prod", "launch runs");
        assertThat(roles("new.one@example.com")).containsExactly("operator@prod");

        done(page, page + "/roles/give", "role", "viewer", "scope", "team", "place", "accounts");
        done(page, page + "/roles/give", "role", "auditor", "scope", "everywhere", "place", "ignored");
        assertThat(roles("new.one@example.com")).containsExactly("auditor", "operator@prod", "viewer@team:accounts");
        assertThat(done(page, page + "/roles/take", "role", "operator@prod")).contains("no longer has the role");
        assertThat(roles("new.one@example.com")).containsExactly("auditor", "viewer@team:accounts");
        refused(page, page + "/roles/take", "role", "operator@prod");

        Browser their = new Browser(api);
        their.submit("/login", "/login", form("username", "new.one@example.com", "password", People.PASSWORD));
        assertThat(their.get("/account").statusCode()).isEqualTo(200);
        assertThat(done(page, page + "/disable")).contains("is disabled", "Enable new.one@example.com");
        assertThat(their.location(their.get("/account"))).isEqualTo("/login?ended");
        done(page, page + "/enable");
        done(page, page + "/password", "password", "another password");

        assertThat(boss.get(page + "/delete").body()).contains("Type new.one@example.com to confirm");
        assertThat(refused(page, page + "/delete", "confirm", "new.one")).contains("Nothing was deleted");
        assertThat(done(page, page + "/delete", "confirm", "new.one@example.com"))
                .contains("is deleted");
        assertThat(boss.get(page).statusCode()).isEqualTo(404);
    }

    @Test
    void theLastAdminCannotBeTakenAway() {
        people.admin().patch("/users/admin", Map.of("roles", List.of("viewer"))).expect(200);
        try {
            String page = "/admin/users/boss";
            assertThat(refused(page, page + "/roles/take", "role", "admin")).contains("last user with the role admin");
            assertThat(refused(page, page + "/disable")).contains("last user with the role admin");
            assertThat(refused(page, page + "/delete", "confirm", "boss")).contains("last user with the role admin");
        } finally {
            done("/admin/users/admin", "/admin/users/admin/roles/give", "role", "admin", "scope", "everywhere");
        }
    }

    @Test
    void whatIsRefusedKeepsWhatWasTypedButNotThePassword() {
        String page = refused(
                "/admin/users", "/admin/users", "username", "not a name", "password", "s3cret-word", "place", "prod");
        assertThat(page).contains("is not a username", "value=\"not a name\"").doesNotContain("s3cret-word");
        refused("/admin/users", "/admin/users", "username", "..", "password", "s3cret-word");
        assertThat(refused(
                        "/admin/users/boss",
                        "/admin/users/boss/roles/give",
                        "role",
                        "viewer",
                        "scope",
                        "team",
                        "place",
                        ""))
                .contains("names no environment or team");
    }

    @Test
    void usersAreFoundByNameAndRoleInPages() {
        for (int i = 0; i < 60; i++) {
            people.admin()
                    .post("/users", Map.of("username", String.format("crowd-%02d", i), "roles", List.of("author@dev")))
                    .expect(201);
        }
        String first = boss.get("/admin/users?name=CROWD").body();
        assertThat(first)
                .contains(">crowd-00<", ">crowd-49<", "after=crowd-49")
                .doesNotContain(">crowd-50<", "/admin/users/boss");
        String second = boss.get("/admin/users?name=CROWD&after=crowd-49").body();
        assertThat(second).contains(">crowd-50<", ">crowd-59<", "First page").doesNotContain(">crowd-49<", "Next page");
        assertThat(boss.get("/admin/users?role=admin").body())
                .contains("/admin/users/boss")
                .doesNotContain(">crowd-");
        assertThat(boss.get("/admin/users?name=nobody-such").body()).contains("No user matches");
        assertThat(boss.get("/admin/roles").body()).contains("role=author", ">60<");
    }

    @Test
    void tokensOfAllAreListedMadeAndRevoked() {
        people.somebody("robot", "operator");
        long before = log.head().seq();
        var made = boss.submit(
                "/admin/tokens", "/admin/tokens", form("username", "robot", "name", "build server", "days", "never"));
        assertThat(made.body()).contains("lk_", "acts for robot", "Copy it now");
        assertThat(log.head().seq()).isGreaterThan(before);
        String list = boss.get("/admin/tokens?username=robot").body();
        assertThat(list).contains("build server", "good, no end").doesNotContain("lk_");
        String id = people.admin()
                .get("/tokens?limit=500")
                .expect(200)
                .json()
                .at("/items")
                .valueStream()
                .filter(item -> item.at("/name").asString().equals("build server"))
                .findFirst()
                .orElseThrow()
                .at("/id")
                .asString();
        assertThat(boss.get("/admin/tokens/" + id + "/revoke").body()).contains("Revoke the token build server?");
        assertThat(done("/admin/tokens", "/admin/tokens/" + id + "/revoke")).contains("of robot is revoked");
        assertThat(refused("/admin/tokens", "/admin/tokens", "username", "no-such", "name", "x", "days", "7"))
                .contains("There is no user");
    }

    @Test
    void aPolicyIsStoredAndRemovedUnderTheSameRoof() {
        assertThat(boss.get("/policies").body()).contains("href=\"/admin/users\"", "None is stored");
        done("/policies", "/policies", "environment", "*", "text", "approvals: {count: 2}");
        assertThat(boss.get("/policies/remove?environment=*").body()).contains("Remove the policy of *?");
        assertThat(done("/policies", "/policies/remove", "environment", "*")).contains("The policy of * is removed");
        assertThat(refused("/policies", "/policies/remove", "environment", "*")).contains("There is no policy of");
        assertThat(signedIn("vera", "viewer").get("/policies").body()).doesNotContain("/admin", "Set a policy");
    }

    @Test
    void whatIsCalledOutsideStandsThereWithItsState() {
        Map<String, Object> target = new HashMap<>(Map.of(
                "name",
                "shop",
                "engine",
                "postgresql",
                "url",
                "jdbc:postgresql://localhost:1/none",
                "environment",
                "prod"));
        target.putAll(Map.of("username", "u", "password", "p"));
        target.put(
                "policy",
                Map.of(
                        "backup",
                        Map.of("http", "https://backups.example/shop", "maxAge", "6h"),
                        "freeDisk",
                        Map.of("sql", "select 1")));
        people.admin().post("/targets", target).expect(201);
        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(30))
                .until(() -> boss.get("/admin/hooks").body().contains("does not arrive"));
        assertThat(boss.get("/admin/hooks").body())
                .contains("http://localhost", "in a row")
                .contains("https://backups.example/shop", "a backup of the last 6 h", "free disk", "select 1");
    }

    @Test
    void theseArePagesForAdminsOfEverything() {
        for (Browser other : List.of(
                signedIn("ofTeam", "admin@team:other", "admin@prod"), signedIn("looker", "viewer", "auditor"))) {
            for (String page : List.of(
                    "/admin",
                    "/admin/users",
                    "/admin/users/boss",
                    "/admin/users/boss/delete",
                    "/admin/roles",
                    "/admin/tokens",
                    "/admin/hooks")) {
                assertThat(other.get(page).statusCode()).as(page).isEqualTo(403);
            }
            assertThat(other.get("/").body()).doesNotContain("href=\"/admin");
        }
        assertThat(boss.location(boss.get("/admin"))).isEqualTo("/admin/users");
        assertThat(boss.get("/").body()).contains("href=\"/admin/users\"");
    }
}
