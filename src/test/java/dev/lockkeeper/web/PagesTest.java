package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Browser;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@LockkeeperTest
class PagesTest {
    private static final Pattern STYLED = Pattern.compile("<[^>]+\\s(style|on[a-z]+)=");
    private static final Pattern FOREIGN = Pattern.compile("(src|href|action)=\"(https?:)?//");

    private static SomePages pages;

    @BeforeAll
    static void launch(@Autowired Api api, @Autowired People people) {
        pages = new SomePages(api, people);
    }

    private static List<String> everybodysPages() {
        return List.of(
                "/",
                "/migrations",
                "/migrations?query=attack",
                "/migrations/attack",
                "/migrations/attack?revision=1&target=shop",
                "/migrations/new",
                "/migrations/new?from=attack",
                "/migrations/attack?target=shop&diff=1..2",
                "/migrations/attack?diff=2&diff=1&lines=all",
                "/runs",
                "/runs?state=active&target=shop",
                "/runs/new?migration=attack",
                "/runs/new?migration=attack&target=shop",
                "/runs/" + pages.run,
                "/runs/" + pages.run + "/gate",
                "/runs/" + pages.run + "/cancel",
                "/runs/" + pages.run + "/rollback",
                "/targets",
                "/targets/shop",
                "/targets/shop/reach",
                "/targets/shop/sessions",
                "/targets/shop/tables",
                "/targets/shop/tables?sort=name&query=user",
                "/targets/shop/tables/public.users",
                "/calendar",
                "/calendar?view=week",
                "/policies");
    }

    @Test
    void everyPageOpensForEveryRole() {
        for (String name : SomePages.NAMES) {
            for (String page : everybodysPages()) {
                HttpResponse<String> answer = pages.as(name).get(page);

                assertThat(answer.statusCode()).as("%s for %s", page, name).isEqualTo(200);
                assertThat(answer.body())
                        .as("%s for %s", page, name)
                        .startsWith("<!doctype html>")
                        .contains("<h1", "id=\"main\"", "Sign out")
                        .doesNotContain("??");
                assertThat(answer.body().split("<h1", -1))
                        .as("one heading on %s", page)
                        .hasSize(2);
            }
        }
    }

    @Test
    void noTextOfAPersonBecomesMarkup() {
        for (String page : everybodysPages()) {
            String body = pages.as("eve").get(page).body();

            assertThat(body).as(page).doesNotContain("<script>alert", "<img src=x", "href=\"javascript:", "`49");
        }
        assertThat(pages.as("bob").get("/migrations/attack?revision=1").body()).contains("&lt;script&gt;alert(1)");
        assertThat(pages.as("bob").get("/runs/" + pages.run).body()).contains("&lt;script&gt;alert(1)");
    }

    @Test
    void nothingInAPageNeedsALooserPolicyOrAnotherServer() {
        for (String page : everybodysPages()) {
            HttpResponse<String> answer = pages.as("eve").get(page);

            assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                    .contains("default-src 'self'")
                    .doesNotContain("unsafe");
            assertThat(answer.body()).as(page).doesNotContainPattern(FOREIGN);
            assertThat(withoutValues(answer.body())).as(page).doesNotContainPattern(STYLED);
        }
    }

    private static String withoutValues(String body) {
        return body.replaceAll("=\"[^\"]*\"", "=\"\"");
    }

    @Test
    void theRecordIsForAuditorsAndAdmins(@Autowired Api api, @Autowired People people) {
        for (String page : List.of("/audit", "/audit?action=run.*", "/audit/1")) {
            assertThat(pages.as("dora").get(page).statusCode()).isEqualTo(200);
            assertThat(pages.as("eve").get(page).statusCode()).isEqualTo(200);
            assertThat(pages.as("vic").get(page).statusCode()).isEqualTo(403);
        }
        Browser ofOneTeam = new Browser(api);
        people.somebody("audit-team-admin", "admin@team:accounts", "auditor@prod");
        ofOneTeam.submit("/login", "/login", Map.of("username", "audit-team-admin", "password", People.PASSWORD));
        assertThat(ofOneTeam.get("/audit").statusCode()).isEqualTo(403);
        assertThat(ofOneTeam.get("/audit/1").statusCode()).isEqualTo(403);
        assertThat(pages.as("vic").get("/").body()).doesNotContain("href=\"/audit\"");
        assertThat(pages.as("dora").get("/").body()).contains("href=\"/audit\"");
    }

    @Test
    void theChainIsVerifiedFromThePage() {
        Browser dora = pages.as("dora");
        HttpResponse<String> sent = dora.submit("/audit", "/audit/verify", Map.of());

        assertThat(dora.location(sent)).isEqualTo("/audit");
        assertThat(dora.get("/audit").body()).contains("The chain is whole");
    }

    @Test
    void onlyAdminsRegisterTargets() {
        assertThat(pages.as("eve").get("/targets/new").statusCode()).isEqualTo(200);
        assertThat(pages.as("cyd").get("/targets/new").statusCode()).isEqualTo(403);
        assertThat(pages.as("cyd").get("/targets").body()).doesNotContain("Register a target");
    }

    @Test
    void whatIsNotThereSaysSo() {
        for (String page : List.of(
                "/nothing",
                "/runs/999999",
                "/runs/abc",
                "/migrations/none-of-that-name",
                "/targets/none",
                "/runs/new?migration=none-such")) {
            HttpResponse<String> answer = pages.as("cyd").get(page);

            assertThat(answer.statusCode()).as(page).isEqualTo(404);
            assertThat(answer.body()).contains("Not found", "<h1", "Sign out");
        }
    }

    @Test
    void aFormWithoutItsTokenChangesNothing() {
        HttpResponse<String> answer = pages.as("cyd").post("/runs/" + pages.run + "/cancel", "reason=x");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("Nothing was changed");
        assertThat(pages.crew().state(pages.run)).isEqualTo("waiting");
    }

    @Test
    void aRefusedFileIsKeptWithEveryFinding() {
        String text =
                "\nmigration: broken-one\ntitle: </textarea><script>alert(5)</script>\nengine: postgresql\nphases:\n  - phase: expand\n    steps:\n      - addColumn: {tabel: users}\n";
        HttpResponse<String> answer = pages.as("ann").submit("/migrations/new", "/migrations", Map.of("text", text));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("line 8", "tabel", "&lt;/textarea&gt;")
                .doesNotContain("<script>alert(5)");
        assertThat(answer.body())
                .as("the first line break of the text is not lost")
                .contains(">\n\nmigration: broken-one");
    }

    @Test
    void aViewersWishIsRefusedOnThePageItCameFrom() {
        Browser vic = pages.as("vic");
        String page = "/runs/" + pages.run;
        HttpResponse<String> sent = vic.submit(page, page + "/pause", Map.of());

        assertThat(vic.location(sent)).isEqualTo(page);
        assertThat(vic.get(page).body()).contains("role operator", "Nothing was changed");
        assertThat(vic.get(page).body()).as("said once").doesNotContain("Nothing was changed");
    }

    @Test
    void aRefusedRegistrationKeepsAllButThePassword() {
        Map<String, String> form = new LinkedHashMap<>(
                Map.of("name", "NOT A NAME", "engine", "postgresql", "url", "jdbc:postgresql://h/db"));
        form.putAll(Map.of("username", "u", "password", "s3cret-word", "environment", "test"));
        Browser eve = pages.as("eve");
        HttpResponse<String> sent = eve.submit("/targets/new", "/targets", form);

        assertThat(eve.location(sent)).isEqualTo("/targets/new");
        assertThat(eve.get("/targets/new").body())
                .contains("NOT A NAME", "jdbc:postgresql://h/db")
                .doesNotContain("s3cret-word");
    }

    @Test
    void aTargetThatIsDownStillHasAPage() {
        pages.people()
                .admin()
                .post(
                        "/targets",
                        Map.of(
                                "name",
                                "down",
                                "engine",
                                "postgresql",
                                "url",
                                "jdbc:postgresql://localhost:1/none",
                                "username",
                                "u",
                                "password",
                                "p",
                                "environment",
                                "test"))
                .expect(201);

        assertThat(pages.as("cyd").get("/targets/down/reach").body()).contains("It does not answer as it should");
        assertThat(pages.as("cyd").get("/migrations/attack?target=down").body()).contains("Has no exact SQL on down");
        assertThat(pages.as("cyd").get("/runs/new?migration=attack&target=down").body())
                .contains("no-go");
    }

    @Test
    void whoBlocksWhomIsShownAndEndedOnlyWhenAskedTwice() throws Exception {
        try (Connection holder = pages.database().connect();
                Connection waiter = pages.database().connect()) {
            String pid = lock(holder);
            CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> ask(waiter));
            Awaitility.await()
                    .until(() ->
                            pages.as("cyd").get("/targets/shop/sessions").body().contains("waits "));

            assertThat(pages.as("vic").get("/targets/shop/sessions").body())
                    .contains("session " + pid)
                    .doesNotContain("End…");
            HttpResponse<String> asked = pages.as("cyd").get("/targets/shop/sessions/" + pid);
            assertThat(asked.body()).contains("End session " + pid + "?", "Terminate the session");
            Browser cyd = pages.as("cyd");
            cyd.submit(
                    "/targets/shop/sessions/" + pid,
                    "/targets/shop/sessions/" + pid,
                    Map.of("how", "terminate", "reason", "in the way", "confirm", "shop"));

            waiting.get(30, TimeUnit.SECONDS);
            assertThat(cyd.get("/targets/shop").body()).contains("Session " + pid + " was ended");
        }
    }

    @Test
    void aRollbackShowsItsStatementsAndAsksForTheNameOfItsTarget() {
        Browser cyd = pages.as("cyd");
        String page = "/runs/" + pages.run + "/rollback";
        String asked = cyd.get(page).body();
        assertThat(asked.replaceAll("<[^>]+>", "")).contains("alter table public.users drop column more");
        assertThat(asked).as("what is done is open").doesNotContainPattern("<details><summary><b>undo expand");
        assertThat(asked)
                .contains("cannot be undone: &lt;script&gt;")
                .contains("nothing: undo backfill, expand", "expand and what is before it: undo backfill");

        for (String typed : List.of("", "shopp")) {
            HttpResponse<String> sent =
                    cyd.submit(page, page, Map.of("to", "expand", "reason", "a try", "confirm", typed));

            assertThat(cyd.location(sent)).isEqualTo(page);
            String again = cyd.get(page).body();
            assertThat(again).contains("Nothing was changed", "value=\"a try\"", "value=\"" + typed + "\"");
            assertThat(again).containsPattern("<option value=\"expand\"[^>]*selected");
        }
        assertThat(pages.crew().state(pages.run)).isEqualTo("waiting");
        assertThat(pages.as("vic").get(page).body())
                .contains("It waits for an operator in test")
                .doesNotContain("Type the name");
    }

    @Test
    void aCancelSaysWhatStays() {
        assertThat(pages.as("cyd").get("/runs/" + pages.run + "/cancel").body())
                .contains("What is done stays done on shop", "<b>backfill</b>", "Roll back instead");
    }

    @Test
    void aSessionIsTerminatedOnlyWhenTheNameOfItsTargetIsTyped() throws Exception {
        try (Connection other = pages.database().connect();
                Statement statement = other.createStatement();
                ResultSet pid = statement.executeQuery("select pg_backend_pid()")) {
            pid.next();
            String page = "/targets/shop/sessions/" + pid.getString(1);
            Browser cyd = pages.as("cyd");
            HttpResponse<String> sent =
                    cyd.submit(page, page, Map.of("how", "terminate", "reason", "by habit", "confirm", "prod"));

            assertThat(cyd.location(sent)).isEqualTo(page);
            assertThat(cyd.get(page).body()).contains("is not the name of the target", "value=\"by habit\"");
            assertThat(other.isValid(5)).isTrue();
        }
    }

    @Test
    void aWishSaysWhatItDoesBeforeItIsWished() {
        assertThat(pages.as("cyd").get("/runs/" + pages.run).body())
                .contains(
                        "finishes the chunk or statement in hand, then stands", "asks first, and shows the statements");
    }

    private static String lock(Connection holder) throws SQLException {
        holder.setAutoCommit(false);
        try (Statement statement = holder.createStatement();
                ResultSet pid = statement.executeQuery("select pg_backend_pid()")) {
            pid.next();
            String id = pid.getString(1);
            statement.execute("lock table users");
            return id;
        }
    }

    private static void ask(Connection waiter) {
        try (Statement statement = waiter.createStatement()) {
            statement.execute("select count(*) from users");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void nobodyIsSentToSignInAndTheScriptsAreOpen(@Autowired Api api) {
        Browser nobody = new Browser(api);
        String login = nobody.get("/login").body();
        String script = login.replaceAll("(?s).*<script type=\"module\" src=\"([^\"]+)\".*", "$1");

        assertThat(nobody.location(nobody.get("/runs"))).isEqualTo("/login");
        assertThat(nobody.get(script, "Accept", "*/*").statusCode()).isEqualTo(200);
        assertThat(nobody.get(script.replace("lockkeeper.js", "live.js"), "Accept", "*/*")
                        .body())
                .contains("EventSource");
    }
}
