package dev.lockkeeper.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Chromium;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;

/** An admin's day in a browser; and a picture of each page of administration, in both themes, on a phone and on a desk. */
@LockkeeperTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdminStoryTest {

    @Autowired
    Api api;

    @Autowired
    People people;

    private final Chromium chromium = new Chromium();
    private final List<String> complaints = new ArrayList<>();

    @BeforeAll
    void somePeople() {
        people.somebody("grace.hopper@example.com", "admin", "auditor", "approver@prod");
        people.somebody("ann", "author", "viewer");
        people.somebody("bob", "approver", "operator@staging");
        people.somebody("cyd", "operator@prod", "operator@team:accounts", "viewer");
        people.admin()
                .post("/users", Map.of("username", "build-server", "roles", List.of("operator@staging")))
                .expect(201);
        people.admin().patch("/users/bob", Map.of("disabled", true)).expect(200);
        people.admin()
                .post("/users", Map.of("username", "newcomer", "password", People.PASSWORD))
                .expect(201);
        for (String name : List.of("laptop", "nightly report")) {
            people.admin()
                    .post(
                            "/tokens",
                            Map.of("username", "build-server", "name", name, "expiresAt", "2030-01-01T00:00:00Z"))
                    .expect(201);
        }
        Map<String, Object> target = new HashMap<>(
                Map.of("name", "accounts-prod", "engine", "postgresql", "url", "jdbc:postgresql://localhost:1/none"));
        target.putAll(Map.of("username", "u", "password", "p", "environment", "prod", "team", "accounts"));
        Map<String, Object> backup = Map.of("http", "https://backups.example/accounts-prod/last", "maxAge", "6h");
        target.put(
                "policy", Map.of("backup", backup, "freeDisk", Map.of("sql", "select free from disk_of_this_host()")));
        people.admin().post("/targets", target).expect(201);
        people.admin()
                .call(
                        "PUT",
                        "/policies/prod",
                        Map.of(
                                "approvals",
                                Map.of("count", 2, "roles", List.of("approver")),
                                "checks",
                                Map.of("long-transactions", "blocking")))
                .expect(201);
    }

    @AfterAll
    void close() {
        chromium.close();
    }

    private Page signedIn(BrowserContext context) {
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.navigate(api.server() + "/login");
        page.getByLabel("Username").fill("grace.hopper@example.com");
        page.getByLabel("Password").fill(People.PASSWORD);
        button(page, "Sign in");
        page.waitForURL(address -> !address.contains("login"));
        return page;
    }

    private static void button(Page page, String name) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }

    @Test
    void anAdminAddsSomebodyGivesARoleMakesATokenAndDeletes() {
        try (BrowserContext context = chromium.context(ColorScheme.LIGHT, 1280)) {
            context.grantPermissions(List.of("clipboard-read", "clipboard-write"));
            Page page = signedIn(context);
            page.getByRole(
                            AriaRole.LINK,
                            new Page.GetByRoleOptions().setName("Admin").setExact(true))
                    .click();
            page.getByLabel("Username").fill("dana");
            page.getByLabel("Password").fill(People.PASSWORD);
            button(page, "Add");
            assertThat(page.locator("h1")).hasText("dana");
            assertThat(page.locator(".lk-next")).containsText("sees nothing");
            page.getByLabel("Role", new Page.GetByLabelOptions().setExact(true)).selectOption("operator");
            page.getByLabel("Holds").selectOption("environment");
            page.getByLabel("Which environment or team").fill("prod");
            button(page, "Give");
            assertThat(page.locator("main")).containsText("dana has the role operator@prod now");
            assertThat(page.locator(".lk-next")).hasCount(0);

            page.getByRole(
                            AriaRole.LINK,
                            new Page.GetByRoleOptions().setName("tokens").setExact(true))
                    .click();
            page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("deploy");
            button(page, "Make it");
            String secret = page.getByLabel("Token", new Page.GetByLabelOptions().setExact(true))
                    .inputValue();
            assertThat(secret).startsWith("lk_");
            assertThat(page.url()).doesNotContain(secret);
            button(page, "Copy");
            assertThat(page.locator("[data-copy]")).hasText("Copied");
            assertThat(page.evaluate("navigator.clipboard.readText()")).isEqualTo(secret);

            page.navigate(api.server() + "/admin/users/dana/delete");
            page.getByLabel("Type dana to confirm").fill("dan");
            button(page, "Delete dana");
            assertThat(page.locator(".lk-failure")).containsText("Nothing was deleted");
            page.getByLabel("Type dana to confirm").fill("dana");
            button(page, "Delete dana");
            assertThat(page.locator(".lk-notice")).hasText("dana is deleted.");
        }
        assertThat(complaints).as("what the browser's console complained of").isEmpty();
    }

    @Test
    void everyPageOfItIsPictured() {
        Map<String, String> pages = Map.of(
                "users", "/admin/users",
                "user", "/admin/users/cyd",
                "user-delete", "/admin/users/newcomer/delete",
                "roles", "/admin/roles",
                "tokens", "/admin/tokens",
                "hooks", "/admin/hooks",
                "policies", "/policies",
                "account", "/account");
        for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : List.of(360, 1440)) {
                try (BrowserContext context = chromium.context(theme, width)) {
                    Page page = context.newPage();
                    String end = "-" + theme.name().toLowerCase(java.util.Locale.ROOT) + "-" + width;
                    page.navigate(api.server() + "/login?ended");
                    Chromium.picture(page, "login" + end);
                    page.close();
                    Page signedIn = signedIn(context);
                    pages.forEach((name, address) -> {
                        signedIn.navigate(api.server() + address);
                        assertThat(signedIn.locator("h1")).hasCount(1);
                        Chromium.picture(signedIn, "admin-" + name + end);
                    });
                    signedIn.navigate(api.server() + "/account");
                    signedIn.getByLabel("Name").fill("laptop");
                    button(signedIn, "Make it");
                    Chromium.picture(signedIn, "admin-token-made" + end);
                }
            }
        }
        assertThat(complaints).as("what the browser's console complained of").isEmpty();
    }
}
