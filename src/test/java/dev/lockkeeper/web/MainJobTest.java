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
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;

/** Approve, launch, open the gate, look through the record: with nothing but the keyboard, and in a browser that runs no script. */
@LockkeeperTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MainJobTest {

    private static final String SENTENCE = "No release reads the old column any more";

    @Autowired
    People people;

    @Autowired
    Api api;

    private Chromium chromium;
    private Crew crew;

    @BeforeAll
    void ground() {
        chromium = new Chromium();
        crew = new Crew(
                people, Databases.fresh("job").run("create table things (id bigint primary key, old text)"), "shop");
        people.approver();
        people.operator();
        people.auditor();
    }

    @AfterAll
    void closeTheBrowser() {
        chromium.close();
    }

    /** How a person works a page. */
    private interface Hands {
        void type(Page page, String label, String text);

        void press(Page page, Pattern name);

        void tick(Page page, String label);

        /** For the guide: one picture of each is enough. */
        default void show(Page page, String name) {}
    }

    @Test
    void isDoneWithTabEnterAndSpaceAlone() {
        try (BrowserContext context = chromium.context(ColorScheme.LIGHT, 1280)) {
            job(new Keyboard(), context.newPage(), "by-keyboard");
        }
    }

    @Test
    void isDoneWithoutScript() {
        try (BrowserContext context = chromium.context(ColorScheme.LIGHT, 1280, false)) {
            job(new Mouse(), context.newPage(), "without-script");
        }
    }

    private void job(Hands hands, Page page, String migration) {
        people.author().postYaml("/migrations", plan(migration)).expect(201);

        signIn(hands, page, "bob");
        hands.press(page, Pattern.compile("^Read and approve…"));
        assertThat(page.locator("h1")).hasText("Job " + migration);
        hands.press(page, Pattern.compile("^Approve [0-9a-f]{4}"));
        assertThat(page.locator("#approve")).containsText("bob");
        signOut(hands, page);

        signIn(hands, page, "cyd");
        hands.press(page, Pattern.compile("^Open the board…"));
        page.waitForURL(Pattern.compile(".*/(runs/new|migrations/).*"));
        if (page.url().contains("/migrations/")) {
            hands.press(page, Pattern.compile("^Open the board…"));
        }
        assertThat(page.locator(".lk-verdict")).hasText(Pattern.compile("^go"));
        hands.press(page, Pattern.compile("^Launch on shop$"));
        page.waitForURL(Pattern.compile(".*/runs/\\d+$"));
        long run = Long.parseLong(page.url().replaceAll(".*/", ""));
        crew.await(run, "waiting");
        // It comes by itself: over the stream, or with the page that loads itself anew where no script runs.
        assertThat(page.getByText("Open the gate…"))
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(15_000));
        hands.press(page, Pattern.compile("^Open the gate…"));
        hands.tick(page, SENTENCE);
        hands.press(page, Pattern.compile("^Launch tidy$"));
        crew.await(run, "succeeded");
        signOut(hands, page);

        signIn(hands, page, "dora");
        hands.press(page, Pattern.compile("^Audit$"));
        hands.press(page, Pattern.compile("^Verify the chain$"));
        assertThat(page.locator("main")).containsText("The chain is whole");
        hands.show(page, "audit-light");
        page.navigate(api.server() + "/runs/" + run + "/report");
        assertThat(page.locator("main")).containsText(SENTENCE);
        assertThat(page.locator("main")).containsText("bob");
        hands.show(page, "report-light");
        signOut(hands, page);
    }

    private static void signOut(Hands hands, Page page) {
        hands.press(page, Pattern.compile("^Sign out$"));
        page.waitForURL("**/login?signedOut");
    }

    private void signIn(Hands hands, Page page, String name) {
        page.navigate(api.server() + "/login");
        hands.type(page, "Username", name);
        hands.type(page, "Password", People.PASSWORD);
        hands.press(page, Pattern.compile("^Sign in$"));
        assertThat(page.locator("h1")).hasText("Overview");
    }

    private static String plan(String migration) {
        return """
                migration: %1$s
                title: Job %1$s
                engine: postgresql
                strategy: direct
                phases:
                  - phase: expand
                    steps:
                      - addColumn: {table: things, column: %2$s, type: int}
                  - phase: tidy
                    gate: {checklist: [%3$s]}
                    steps:
                      - sql: {name: look, up: select 1, down: select 1}
                """
                .formatted(migration, migration.replace('-', '_'), SENTENCE);
    }

    private static final class Mouse implements Hands {
        @Override
        public void type(Page page, String label, String text) {
            page.getByLabel(label).fill(text);
        }

        @Override
        public void press(Page page, Pattern name) {
            Locator link = page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name));
            link.or(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name)))
                    .first()
                    .click();
        }

        @Override
        public void tick(Page page, String label) {
            page.getByLabel(label).check();
        }
    }

    /** Goes on with Tab until it has what it wants; at each stop one must see where one is. */
    private static final class Keyboard implements Hands {
        private static final int STOPS = 200;

        /** What the focus is on, as somebody would read it out; with a fault in front when it cannot be seen. */
        private static final String HERE =
                """
                () => {
                  const here = document.activeElement;
                  if (!here || here === document.body) return '';
                  const style = getComputedStyle(here);
                  const around = here.closest(':focus-within:not(html, body, main)') && getComputedStyle(here.parentElement);
                  const ring = each => each && each.outlineStyle !== 'none' && parseFloat(each.outlineWidth) > 0;
                  const box = here.getBoundingClientRect();
                  const inside = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
                  const seen = inside && (ring(style) || ring(around) || style.boxShadow !== 'none');
                  const label = here.labels?.[0]?.textContent ?? here.textContent;
                  return (seen ? '' : 'UNSEEN ') + label.trim().replace(/\\s+/g, ' ');
                }
                """;

        @Override
        public void type(Page page, String label, String text) {
            tabTo(page, Pattern.compile("^" + Pattern.quote(label)));
            page.keyboard().type(text);
        }

        @Override
        public void press(Page page, Pattern name) {
            tabTo(page, name);
            page.evaluate("document.documentElement.dataset.left = 'yes'");
            page.keyboard().press("Enter");
            page.locator("html:not([data-left])").waitFor();
            page.waitForLoadState();
        }

        @Override
        public void tick(Page page, String label) {
            tabTo(page, Pattern.compile(Pattern.quote(label)));
            page.keyboard().press("Space");
            assertThat(page.getByLabel(label)).isChecked();
        }

        @Override
        public void show(Page page, String name) {
            Chromium.window(page, name);
        }

        private static void tabTo(Page page, Pattern wanted) {
            page.waitForLoadState();
            Chromium.settled(page);
            StringBuilder passed = new StringBuilder();
            for (int stop = 0; stop < STOPS; stop++) {
                String here = (String) page.evaluate(HERE);
                assertThat(here).as("after " + passed).doesNotStartWith("UNSEEN");
                if (wanted.matcher(here).find()) {
                    return;
                }
                passed.append(here, 0, Math.min(20, here.length())).append(" | ");
                page.keyboard().press("Tab");
            }
            throw new AssertionError("Tab does not lead to " + wanted + " but past " + passed);
        }
    }
}
