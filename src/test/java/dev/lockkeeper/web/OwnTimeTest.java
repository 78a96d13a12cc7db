package dev.lockkeeper.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Chromium;
import dev.lockkeeper.testing.Crew;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Whoever reads times as their own types them as their own. */
@LockkeeperTest
class OwnTimeTest {

    /** Four hours and a half ahead of UTC: a zone that no mistake of whole hours passes. */
    private static final String ZONE = "Asia/Kabul";

    private static final String TABLE =
            """
            migration: own-time
            title: A note for each user
            engine: postgresql
            phases:
              - phase: expand
                steps:
                  - addColumn: {table: users, column: note, type: text}
            """;

    @Autowired
    Api api;

    @Autowired
    People people;

    @Test
    void aRunIsScheduledInTheZoneInWhichItIsShown() {
        Databases.Database database = Databases.fresh("owntime").run("create table users (id bigint primary key)");
        Crew crew = new Crew(people, database, "shop");
        people.operator();
        crew.approved(TABLE);
        LocalDate day = LocalDate.now(ZoneOffset.UTC).plusDays(3);
        try (Chromium chromium = new Chromium();
                BrowserContext context = chromium.in(ZONE)) {
            Page page = signIn(context);
            page.navigate(api.server() + "/runs/new?migration=own-time&target=shop");
            page.getByLabel("Start at (" + ZONE + "), now when empty").fill(day + "T22:00");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Launch on shop"))
                    .click();
            page.waitForURL(Pattern.compile(".*/runs/\\d+$"));

            assertThat(page.locator("#run-next")).containsText(Pattern.compile("Starts at .*22:00\\."));
            assertThat(page.locator("#run-next time")).hasAttribute("title", day + " 17:30:00 UTC");
            long run = Long.parseLong(page.url().replaceAll(".*/", ""));
            Instant start = Instant.parse(crew.run(run).path("startAt").asString());
            assertThat(start).isEqualTo(Instant.parse(day + "T17:30:00Z"));

            page.goBack();
            page.reload();
            assertThat(page.locator(".lk-next")).containsText("Run " + run + " of this migration is scheduled on shop");
            assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Launch on shop")))
                    .hasCount(0);
        }
    }

    private Page signIn(BrowserContext context) {
        Page page = context.newPage();
        page.navigate(api.server() + "/login");
        page.getByLabel("Username").fill("cyd");
        page.getByLabel("Password").fill(People.PASSWORD);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
        page.waitForURL(address -> !address.contains("login"));
        return page;
    }
}
