package dev.lockkeeper.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Chromium;
import dev.lockkeeper.testing.Crew;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The main job in a browser, as three people: submit, approve, launch, watch, pause, resume, contract, roll back. */
@LockkeeperTest
class BrowserStoryTest {

    private static final int ROWS = 500_000;

    @Autowired
    People people;

    @Autowired
    Api api;

    private final List<String> complaints = new ArrayList<>();

    @Test
    void threePeopleCarryAMigrationFromItsFileToContract() {
        Database database = Databases.fresh("browser");
        database.run(
                Crew.example("schema/users.sql"),
                "insert into users (name, email) select case i % 50 when 0 then 'Prince' else 'First' || i || ' Last' || i end, "
                        + "'u' || i || '@example.com' from generate_series(1, " + ROWS + ") i",
                "analyze users");
        new Crew(people, database, "shop");
        people.author();
        people.approver();
        people.operator();
        try (Chromium chromium = new Chromium()) {
            submitAsAuthor(chromium);
            approveAsApprover(chromium, "");
            String run = launchAsOperator(chromium);
            approveAsApprover(chromium, "contract");
            contractAndRollBackAsOperator(chromium, run);
        }
        assertThat(complaints).as("what the browser's console complained of").isEmpty();
        assertThat(database.ask(
                        "select string_agg(column_name, ' ' order by ordinal_position) from information_schema.columns "
                                + "where table_name = 'users'"))
                .isEqualTo("id name email verification_token created_at");
    }

    private void submitAsAuthor(Chromium chromium) {
        try (BrowserContext context = chromium.context(ColorScheme.LIGHT, 1280)) {
            Page page = signIn(context, "ann");
            page.navigate(api.server() + "/migrations/new");
            page.getByLabel("Migration file")
                    .fill(Crew.example("postgresql/split-user-name.yaml")
                            .replace(
                                    "addColumn: {table: users, column: first_name",
                                    "addColumn: {tabel: users, column: first_name"));
            button(page, "Submit").click();
            assertThat(page.locator("body")).containsText("tabel");
            assertThat(page.getByLabel("Migration file")).hasValue(Pattern.compile("tabel: users"));
            Chromium.picture(page, "new-with-findings-light");
            page.getByLabel("Migration file").fill(Crew.example("postgresql/split-user-name.yaml"));
            button(page, "Submit").click();
            assertThat(page.locator("h1")).hasText("Split users.name into first and last name");
            assertThat(page.locator("body")).not().containsText("Approve e7");
        }
    }

    private void approveAsApprover(Chromium chromium, String phase) {
        try (BrowserContext context = chromium.context(ColorScheme.LIGHT, 1440)) {
            Page page = signIn(context, "bob");
            page.navigate(api.server() + "/migrations/split-user-name?target=shop");
            Chromium.settled(page);
            assertThat(page.locator("body")).containsText("alter table public.users add column first_name text");
            assertThat(page.locator("body")).containsText("access exclusive");
            Chromium.picture(page, phase.isEmpty() ? "review-light" : "review-" + phase + "-light");
            if (!phase.isEmpty()) {
                page.getByLabel("What you approve").selectOption(phase);
            }
            page.getByLabel("Comment", new Page.GetByLabelOptions().setExact(true))
                    .fill("read every statement");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^Approve [0-9a-f]")))
                    .last()
                    .click();
            assertThat(page.locator("#approve")).containsText(phase.isEmpty() ? "the plan" : phase);
            assertThat(page.locator("#approve")).containsText("read every statement");
            if (!phase.isEmpty()) {
                assertThat(page.locator("#approve")).containsText("You have approved all of it");
                assertThat(page.getByLabel("What you approve")).hasCount(0);
            }
        }
    }

    private String launchAsOperator(Chromium chromium) {
        try (BrowserContext context = chromium.context(ColorScheme.LIGHT, 1440)) {
            Page page = signIn(context, "cyd");
            page.navigate(api.server() + "/runs/new?migration=split-user-name&target=shop");
            assertThat(page.locator(".lk-verdict")).containsText("go");
            Chromium.picture(page, "board-light");
            button(page, "Launch on shop").click();
            page.waitForURL(Pattern.compile(".*/runs/\\d+$"));
            String run = page.url();
            pace(page, 3);
            page.waitForCondition(
                    () -> walked(page) > 0.35 && !measuring(page),
                    new Page.WaitForConditionOptions().setTimeout(60_000));
            Chromium.picture(page, "run-light");
            button(page, "Pause").first().click();
            assertThat(page.locator("#run-next"))
                    .containsText(
                            Pattern.compile("[Pp]aused"),
                            new LocatorAssertions.ContainsTextOptions().setTimeout(20_000));
            double still = walked(page);
            assertThat(page.locator("#run-samples tbody tr").first()).containsText(Pattern.compile("\\d ms"));
            Chromium.picture(page, "run-paused-light");
            inTheDark(chromium, run, 1440, "run-dark");
            inTheDark(chromium, run, 360, "run-narrow-dark");
            assertThat(walked(page)).isEqualTo(still).isLessThan(1.0);
            button(page, "Resume").first().click();
            pace(page, 11);
            assertThat(page.locator("#run-phases")).containsText("contract");
            page.waitForCondition(() -> waiting(page), new Page.WaitForConditionOptions().setTimeout(90_000));
            assertThat(page.locator("#run-next")).containsText("approval");
            Chromium.picture(page, "run-at-the-gate-light");
            return run;
        }
    }

    private void contractAndRollBackAsOperator(Chromium chromium, String run) {
        try (BrowserContext context = chromium.context(ColorScheme.LIGHT, 1440)) {
            Page page = signIn(context, "cyd");
            page.navigate(run + "/gate");
            Chromium.settled(page);
            for (Locator box : page.getByRole(AriaRole.CHECKBOX).all()) {
                box.check();
            }
            Chromium.picture(page, "gate-light");
            button(page, "Launch contract").click();
            assertThat(page.locator(".lk-facts").first())
                    .containsText("succeeded", new LocatorAssertions.ContainsTextOptions().setTimeout(60_000));
            Chromium.picture(page, "run-succeeded-light");
            page.navigate(run + "/rollback");
            page.getByLabel("Reason, for the record").fill("the story ends where it began");
            page.getByLabel("Type the name of the target, shop").fill("shop");
            Chromium.picture(page, "rollback-light");
            button(page, Pattern.compile("^Roll back run")).click();
            assertThat(page.locator(".lk-facts").first())
                    .containsText(
                            Pattern.compile("rolled back"),
                            new LocatorAssertions.ContainsTextOptions().setTimeout(60_000));
            Chromium.picture(page, "run-rolled-back-light");
            for (String path : List.of("", "migrations", "runs", "targets", "targets/shop")) {
                page.navigate(api.server() + "/" + path);
                Chromium.picture(page, (path.isEmpty() ? "overview" : path.replace('/', '-')) + "-light");
            }
        }
    }

    private void inTheDark(Chromium chromium, String run, int width, String name) {
        try (BrowserContext context = chromium.context(ColorScheme.DARK, width)) {
            Page page = signIn(context, "cyd");
            page.navigate(run);
            assertThat(page.locator("#run-phases")).isVisible();
            Object overflow =
                    page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            assertThat(((Number) overflow).intValue())
                    .as("pixels too wide at " + width)
                    .isZero();
            page.locator(".lk-charts").scrollIntoViewIfNeeded();
            assertThat(page.locator("[data-plot='1'] [data-value]")).containsText("rows/s");
            Chromium.picture(page, name);
        }
    }

    private static void pace(Page page, int dial) {
        page.getByLabel("Pace", new Page.GetByLabelOptions().setExact(true))
                .evaluate("(range, value) => { range.value = value; }", dial);
        button(page, "Set").click();
        assertThat(page.locator("main")).containsText(dial + " of 11");
    }

    private static boolean measuring(Page page) {
        return page.locator("#run-backfill").innerText().contains("measuring");
    }

    /** How much of the rows is done, by the page's own progress bar; 0 before there is one. */
    private static double walked(Page page) {
        Object value = page.evaluate(
                "(document.querySelector('#run-backfill progress') || {value: 0}).value / ((document.querySelector('#run-backfill progress') || {max: 1}).max)");
        return ((Number) value).doubleValue();
    }

    private static boolean waiting(Page page) {
        return page.locator("#run-next").innerText().matches("(?s).*(approval|gate|Waits).*");
    }

    private static Locator button(Page page, Object name) {
        Page.GetByRoleOptions options = new Page.GetByRoleOptions();
        return page.getByRole(
                AriaRole.BUTTON,
                name instanceof Pattern pattern
                        ? options.setName(pattern)
                        : options.setName(String.valueOf(name)).setExact(true));
    }

    private Page signIn(BrowserContext context, String username) {
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().contains("status of 4")) {
                complaints.add(username + ": " + message.text());
            }
        });
        page.onPageError(error -> complaints.add(username + ": " + error));
        page.navigate(api.server() + "/login");
        page.getByLabel("Username").fill(username);
        page.getByLabel("Password").fill(People.PASSWORD);
        button(page, "Sign in").click();
        page.waitForURL(Pattern.compile(".*/$"));
        return page;
    }
}
