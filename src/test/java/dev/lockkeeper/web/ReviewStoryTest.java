package dev.lockkeeper.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Chromium;
import dev.lockkeeper.testing.Crew;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Reading a migration in a browser: what an approver is told, what changed between revisions, and where each of them stands. */
@LockkeeperTest
class ReviewStoryTest {
    private static final String SECOND = "/migrations/split-user-name?revision=2&target=shop";

    private static Chromium chromium;
    private static String digest;

    @Autowired
    Api api;

    @BeforeAll
    static void ground(@Autowired People people) {
        Databases.Database database = Databases.fresh("reviewstory")
                .run(
                        Crew.example("schema/users.sql"),
                        "insert into users (name, email) select 'n ' || i, 'u' || i from generate_series(1, 2000) i",
                        "analyze users");
        Crew crew = new Crew(people, database, "shop");
        people.viewer();
        String first = Crew.example("postgresql/split-user-name.yaml");
        crew.await(crew.launch(crew.approved(first)), "waiting");
        String second = first.replace("lanes: {max: 2}", "lanes: {max: 4}\n          throttle: {replicaLag: 5s}")
                .replace("ticket: ACC-1234\n", "");
        digest = people.author().postYaml("/migrations", second).expect(201).text("/digest");
        people.approver()
                .post(
                        "/migrations/split-user-name/revisions/2/comments",
                        Map.of("text", "Are **four** lanes worth their connections?", "phase", "backfill"))
                .expect(201);
        chromium = new Chromium();
    }

    @AfterAll
    static void close() {
        chromium.close();
    }

    @Test
    void theApproverIsToldWhatTheApprovalMeansAndNothingElseCanBePressed() {
        try (BrowserContext context = chromium.context(ColorScheme.LIGHT, 1440)) {
            Page page = signIn(context, "bob");
            page.navigate(api.server() + SECOND);
            Chromium.settled(page);
            Locator approve = page.locator("#approve");
            assertThat(approve.locator(".lk-digest")).hasText(digest);
            assertThat(approve).containsText("expand, backfill, verify");
            assertThat(approve).containsText("One way: what contract takes away");
            assertThat(approve).containsText("an operator may launch them on shop");
            assertThat(page.locator(".lk-step-sql button, .lk-step-sql form, .lk-step-sql a"))
                    .hasCount(0);
            assertThat(page.locator("#revisions"))
                    .containsText(Pattern.compile("revision 1.*shop\\s+waiting", Pattern.DOTALL));
            assertThat(page.locator("#revisions")).containsText("has run nowhere");
            page.evaluate("scrollTo(0, 1500)");
            assertThat(page.locator(".lk-toc-next")).isInViewport();
            assertThat(page.locator(".lk-toc-next"))
                    .hasText(page.locator("#next-title").innerText().strip());
            page.evaluate("scrollTo(0, 0)");
            Chromium.picture(page, "review-second-light");

            approve.getByText("Reject…").click();
            page.getByLabel("Why").fill("y".repeat(100));
            page.getByLabel("Why")
                    .evaluate("area => { area.removeAttribute('maxlength'); area.value = 'y'.repeat(4001); }");
            approve.getByRole(
                            AriaRole.BUTTON,
                            new Locator.GetByRoleOptions().setName("Reject").setExact(true))
                    .click();
            assertThat(page.getByLabel("Why")).hasValue("y".repeat(4001));
            assertThat(page.getByLabel("Comment", new Page.GetByLabelOptions().setExact(true)))
                    .hasValue("");
        }
    }

    @Test
    void anyTwoRevisionsAreComparedWithWords() {
        try (BrowserContext context = chromium.context(ColorScheme.LIGHT, 1440)) {
            Page page = signIn(context, "vic");
            page.navigate(api.server() + SECOND);
            page.locator("#revisions")
                    .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Show"))
                    .click();
            Locator diff = page.locator("#diff");
            assertThat(diff).containsText("1 changed, 1 added, 1 removed");
            assertThat(diff.locator(".lk-removed").getByText("ticket: ACC-1234"))
                    .isVisible();
            assertThat(diff.locator("td.lk-removed")
                            .getByText("removed", new Locator.GetByTextOptions().setExact(true)))
                    .isVisible();
            assertThat(diff).containsText("lines as before");
            Chromium.picture(page, "review-diff-light");
            page.navigate(api.server() + SECOND + "&diff=2..1&lines=all");
            assertThat(diff).containsText("1 changed, 1 added, 1 removed");
            assertThat(diff).not().containsText("lines as before");
            page.navigate(api.server() + SECOND + "&diff=1..9");
            assertThat(page.locator("h1")).hasText("Not found");
        }
    }

    @Test
    void onAPhoneOneTextStandsBelowTheOther() {
        try (BrowserContext context = chromium.context(ColorScheme.DARK, 360)) {
            Page page = signIn(context, "bob");
            page.navigate(api.server() + SECOND + "&diff=1..2");
            double[] places = {top(page, "td.lk-removed code"), top(page, "td.lk-added code")};
            assertThat(places[1]).isGreaterThan(places[0]);
            assertThat(((Number) page.evaluate("document.documentElement.scrollWidth - innerWidth")).intValue())
                    .isLessThanOrEqualTo(0);
            Chromium.picture(page, "review-narrow-dark");
        }
        try (BrowserContext context = chromium.context(ColorScheme.DARK, 1440)) {
            Page page = signIn(context, "bob");
            page.navigate(api.server() + SECOND + "&diff=1..2");
            Chromium.picture(page, "review-diff-dark");
        }
    }

    private static double top(Page page, String selector) {
        return page.locator(selector).last().boundingBox().y;
    }

    private Page signIn(BrowserContext context, String name) {
        Page page = context.newPage();
        page.navigate(api.server() + "/login");
        page.getByLabel("Username").fill(name);
        page.getByLabel("Password").fill(People.PASSWORD);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
        page.waitForURL(Pattern.compile(".*/$"));
        return page;
    }
}
