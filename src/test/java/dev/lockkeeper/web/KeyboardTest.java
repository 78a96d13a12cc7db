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
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;

/** The single keys that work on every page, and where the focus is after something has changed. */
@LockkeeperTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyboardTest {

    private Chromium chromium;
    private SomePages pages;
    private BrowserContext context;
    private Page page;

    @Autowired
    Api api;

    @BeforeAll
    void ground(@Autowired People people) {
        pages = new SomePages(api, people);
        chromium = new Chromium();
    }

    @AfterAll
    void closeTheBrowser() {
        chromium.close();
    }

    @BeforeEach
    void signIn() {
        context = chromium.context(ColorScheme.LIGHT, 1280);
        page = context.newPage();
        as("cyd");
    }

    @AfterEach
    void closeTheWindow() {
        context.close();
    }

    private void as(String name) {
        context.clearCookies();
        page.navigate(api.server() + "/login");
        page.getByLabel("Username").fill(name);
        page.getByLabel("Password").fill(People.PASSWORD);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
        assertThat(page.locator("h1")).hasText("Overview");
    }

    private void press(String... keys) {
        for (String key : keys) {
            page.keyboard().press(key);
        }
    }

    private Locator dialog() {
        return page.locator("#keys-dialog");
    }

    @Test
    void slashFindsFromAnyPageAndAnExactNameIsGoneToAtOnce() {
        page.navigate(api.server() + "/runs/" + pages.run);
        press("/");
        assertThat(page.locator("#search")).isFocused();
        page.keyboard().type("attack");
        press("Enter");
        page.waitForURL("**/migrations/attack");
    }

    @Test
    void gAndALetterGoToAPageThatTheReaderMaySee() {
        press("g", "r");
        page.waitForURL("**/runs");
        press("g", "t");
        page.waitForURL("**/targets");
        press("g", "m");
        page.waitForURL("**/migrations");
        press("g", "a");
        press("g", "o");
        page.waitForURL(api.server() + "/");
        as("dora");
        press("g", "a");
        page.waitForURL("**/audit");
    }

    @Test
    void rowsAreGoneThroughAndOpenedWithoutTheMouse() {
        page.navigate(api.server() + "/targets");
        press("j");
        assertThat(page.locator("main tbody tr a").first()).isFocused();
        press("Enter");
        page.waitForURL("**/targets/shop");
        page.navigate(api.server() + "/");
        press("j", "ArrowDown", "k");
        assertThat(page.locator("main .lk-waiting a, main .lk-list a").first()).isFocused();
    }

    @Test
    void theListOfKeysOpensOverThePageAndGivesTheFocusBack() {
        press("j");
        Locator before = page.locator(":focus");
        String row = before.getAttribute("href");
        press("?");
        assertThat(dialog()).isVisible();
        assertThat(dialog().locator("h1")).hasText("Keys");
        assertThat(dialog()).not().containsText("Audit");
        press("g", "r", "/");
        assertThat(dialog()).isVisible();
        Chromium.picture(page, "keys-light");
        press("Escape");
        assertThat(dialog()).isHidden();
        assertThat(page.locator(":focus")).hasAttribute("href", row);
        assertThat(page).hasURL(api.server() + "/");
    }

    @Test
    void nothingHappensWhileOneTypesOrHoldsAnotherKey() {
        page.navigate(api.server() + "/migrations/new");
        page.locator("main textarea").first().focus();
        press("g", "r", "?", "j", "/");
        assertThat(page.locator("main textarea").first()).isFocused();
        assertThat(dialog()).isHidden();
        assertThat(page).hasURL(Pattern.compile(".*/migrations/new$"));
        page.navigate(api.server() + "/runs");
        press("Control+/", "Alt+j", "Control+?");
        assertThat(page.locator("#search")).not().isFocused();
        assertThat(dialog()).isHidden();
    }

    @Test
    void whoSwitchesSingleKeysOffIsLeftAlone() {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Keys"))
                .click();
        dialog().getByRole(AriaRole.CHECKBOX).uncheck();
        press("Escape");
        press("g", "r", "j", "/");
        assertThat(page.locator("#search")).not().isFocused();
        page.reload();
        press("/");
        assertThat(page.locator("#search")).not().isFocused();
        press("?");
        assertThat(dialog()).isHidden();
        page.navigate(api.server() + "/keys");
        page.getByRole(AriaRole.CHECKBOX).check();
        press("/");
        page.locator("#search").blur();
        page.locator("h1").click();
        press("/");
        assertThat(page.locator("#search")).isFocused();
    }

    @Test
    void theSkipLinkIsFirstAndLeadsPastTheMenu() {
        page.navigate(api.server() + "/runs");
        press("Tab");
        assertThat(page.locator(".lk-skip")).isFocused();
        assertThat(page.locator(".lk-skip")).isInViewport();
        press("Enter", "Tab");
        assertThat(page.locator("main :focus")).hasCount(1);
    }

    @Test
    void theFocusIsOnWhatCameOfAForm() {
        page.navigate(api.server() + "/runs/" + pages.run);
        page.locator("#dial").evaluate("dial => dial.form.requestSubmit()");
        assertThat(page.locator("main [data-said]")).isFocused();
        page.navigate(api.server() + "/runs/" + pages.run + "/gate");
        Chromium.settled(page);
        page.getByRole(AriaRole.CHECKBOX).check();
        // As somebody would whose board has changed since it was read.
        page.locator("main form button").evaluate("button => button.disabled = false");
        page.locator("main form button").click();
        assertThat(page.locator("main [data-said]")).containsText("Not opened");
        assertThat(page.locator("main [data-said]")).isFocused();
        as("vic");
        page.navigate(api.server() + "/runs/" + pages.run);
        page.locator("#wish").evaluate("form => form.requestSubmit()");
        assertThat(page.locator("main [data-said] [role=alert]")).isVisible();
        assertThat(page.locator("main [data-said]")).isFocused();
    }

    @Test
    void theFocusStaysOnARowWhenTheOverviewIsReadAgain() {
        press("j");
        String row = page.locator(":focus").getAttribute("href");
        page.evaluate("document.getElementById('overview').dataset.old = 'yes'");
        page.waitForCondition(() -> page.locator("#overview[data-old]").count() == 0);
        assertThat(page.locator(":focus")).hasAttribute("href", row);
    }

    /** Where the thing is gone, so is the focus of a careless page; here it is on what the thing stood in, and on no other button. */
    @Test
    void theFocusGoesToThePartWhenTheThingIsGone() {
        page.navigate(api.server() + "/runs/" + pages.run);
        page.evaluate(
                """
                async () => {
                  const { held } = await import(document.querySelector('script[type=module]').src.replace('lockkeeper.js', 'keep-focus.js'));
                  const old = document.getElementById('run-next');
                  old.innerHTML = '<button formaction="/pause">Pause</button>';
                  old.querySelector('button').focus();
                  const restore = held(old);
                  const next = old.cloneNode();
                  next.innerHTML = '<button formaction="/cancel">Cancel</button>';
                  old.replaceWith(next);
                  restore(next);
                }
                """);
        assertThat(page.locator("#run-next")).isFocused();
    }
}
