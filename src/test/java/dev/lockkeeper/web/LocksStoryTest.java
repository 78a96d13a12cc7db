package dev.lockkeeper.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
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
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Somebody is in the way: seen before the launch, while the run waits, and ended from the page. */
@LockkeeperTest
class LocksStoryTest {

    private static final String FILE =
            """
            migration: in-the-way
            title: Adds a column that somebody is in the way of
            engine: postgresql
            phases:
              - phase: expand
                steps:
                  - addColumn: {table: users, column: note, type: text}
                  - createIndex: {table: users, columns: [v]}
                  - sql: {up: "alter table users alter column t set default 'y'", irreversible: it is a story}
            """;

    private static final LocatorAssertions.ContainsTextOptions SOON =
            new LocatorAssertions.ContainsTextOptions().setTimeout(60_000);

    @Autowired
    People people;

    @Autowired
    Api api;

    private final List<String> complaints = new ArrayList<>();

    @Test
    void operatorSeesWhoIsInTheWayAndEndsIt() throws SQLException {
        Database database = Databases.fresh("story")
                .run(
                        "create table users (id int primary key, v int, t text)",
                        "insert into users select i, i, 'x' from generate_series(1, 20000) i",
                        "analyze users");
        Crew crew = new Crew(people, database, "shop");
        people.operator();
        try (Connection holder = database.connect();
                Chromium chromium = new Chromium();
                BrowserContext context = chromium.context(ColorScheme.LIGHT, 1440)) {
            holder.createStatement().execute("set application_name = 'checkout'");
            holder.setAutoCommit(false);
            holder.createStatement().execute("update users set v = v where id = 1");
            String id = crew.approved(FILE);
            Page page = signIn(context);
            page.navigate(api.server() + "/migrations/" + id + "?target=shop");
            Chromium.settled(page);
            assertThat(page.locator("main")).containsText("waits first for session");
            Chromium.picture(page, "review-blast-light");

            long run = crew.launch(id);
            page.navigate(api.server() + "/runs/" + run);
            assertThat(page.locator("#run-locks")).containsText("Waiting for session", SOON);
            assertThat(page.locator("#run-locks")).containsText("checkout; idle in transaction since");
            Chromium.picture(page, "run-locks-light");
            page.navigate(api.server() + "/targets/shop");
            Chromium.picture(page, "target-locks-light");
            page.navigate(api.server() + "/targets/shop/sessions/"
                    + holder.unwrap(org.postgresql.PGConnection.class).getBackendPID());
            page.getByLabel("Reason, for the record").fill("it has been idle for an hour");
            Chromium.picture(page, "session-end-light");
            page.getByLabel("To terminate, type the name of the target, shop").fill("shop");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Terminate the session"))
                    .click();
            page.navigate(api.server() + "/runs/" + run);
            assertThat(page.locator("#run-state")).containsText("succeeded", SOON);
            assertThat(page.locator("#run-locks")).isHidden();
        }
        assertThat(complaints).as("what the browser's console complained of").isEmpty();
    }

    private Page signIn(BrowserContext context) {
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.navigate(api.server() + "/login");
        page.getByLabel("Username").fill("cyd");
        page.getByLabel("Password").fill(People.PASSWORD);
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Sign in").setExact(true))
                .click();
        page.waitForURL(Pattern.compile(".*/$"));
        return page;
    }
}
