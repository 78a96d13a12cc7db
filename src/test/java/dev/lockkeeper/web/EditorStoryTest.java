package dev.lockkeeper.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
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
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Writing a migration in a browser: with the keyboard alone, with findings as one types, and without script. */
@LockkeeperTest
class EditorStoryTest {
    private static final String RISKY =
            """
            migration: risky-index
            title: An index on names
            engine: postgresql
            phases:
              - phase: expand
                steps:
                  - sql:
                      up: create index users_name_idx on users (name)
                      down: |
                        -- the way back
                        drop index users_name_idx;
                  - addColumn: {table: users, column: locale, type: text, default: lower('EN')}
                  - keepInSync:
                      table: users
                      set:
                        locale: coalesce(nullif(locale, ''), 'en')
            """;

    private static Chromium chromium;
    private final List<String> complaints = new ArrayList<>();

    @Autowired
    Api api;

    @BeforeAll
    static void ground(@Autowired People people) {
        Databases.Database database = Databases.fresh("editorstory")
                .run(
                        Crew.example("schema/users.sql"),
                        "insert into users (name, email) select 'n' || i, 'u' || i from generate_series(1, 200000) i",
                        "analyze users");
        new Crew(people, database, "shop");
        people.author();
        chromium = new Chromium();
    }

    @AfterAll
    static void close() {
        chromium.close();
    }

    @Test
    void findingsComeWhileOneTypesAndLeadToTheirLine() {
        try (BrowserContext context = chromium.context(ColorScheme.LIGHT, 1440)) {
            Page page = editor(context);
            Locator text = page.getByLabel("Migration file");
            assertThat(page.locator("[data-status]")).hasText("nothing found");
            text.fill(RISKY);
            assertThat(page.locator("[data-status]")).containsText("1 blocking");
            assertThat(page.locator("#findings")).not().containsText("200,000 rows");
            page.getByLabel("Findings for").selectOption("shop");
            assertThat(page.locator("#findings")).containsText("200,000 rows");
            assertThat(page.locator(".lk-linenos .lk-bad")).hasText("8");
            Chromium.picture(page, "editor-light");

            page.locator("#findings a[data-line='8']").press("Enter");
            assertThat(text).isFocused();
            assertThat(lineOfCursor(text)).isEqualTo(8);
            page.keyboard().press("End");
            page.keyboard().type(" oops: [");
            assertThat(page.locator("[data-status]")).containsText("it would not be stored");
            assertThat(page.locator("#findings")).containsText("line 8");
            Chromium.picture(page, "editor-error-light");
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void theKeyboardAloneWritesInsertsLeavesAndSubmits() {
        try (BrowserContext context = chromium.context(ColorScheme.DARK, 1440)) {
            Page page = editor(context);
            Locator text = page.getByLabel("Migration file");
            text.fill(RISKY.replace("risky-index", "by-keyboard"));
            text.press("Control+End");
            page.keyboard().press("ArrowUp");
            page.keyboard().press("End");
            page.keyboard().press("Tab");
            assertThat(text).isFocused();
            assertThat(text.inputValue()).endsWith("'en')  \n");
            page.keyboard().press("Control+z");
            page.keyboard().press("Enter");
            page.keyboard().type("name: upper(name)");
            assertThat(text.inputValue()).endsWith("'en')\n            name: upper(name)\n");
            page.keyboard().press("Shift+Tab");
            assertThat(text.inputValue()).endsWith("\n          name: upper(name)\n");

            page.getByLabel("Insert a step").focus();
            page.keyboard().type("wait");
            page.keyboard().press("Tab");
            page.keyboard().press("Enter");
            assertThat(text.inputValue()).endsWith("name: upper(name)\n      - wait: {for: 10m}\n");
            assertThat(text).isFocused();
            page.keyboard().press("Control+z");
            assertThat(text.inputValue()).doesNotContain("wait:");
            Chromium.picture(page, "editor-dark");

            text.fill(RISKY.replace("risky-index", "by-keyboard"));
            page.keyboard().press("Escape");
            page.keyboard().press("Tab");
            assertThat(button(page, "Submit")).isFocused();
            page.keyboard().press("Enter");
            assertThat(page.locator("h1")).hasText("An index on names");
            // Its scripts may come later than its heading.
            page.waitForFunction("Object.keys(sessionStorage).every(name => !name.startsWith('lk-draft:'))");
            page.navigate(api.server() + "/migrations/new");
            assertThat(page.locator("[data-offer]")).isHidden();
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void whatWasNotSentIsOfferedAgain() {
        try (BrowserContext context = chromium.context(ColorScheme.LIGHT, 360)) {
            Page page = editor(context);
            Locator text = page.getByLabel("Migration file");
            assertThat(text).not().hasValue("");
            text.fill(RISKY);
            assertThat(page.locator("[data-status]")).containsText("1 blocking");
            page.onDialog(dialog -> dialog.accept());
            page.reload();
            assertThat(page.locator("[data-offer]")).isVisible();
            assertThat(text).not().hasValue(RISKY);
            Chromium.picture(page, "editor-narrow-light");
            button(page, "Bring it back").click();
            assertThat(text).hasValue(RISKY);
            assertThat(page.locator("[data-status]")).containsText("1 blocking");
            assertThat(((Number) page.evaluate("document.documentElement.scrollWidth - innerWidth")).intValue())
                    .isLessThanOrEqualTo(0);
        }
        assertThat(complaints).isEmpty();
    }

    /** However long the text, only what is in sight is drawn. */
    @Test
    void aMegabyteIsStillTypedIn() {
        try (BrowserContext context = chromium.context(ColorScheme.LIGHT, 1440)) {
            Page page = editor(context);
            Locator text = page.getByLabel("Migration file");
            String large = RISKY + "# a line of a long text that somebody has pasted\n".repeat(20_000);
            text.evaluate(
                    "(area, text) => { const data = new DataTransfer(); data.setData('text/plain', text); area.select();"
                            + " area.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, cancelable: true})); }",
                    large);
            assertThat(text.inputValue()).isEqualTo(large);
            Object took = page.evaluate("async () => {"
                    + "const area = document.querySelector('#text');"
                    + "area.focus(); area.setSelectionRange(500, 500);"
                    + "let worst = 0;"
                    + "for (let i = 0; i < 5; i++) {"
                    + "  const begin = performance.now();"
                    + "  area.setRangeText('x', 500, 500, 'end'); area.dispatchEvent(new Event('input'));"
                    + "  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));"
                    + "  worst = Math.max(worst, performance.now() - begin);"
                    + "} return worst; }");
            System.out.println("A key in a megabyte took " + took + " ms");
            assertThat(((Number) took).doubleValue()).isLessThan(2000);
            assertThat(page.locator(".lk-row").count()).isLessThan(100);
            text.evaluate("area => { area.scrollTop = area.scrollHeight; }");
            assertThat(page.locator(".lk-linenos span").last()).hasText(Pattern.compile("2001\\d"));
        }
    }

    @Test
    void withoutScriptEverythingIsAButton() {
        try (BrowserContext context = chromium.context(ColorScheme.LIGHT, 1440)) {
            Page page = editor(context);
            JsonObject off = new JsonObject();
            off.addProperty("value", true);
            context.newCDPSession(page).send("Emulation.setScriptExecutionDisabled", off);
            page.navigate(api.server() + "/migrations/new");
            page.getByLabel("Begin with").selectOption("index");
            button(page, "Open").click();
            assertThat(page.getByLabel("Migration file"))
                    .hasValue(Pattern.compile("migration: orders-placed-at-index"));
            page.getByLabel("Insert a step").selectOption("rowCount");
            button(page, "Insert").click();
            assertThat(page.getByLabel("Migration file")).hasValue(Pattern.compile("- rowCount: "));
            page.getByLabel("Migration file").fill(RISKY);
            page.getByLabel("Findings for").selectOption("shop");
            button(page, "Check").click();
            assertThat(page.locator("#findings")).containsText("200,000 rows");
            assertThat(page.getByLabel("Findings for")).hasValue("shop");
            assertThat(page.getByLabel("Migration file")).hasValue(RISKY);
            Chromium.picture(page, "editor-without-script-light");
        }
    }

    private static int lineOfCursor(Locator text) {
        Object line = text.evaluate("area => area.value.slice(0, area.selectionStart).split('\\n').length");
        return ((Number) line).intValue();
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private Page editor(BrowserContext context) {
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.navigate(api.server() + "/login");
        page.getByLabel("Username").fill("ann");
        page.getByLabel("Password").fill(People.PASSWORD);
        button(page, "Sign in").click();
        page.waitForURL(Pattern.compile(".*/$"));
        page.navigate(api.server() + "/migrations/new");
        return page;
    }
}
