package dev.lockkeeper.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Chromium;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The lists, the grid, the overview and the calendar in a browser. */
@LockkeeperTest
class CatalogPicturesTest {

    @Autowired
    Api api;

    @Autowired
    People people;

    @Autowired
    JdbcClient store;

    @BeforeEach
    void oneOfEverything() {
        if (store.sql("select count(*) from migrations").query(Long.class).single() == 0) {
            SomeCatalog.full(api, people, store, Instant.now());
            people.somebody("zoe", "admin", "approver", "operator", "author");
        }
    }

    @Test
    void everyListHoldsInBothThemesFromAPhoneToADesk() {
        try (Chromium chromium = new Chromium()) {
            for (ColorScheme theme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
                for (int width : new int[] {360, 1440}) {
                    pictures(chromium, theme, width);
                }
            }
        }
    }

    private void pictures(Chromium chromium, ColorScheme theme, int width) {
        try (BrowserContext context = chromium.context(theme, width)) {
            Page page = signedIn(context);
            for (String path : new String[] {
                "", "migrations", "migrations?environment=prod", "runs", "targets", "calendar", "calendar?view=week"
            }) {
                Assertions.assertThat(page.navigate(api.server() + "/" + path).status())
                        .as(path)
                        .isEqualTo(200);
                Object over = page.evaluate("document.documentElement.scrollWidth - innerWidth");
                Assertions.assertThat(((Number) over).intValue()).as(path).isLessThanOrEqualTo(0);
                String name = path.isEmpty() ? "overview" : path.replaceAll("[?=]", "-");
                Chromium.picture(
                        page, "list-" + name + "-" + width + "-" + theme.name().toLowerCase(Locale.ROOT));
            }
        }
    }

    @Test
    void aListIsNarrowedWhileOneTypesAndItsAddressCanBeSent() {
        try (Chromium chromium = new Chromium();
                BrowserContext context = chromium.context(ColorScheme.LIGHT, 1440)) {
            Page page = signedIn(context);
            page.navigate(api.server() + "/migrations");
            page.getByLabel("id, title or team").fill("order");
            assertThat(page.locator(".lk-grid tbody tr")).hasCount(2);
            assertThat(page).hasURL(Pattern.compile(".*/migrations\\?query=order$"));
            page.getByLabel("stands").selectOption("never");
            assertThat(page.locator(".lk-grid tbody tr")).hasCount(1);
            assertThat(page.locator(".lk-grid tbody")).containsText("An idea that nobody has launched");
            assertThat(page.locator("#count")).hasText("1 shown, and no more.");
            Page colleague = context.newPage();
            colleague.navigate(page.url());
            assertThat(colleague.locator(".lk-grid tbody tr")).hasCount(1);
            page.getByRole(
                            AriaRole.LINK,
                            new Page.GetByRoleOptions().setName("migration").setExact(true))
                    .click();
            assertThat(page).hasURL(Pattern.compile(".*sort=title.*"));
            assertThat(page.locator("th[aria-sort=ascending]")).hasText(Pattern.compile("^migration"));
            assertThat(page.getByLabel("id, title or team")).hasValue("order");
        }
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
