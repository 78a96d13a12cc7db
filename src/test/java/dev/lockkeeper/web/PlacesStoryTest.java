package dev.lockkeeper.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Chromium;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.Logins;
import dev.lockkeeper.testing.People;
import dev.lockkeeper.testing.TargetBodies;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;

/** Target, record, report and errors in a real browser, with a picture of each in both themes and on a phone. */
@LockkeeperTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlacesStoryTest {

    private static final int PHONE = 360;
    private static final int DESK = 1440;

    @Autowired
    Api api;

    @Autowired
    People people;

    private SomePages pages;
    private ServerSocket silent;
    private final List<String> complaints = new ArrayList<>();

    @BeforeAll
    void targetsThatStandInEveryWay() throws IOException {
        pages = new SomePages(api, people);
        pages.crew().approve(pages.migration, "contract");
        pages.crew().open(pages.run, "contract", List.of(SomePages.ATTACK)).expect(202);
        pages.crew().await(pages.run, "succeeded");
        people.somebody("zoe", "admin", "auditor", "approver", "operator", "author");
        Databases.Database database = Databases.fresh("orders");
        database.run(
                "create table customers (id bigint primary key, email text not null unique, name text default 'nobody')",
                "create table orders (id bigint generated always as identity primary key, customer bigint not null references customers,"
                        + " placed_at timestamptz not null default now(), total numeric(12,2) check (total >= 0))",
                "create index orders_of_customer on orders (customer, placed_at desc)",
                "insert into customers select i, 'c' || i || '@example.com' from generate_series(1, 40000) i",
                "insert into orders (customer, total) select 1 + i % 40000, i from generate_series(1, 90000) i",
                "create table countries (code text primary key)",
                "create table notes (written text)",
                "analyze");
        register("orders-prod", database, Map.of());
        register("orders-read", Logins.limited(database), Map.of());
        silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        register(
                "orders-away",
                new Databases.Database(
                        "jdbc:postgresql://localhost:" + silent.getLocalPort() + "/orders", "lockkeeper", "secret"),
                Map.of());
    }

    private void register(String name, Databases.Database database, Map<String, Object> more) {
        Map<String, Object> body =
                new LinkedHashMap<>(TargetBodies.of(name, database, "prod", Map.of("team", "orders")));
        body.put("windows", List.of("Mon-Fri 22:00-05:00 Europe/Berlin", "Sat,Sun 10:00-18:00 Europe/Berlin"));
        body.put(
                "policy",
                Map.of(
                        "after", List.of("test", "staging"),
                        "backup", Map.of("sql", "select max(finished_at) from backups", "maxAge", "12h"),
                        "limits", Map.of("transaction", "30s")));
        body.putAll(more);
        people.admin().post("/targets", body).expect(201);
    }

    @Test
    void theTargetsPageFillsInWhatTheTargetSays() {
        try (Chromium chromium = new Chromium();
                BrowserContext context = chromium.context(ColorScheme.LIGHT, DESK)) {
            Page page = signedIn(context);
            page.navigate(api.server() + "/targets/orders-prod");
            assertThat(page.locator("#target-reach")).containsText("PostgreSQL");
            assertThat(page.locator("#target-tables")).containsText("public.orders");
            assertThat(page.locator("#target-sessions")).containsText("Nobody blocks anybody");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Probe again"))
                    .click();
            assertThat(page).hasURL(Pattern.compile(".*/targets/orders-prod$"));
            assertThat(page.locator("#target-reach")).containsText("asked at");
            for (String target : List.of("orders-prod", "orders-read", "orders-away")) {
                inEveryLight(chromium, "/targets/" + target, target, "#target-reach:not([hx-trigger])");
            }
            for (String part : List.of("tables", "tables/public.orders", "sessions", "edit", "remove")) {
                inEveryLight(chromium, "/targets/orders-prod/" + part, "orders-prod-" + part.replace('/', '-'), "h1");
            }
            inEveryLight(chromium, "/targets/new", "target-new", "h1");
        }
        Assertions.assertThat(complaints).isEmpty();
    }

    @Test
    void aRefusedFormSaysAtEachFieldWhatIsWrong() {
        try (Chromium chromium = new Chromium();
                BrowserContext context = chromium.context(ColorScheme.LIGHT, DESK)) {
            Page page = signedIn(context);
            page.navigate(api.server() + "/targets/orders-prod/edit");
            page.getByLabel("Maintenance windows").fill("whenever\nMon 10:00-11:00 Mars/Olympus");
            page.getByLabel("Environment").fill("PROD!");
            page.getByLabel("Oldest transaction", new Page.GetByLabelOptions().setExact(true))
                    .fill("soon");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Change orders-prod"))
                    .click();
            assertThat(page.locator("#windows-wrong")).containsText("1: 'whenever' is no window");
            assertThat(page.locator("#windows-wrong")).containsText("2: ");
            assertThat(page.locator("#environment-wrong")).isVisible();
            assertThat(page.locator("#limitTransaction-wrong")).isVisible();
            assertThat(page.getByLabel("Maintenance windows")).hasValue(Pattern.compile("whenever[\\s\\S]*"));
            Chromium.picture(page, "target-edit-refused-light");
            page.getByLabel("Environment").fill("prod");
            page.getByLabel("Maintenance windows").fill("Mon-Fri 21:00-05:00 Europe/Berlin");
            page.getByLabel("Oldest transaction", new Page.GetByLabelOptions().setExact(true))
                    .fill("45s");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Change orders-prod"))
                    .click();
            assertThat(page.locator(".lk-notice")).containsText("Changed orders-prod");
            assertThat(page.locator("#target-reach")).containsText("PostgreSQL");
        }
    }

    @Test
    void theRecordIsReadAndVerified() {
        try (Chromium chromium = new Chromium();
                BrowserContext context = chromium.context(ColorScheme.LIGHT, DESK)) {
            Page page = signedIn(context);
            people.admin()
                    .patch("/targets/orders-read", Map.of("windows", List.of(), "team", "reading"))
                    .expect(200);
            page.navigate(api.server() + "/audit");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Verify the chain"))
                    .click();
            assertThat(page.locator(".lk-next")).containsText("The chain is whole");
            Chromium.picture(page, "audit-verified-light");
            page.navigate(api.server() + "/audit?subject=target:orders-read&action=target.update");
            page.locator(".lk-records a").first().click();
            assertThat(page.locator(".lk-fields")).containsText("windows[0]");
            inEveryLight(chromium, page.url().replace(api.server(), ""), "audit-record", "h1");
            inEveryLight(chromium, "/audit?subject=run:*", "audit", "h1");
        }
    }

    @Test
    void theReportPrintsOnPaperWithItsHeadOnEachSheet() throws IOException {
        try (Chromium chromium = new Chromium();
                BrowserContext context = chromium.context(ColorScheme.DARK, DESK)) {
            Page page = signedIn(context);
            page.navigate(api.server() + "/runs/" + pages.run + "/report?verified=true");
            assertThat(page.locator(".lk-paper-edge").first()).isHidden();
            inEveryLight(chromium, "/runs/" + pages.run + "/report", "run-report", "h1");
            page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
            assertThat(page.locator(".lk-paper-edge").first()).isVisible();
            assertThat(page.locator(".lk-top")).isHidden();
            Assertions.assertThat(page.evaluate("getComputedStyle(document.querySelector('.lk-report')).color"))
                    .as("black on white, whatever the reader's theme")
                    .isEqualTo("rgb(0, 0, 0)");
            Path sheet = Path.of("target/pictures/run-report.pdf");
            Files.createDirectories(sheet.getParent());
            byte[] pdf =
                    page.pdf(new Page.PdfOptions().setPreferCSSPageSize(true).setPath(sheet));
            Assertions.assertThat(new String(pdf, StandardCharsets.ISO_8859_1)).startsWith("%PDF");
        }
    }

    @Test
    void anErrorHelpsInTheBrowserToo() {
        try (Chromium chromium = new Chromium();
                BrowserContext context = chromium.context(ColorScheme.LIGHT, DESK)) {
            Page page = signedIn(context);
            page.navigate(api.server() + "/migrations/new");
            page.locator("textarea").first().fill("migration: kept\ntitle: what was typed");
            context.clearCookies();
            page.locator("main form button[type=submit]").first().click();
            assertThat(page.locator("h1")).hasText("This form has aged");
            assertThat(page.locator(".lk-typed")).hasValue(Pattern.compile("migration: kept[\\s\\S]*"));
            Chromium.picture(page, "failure-stale-light");
            inEveryLight(chromium, "/targets/none-such", "failure-404", "h1");
        }
    }

    private void inEveryLight(Chromium chromium, String address, String name, String ready) {
        for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : List.of(DESK, PHONE)) {
                try (BrowserContext context = chromium.context(theme, width)) {
                    Page page = signedIn(context);
                    page.navigate(api.server() + address);
                    page.locator(ready).first().waitFor();
                    Assertions.assertThat(((Number) page.evaluate("document.documentElement.scrollWidth - innerWidth"))
                                    .intValue())
                            .as("%s at %d", address, width)
                            .isLessThanOrEqualTo(0);
                    Chromium.picture(
                            page,
                            name
                                    + (width == PHONE ? "-narrow-" : "-")
                                    + theme.name().toLowerCase(Locale.ROOT));
                }
            }
        }
    }

    private Page signedIn(BrowserContext context) {
        Page page = context.newPage();
        page.onPageError(error -> complaints.add(error));
        page.navigate(api.server() + "/login");
        page.getByLabel("Username").fill("zoe");
        page.getByLabel("Password").fill(People.PASSWORD);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
        page.waitForURL(address -> !address.contains("login"));
        return page;
    }
}
