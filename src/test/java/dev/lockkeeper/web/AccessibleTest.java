package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Browser;
import dev.lockkeeper.testing.Chromium;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import dev.lockkeeper.testing.TargetBodies;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Every page, in one list: how it lies in windows of any width and in either theme, whether axe-core finds anything serious, whether
 * the focus can be seen, where its links lead each kind of reader, and what it is without script. Its pictures are in {@code
 * target/pictures}.
 */
@LockkeeperTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessibleTest {

    private static final int PHONE = 360;
    private static final int DESK = 1440;
    private static final int HEIGHT = 900;
    private static final Pattern LINK = Pattern.compile("<a [^>]*href=\"(/[^\"#]*)");

    /** Streams and downloads, and the door: nobody who is signed in goes there. */
    private static final Set<String> NO_PAGES = Set.of(
            "/runs/{id}/live",
            "/runs/{id}/series",
            "/audit/export.csv",
            "/audit/export.ndjson",
            "/login",
            "/favicon.ico",
            "/robots.txt");

    private static final Set<String> SERIOUS = Set.of("serious", "critical");

    /** Findings of each level, one of them suppressed. */
    private static final String RISKY =
            """
            migration: index-accounts
            title: Index accounts by email and drop what nobody reads
            engine: postgresql
            owner: accounts
            ticket: ACC-77
            description: Searches by email take 4 s today.
            phases:
              - phase: expand
                steps:
                  - sql:
                      name: index on email
                      up: create index accounts_email_idx on accounts (email)
                      down: drop index accounts_email_idx
              - phase: contract
                gate: {approval: required, checklist: [No release reads created_at any more]}
                steps:
                  - sql:
                      name: drop created_at
                      up: alter table accounts drop column created_at
                      irreversible: its values are kept nowhere
                      allow: {ban-drop-column: nobody has read it since June}
            """;

    private static final String HOLED =
            """
            migration: holed
            title: Rows that refuse
            engine: postgresql
            strategy: direct
            phases:
              - phase: work
                steps:
                  - backfill: {table: things, set: {n: 1 / d}}
            """;

    @Autowired
    People people;

    @Autowired
    Api api;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    private SomePages pages;
    private Connection open;
    private String session;
    private long stuck;
    private String hole;

    @BeforeAll
    void somethingOnEachPage() throws SQLException {
        pages = new SomePages(api, people);
        pages.database()
                .run(
                        "create table accounts (id bigint primary key, email text, created_at timestamptz)",
                        "insert into accounts select i, 'u' || i || '@example.com', now() from generate_series(1, 200000) i",
                        "analyze accounts");
        people.admin()
                .call("PUT", "/policies/dev", Map.of("approvals", Map.of("count", 2, "roles", List.of("approver"))))
                .expect(201);
        people.somebody("zoe", "admin", "auditor", "approver", "operator", "author");
        String digest =
                people.author().postYaml("/migrations", RISKY).expect(201).text("/digest");
        String revision = "/migrations/index-accounts/revisions/1";
        people.approver()
                .post(revision + "/comments", Map.of("text", "Who searches by email?", "phase", "expand"))
                .expect(201);
        people.approver()
                .post(
                        revision + "/rejections",
                        Map.of(
                                "digest",
                                digest,
                                "target",
                                SomePages.TARGET,
                                "comment",
                                "Build the index concurrently."))
                .expect(201);
        people.somebody("vera", "viewer@team:accounts");
        people.admin()
                .post(
                        "/targets",
                        TargetBodies.of("accounts-test", pages.database(), "test", Map.of("team", "accounts")))
                .expect(201);
        pages.database()
                .run(
                        "create table things (id bigint primary key, n int, d int not null)",
                        "insert into things select i, null, i - 7 from generate_series(1, 50) i");
        stuck = pages.crew().launch(pages.crew().approved(HOLED));
        hole = pages.crew().await(stuck, "stuck").at("/holes/0/hole").asString();
        open = pages.database().connect();
        try (Statement ask = open.createStatement();
                ResultSet pid = ask.executeQuery("select pg_backend_pid()")) {
            pid.next();
            session = pid.getString(1);
        }
    }

    @AfterAll
    void closeTheSession() throws SQLException {
        open.close();
    }

    private List<String> addresses() {
        String run = "/runs/" + pages.run;
        String token = people.admin().get("/tokens?limit=500").text("/items/0/id");
        return List.of(
                "/",
                "/find?query=a",
                "/find?query=nothing-like-that",
                "/find",
                "/keys",
                "/targets/accounts-test",
                "/targets/shop/sessions/" + session,
                "/runs/" + stuck,
                "/runs/" + stuck + "/holes/" + hole + "/accept",
                "/migrations",
                "/migrations/new",
                "/migrations/new?template=foreign-key&target=shop",
                "/migrations/attack?target=shop&diff=1..2",
                "/migrations/index-accounts?target=shop",
                "/migrations/attack?target=shop",
                "/runs",
                "/runs/new?migration=index-accounts&target=shop",
                run,
                run + "/gate",
                run + "/cancel",
                run + "/rollback",
                run + "/report",
                "/targets",
                "/targets/new",
                "/targets/shop",
                "/targets/shop/reach",
                "/targets/shop/sessions",
                "/targets/shop/tables",
                "/targets/shop/tables/public.accounts",
                "/targets/shop/edit",
                "/targets/shop/remove",
                "/calendar",
                "/calendar?view=week",
                "/policies",
                "/policies/remove?environment=dev",
                "/account",
                "/admin/users",
                "/admin/users/zoe",
                "/admin/users/vic/delete",
                "/admin/roles",
                "/admin/tokens",
                "/account/tokens/" + token + "/revoke",
                "/admin",
                "/admin/tokens/" + token + "/revoke",
                "/admin/hooks",
                "/login?ended",
                "/audit",
                "/audit/5",
                "/audit/0");
    }

    /** A page that is not in the list above is one that nobody has looked at. */
    @Test
    void everyPageThatCanBeAskedForIsInTheList() {
        Set<String> forgotten = new TreeSet<>();
        mappings.getHandlerMethods().forEach((info, method) -> {
            if (method.getBeanType().getPackage().equals(getClass().getPackage())
                    && info.getMethodsCondition().getMethods().contains(RequestMethod.GET)) {
                info.getPatternValues().stream()
                        .filter(pattern -> !NO_PAGES.contains(pattern))
                        .filter(pattern -> addresses().stream().noneMatch(address -> fits(pattern, address)))
                        .forEach(forgotten::add);
            }
        });
        assertThat(forgotten).isEmpty();
    }

    /** {@code /runs/new} is a page of its own, and not one of {@code /runs/{id}}. */
    private static boolean fits(String pattern, String address) {
        String path = address.replaceAll("\\?.*", "");
        return path.matches(
                pattern.replaceAll("\\{seq}|\\{id}(?!/s)", "(?!new\\$)[^/]+").replaceAll("\\{\\w+}", "[^/]+"));
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void everyPageLiesWellInEveryWindowAndShutsNobodyOut(ColorScheme theme) {
        List<String> faults = new ArrayList<>();
        try (Chromium chromium = new Chromium();
                BrowserContext context = chromium.context(theme, PHONE)) {
            Page page = signedIn(context, "zoe");
            for (String address : addresses()) {
                page.navigate(api.server() + address);
                Chromium.settled(page);
                axe(page, theme).analyze().getViolations().stream()
                        .filter(rule -> SERIOUS.contains(rule.getImpact()))
                        .forEach(rule -> faults.add(address + " " + words(rule)));
                picture(page, address, theme, PHONE);
                if (theme == ColorScheme.LIGHT) {
                    lies(page).forEach(fault -> faults.add(address + " " + fault));
                }
                page.setViewportSize(DESK, HEIGHT);
                picture(page, address, theme, DESK);
                page.setViewportSize(PHONE, HEIGHT);
            }
        }
        assertThat(faults).isEmpty();
    }

    /** The same in both themes, so that one is enough. */
    private static List<String> lies(Page page) {
        List<String> faults = new ArrayList<>(PageFaults.ofFocus(page));
        for (int width : List.of(PHONE, 768, 1920)) {
            page.setViewportSize(width, HEIGHT);
            PageFaults.ofLayout(page).forEach(fault -> faults.add("at " + width + " " + fault));
        }
        return faults;
    }

    private static void picture(Page page, String address, ColorScheme theme, int width) {
        String path = address.replaceAll("[?].*", "").substring(1).replace('/', '-');
        String name = path.isEmpty() ? "overview" : path;
        Chromium.artefact(page, "page-" + name + "-" + theme.name().toLowerCase(Locale.ROOT) + "-" + width);
    }

    /** What one may not see is not led to: a link that ends in a refusal is a lie. */
    @ParameterizedTest
    @ValueSource(strings = {"zoe", "vera", "dora"})
    void everyLinkOfEveryPageLeadsWhereItsReaderMayGo(String reader) {
        Browser browser = pages.as(reader);
        Map<String, String> seenOn = new LinkedHashMap<>();
        for (String address : addresses()) {
            HttpResponse<String> page = browser.get(address);
            assertThat(page.statusCode()).as("%s for %s", address, reader).isIn(200, 302, 403, 404);
            LINK.matcher(page.body())
                    .results()
                    .map(link -> link.group(1).replace("&amp;", "&"))
                    .forEach(link -> seenOn.putIfAbsent(link, address));
        }
        assertThat(seenOn).hasSizeGreaterThan(10);
        List<String> faults = new ArrayList<>();
        seenOn.forEach((link, address) -> {
            int status = browser.get(link).statusCode();
            if (status != 200) {
                faults.add(address + " leads " + reader + " to " + link + ", which answers " + status);
            }
        });
        assertThat(faults).isEmpty();
    }

    /** Script adds comfort: what can be gone to, opened or sent with it is there without it. */
    @Test
    void noPageNeedsScriptForWhatCanBeDoneThere() {
        List<String> faults = new ArrayList<>();
        try (Chromium chromium = new Chromium();
                BrowserContext with = chromium.context(ColorScheme.LIGHT, 1440);
                BrowserContext without = chromium.context(ColorScheme.LIGHT, 1440, false)) {
            Page scripted = signedIn(with, "zoe");
            Page plain = signedIn(without, "zoe");
            for (String address : addresses()) {
                scripted.navigate(api.server() + address);
                Chromium.settled(scripted);
                plain.navigate(api.server() + address);
                Set<String> missing = new TreeSet<>(ways(scripted));
                missing.removeAll(ways(plain));
                // What a script loads into a page afterwards is a page of its own.
                List<String> apart = plain.locator("main .lk-asking a").all().stream()
                        .map(link -> link.getAttribute("href"))
                        .toList();
                for (String part : apart) {
                    plain.navigate(api.server() + part);
                    missing.removeAll(ways(plain));
                }
                if (!missing.isEmpty()) {
                    faults.add(address + " lacks " + missing);
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    /** Links, and buttons by their words, that can be seen. */
    private static List<String> ways(Page page) {
        List<String> ways = new ArrayList<>();
        for (Locator way : page.locator("main a:visible, main button:visible, main summary:visible")
                .all()) {
            String address = way.getAttribute("href");
            ways.add(address == null ? way.textContent().strip() : address);
        }
        return ways;
    }

    @Test
    void theDaysOfAWeekStandSideBySideWhereThereIsRoom() {
        try (Chromium chromium = new Chromium();
                BrowserContext context = chromium.context(ColorScheme.LIGHT, DESK)) {
            Page page = signedIn(context, "zoe");
            page.navigate(api.server() + "/calendar?view=week");
            Locator days = page.locator(".lk-day");
            assertThat(days.all()).hasSize(7);
            assertThat(days.last().boundingBox().y).isEqualTo(days.first().boundingBox().y);
        }
    }

    @Test
    void theReviewAndTheBoardTellWhatIsWrongOnTheirFirstScreen() {
        try (Chromium chromium = new Chromium();
                BrowserContext context = chromium.context(ColorScheme.LIGHT, 1440)) {
            Page page = signedIn(context, "zoe");
            page.navigate(api.server() + "/migrations/index-accounts?target=shop");
            Chromium.settled(page);
            assertThat(page.locator(".lk-found").innerText())
                    .contains("1 blocking", "1 suppressed by the author", "expand", "contract");
            assertThat(page.locator(".lk-next").first().innerText()).contains("Build the index concurrently.");
            Chromium.picture(page, "review-findings-light");
            page.navigate(api.server() + "/runs/new?migration=index-accounts&target=shop");
            Chromium.settled(page);
            assertThat(page.locator(".lk-verdict").innerText()).contains("no-go · 2 in the way");
            assertThat(page.locator(".lk-check b").allInnerTexts().subList(0, 2))
                    .containsExactlyInAnyOrder("No rule stands against its SQL", "Approved as it stands");
            Chromium.picture(page, "board-no-go-light");
        }
    }

    /** Only colours differ between the themes. Without its legacy mode axe opens a page of its own for each of ours. */
    private static AxeBuilder axe(Page page, ColorScheme theme) {
        AxeBuilder axe = new AxeBuilder(page).setLegacyMode(true);
        return theme == ColorScheme.DARK ? axe.withRules(List.of("color-contrast")) : axe;
    }

    private static String words(Rule rule) {
        return rule.getId() + ": " + rule.getNodes().getFirst().getHtml();
    }

    private Page signedIn(BrowserContext context, String name) {
        Page page = context.newPage();
        page.navigate(api.server() + "/login");
        page.getByLabel("Username").fill(name);
        page.getByLabel("Password").fill(People.PASSWORD);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
        page.waitForURL(address -> !address.contains("login"));
        return page;
    }
}
