package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Chromium;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Every page as somebody who may do everything sees it: no wider than a phone, and nothing serious for axe-core in either theme. */
@LockkeeperTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessibleTest {

    private static final int PHONE = 360;
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

    @Autowired
    People people;

    @Autowired
    Api api;

    private SomePages pages;

    @BeforeAll
    void somethingOnEachPage() {
        pages = new SomePages(api, people);
        pages.database()
                .run(
                        "create table accounts (id bigint primary key, email text, created_at timestamptz)",
                        "insert into accounts select i, 'u' || i || '@example.com', now() from generate_series(1, 200000) i",
                        "analyze accounts");
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
    }

    private List<String> addresses() {
        String run = "/runs/" + pages.run;
        return List.of(
                "/",
                "/migrations",
                "/migrations/new",
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
                "/calendar",
                "/calendar?view=week",
                "/policies",
                "/audit",
                "/audit/5",
                "/audit/0");
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void noPageIsWiderThanAPhoneOrShutsAnybodyOut(ColorScheme theme) {
        List<String> faults = new ArrayList<>();
        try (Chromium chromium = new Chromium();
                BrowserContext context = chromium.context(theme, PHONE)) {
            Page page = signedIn(context);
            for (String address : addresses()) {
                page.navigate(api.server() + address);
                Object over = page.evaluate("document.documentElement.scrollWidth - innerWidth");
                if (((Number) over).intValue() > 0) {
                    faults.add(address + " is " + over + " px too wide");
                }
                axe(page, theme).analyze().getViolations().stream()
                        .filter(rule -> SERIOUS.contains(rule.getImpact()))
                        .forEach(rule -> faults.add(address + " " + words(rule)));
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void theReviewAndTheBoardTellWhatIsWrongOnTheirFirstScreen() {
        try (Chromium chromium = new Chromium();
                BrowserContext context = chromium.context(ColorScheme.LIGHT, 1440)) {
            Page page = signedIn(context);
            page.navigate(api.server() + "/migrations/index-accounts?target=shop");
            assertThat(page.locator(".lk-found").innerText())
                    .contains("1 blocking", "1 suppressed by the author", "expand", "contract");
            assertThat(page.locator(".lk-next").first().innerText()).contains("Build the index concurrently.");
            Chromium.picture(page, "review-findings-light");
            page.navigate(api.server() + "/runs/new?migration=index-accounts&target=shop");
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

    private Page signedIn(BrowserContext context) {
        Page page = context.newPage();
        page.navigate(api.server() + "/login");
        page.getByLabel("Username").fill("zoe");
        page.getByLabel("Password").fill(People.PASSWORD);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
        page.waitForURL(address -> !address.contains("login"));
        return page;
    }
}
