package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Browser;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.Logins;
import dev.lockkeeper.testing.People;
import dev.lockkeeper.testing.TargetBodies;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;

@LockkeeperTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TargetPagesTest {
    private static final String HTMX = "HX-Request";
    private static final String SECRET = "a secret that is asked for";

    @Autowired
    People people;

    @Autowired
    Api api;

    private SomePages pages;
    private Databases.Database guarded;

    @BeforeAll
    void somePages() {
        pages = new SomePages(api, people);
        guarded = Logins.guarded(Databases.fresh("guarded"), SECRET);
    }

    private void register(String name, Databases.Database at, String team) {
        people.admin()
                .post("/targets", TargetBodies.of(name, at, "test", Map.of("team", team)))
                .expect(201);
    }

    private Browser signedIn(String name, String... roles) {
        people.somebody(name, roles);
        Browser browser = new Browser(api);
        browser.submit("/login", "/login", Map.of("username", name, "password", People.PASSWORD));
        return browser;
    }

    private Map<String, String> form(Browser browser, String name) {
        String page = browser.get("/targets/" + name + "/edit").body();
        Map<String, String> fields = new HashMap<>();
        Matcher inputs = Pattern.compile("<input[^>]* name=\"([\\w]+)\"[^>]* value=\"([^\"]*)\"")
                .matcher(page);
        while (inputs.find()) {
            fields.put(inputs.group(1), inputs.group(2));
        }
        Matcher was = Pattern.compile("name=\"was\" value=\"(\\w+)\"").matcher(page);
        assertThat(was.find()).as(page).isTrue();
        fields.put("was", was.group(1));
        fields.remove("_csrf");
        return fields;
    }

    @Test
    void aTargetThatSaysNothingKeepsNobodyWaiting() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            register(
                    "silent",
                    new Databases.Database("jdbc:postgresql://localhost:" + silent.getLocalPort() + "/d", "u", "p"),
                    "quiet");
            Browser eve = pages.as("eve");
            long begin = System.nanoTime();
            assertThat(eve.get("/targets/silent").body())
                    .contains("Asking silent…", "hx-get=\"/targets/silent/reach\"");
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .as("the page asks the target nothing")
                    .isLessThan(Patience.LONGEST);
            assertThat(eve.get("/targets/silent/reach", HTMX, "true").body())
                    .startsWith("<section")
                    .contains("has not answered within 4 s", "Mend its address or login", "Probe again");
            HttpResponse<String> tables = eve.get("/targets/silent/tables/public.users");
            assertThat(tables.statusCode()).isEqualTo(200);
            assertThat(tables.body()).contains("has not answered within");
        }
    }

    @Test
    void whatALoginMayNotDoComesWithTheStatementThatGrantsIt() {
        register("poor", Logins.limited(pages.database()), "quiet");

        assertThat(pages.as("vic").get("/targets/poor/reach").body())
                .contains("Its login may not do everything", "grant ", "Granted: probe again");
    }

    @Test
    void tablesAreSortedAndFilteredByTheAddress() {
        pages.database().run("create table if not exists zebras (id int)", "create table if not exists tiny (id int)");
        String all = pages.as("vic").get("/targets/shop/tables").body();
        String named = pages.as("vic").get("/targets/shop/tables?sort=name").body();

        assertThat(all.indexOf("public.users")).isLessThan(all.indexOf("public.tiny"));
        assertThat(named.indexOf("public.tiny")).isLessThan(named.indexOf("public.users"));
        assertThat(named).contains("aria-sort=\"ascending\"");
        assertThat(pages.as("vic")
                        .get("/targets/shop/tables?query=zeb&sort=rows")
                        .body())
                .contains("public.zebras", "value=\"zeb\"", "value=\"rows\"")
                .doesNotContain("public.users");
        assertThat(pages.as("vic").get("/targets/shop/tables?query=none-such").body())
                .contains("No table has that");
        assertThat(pages.as("vic").get("/targets/shop/tables/public.users").body())
                .contains("bigint", "users_pkey", "A backfill walks the table by this key");
        assertThat(pages.as("vic").get("/targets/shop/tables/public.none").statusCode())
                .isEqualTo(404);
    }

    @Test
    void whatIsNotOfOnesTeamIsNotThere() {
        register("theirs", pages.database(), "theirs");
        Browser outside = signedIn("outside", "operator@team:others", "viewer@team:others");

        for (String part : List.of("", "/reach", "/sessions", "/tables", "/tables/public.users", "/edit", "/remove")) {
            HttpResponse<String> hidden = outside.get("/targets/theirs" + part);
            HttpResponse<String> missing = outside.get("/targets/nothere" + part);
            assertThat(hidden.statusCode()).as(part).isEqualTo(404).isEqualTo(missing.statusCode());
            assertThat(hidden.body().replace("theirs", "nothere").replaceAll("value=\"[^\"]*\"", ""))
                    .as("looks like one that is missing")
                    .isEqualTo(missing.body().replaceAll("value=\"[^\"]*\"", ""));
        }
    }

    @Test
    void whoChangedItIsForThoseWhoReadTheRecord() {
        assertThat(pages.as("dora").get("/targets/shop").body()).contains("Who changed it", "target.register");
        assertThat(pages.as("cyd").get("/targets/shop").body()).doesNotContain("Who changed it", "target.register");
    }

    @Test
    void aChangeKeepsThePasswordAndIsRecorded() {
        register("kept", guarded, "quiet");
        Browser eve = pages.as("eve");
        Map<String, String> form = form(eve, "kept");
        assertThat(eve.get("/targets/kept/edit").body()).doesNotContain(SECRET);
        form.putAll(Map.of("windows", "Mon-Fri 22:00-05:00 Europe/Berlin", "after", "dev", "limitIdle", "30s"));
        HttpResponse<String> sent = eve.submit("/targets/kept/edit", "/targets/kept/edit", form);

        assertThat(eve.location(sent)).isEqualTo("/targets/kept");
        assertThat(eve.get("/targets/kept").body())
                .contains(
                        "Changed kept.",
                        "22:00 to 05:00, Europe/Berlin",
                        "must have succeeded on dev before",
                        "idle ones older than 30 s")
                .contains("target.update");
        assertThat(eve.get("/targets/kept/reach").body()).contains("PostgreSQL").doesNotContain("does not answer");
    }

    @Test
    void aRefusedChangeSaysAtEachFieldWhatIsWrongAndLosesOnlyThePassword() {
        register("refused", guarded, "quiet");
        Browser eve = pages.as("eve");
        Map<String, String> form = form(eve, "refused");
        form.putAll(Map.of("url", "jdbc:postgresql://elsewhere/d", "environment", "NO!", "windows", "ok?\nMon 1-2"));
        form.putAll(Map.of("backup", "sql", "backupWhere", "select 'password=x'", "password", ""));
        eve.submit("/targets/refused/edit", "/targets/refused/edit", form);
        String page = eve.get("/targets/refused/edit").body();

        assertThat(page)
                .contains(
                        "nothing was changed",
                        "id=\"environment-wrong\"",
                        "id=\"windows-wrong\"",
                        "id=\"backupWhere-wrong\"")
                .contains("jdbc:postgresql://elsewhere/d", "ok?", "Mon 1-2", "href=\"#windows\"");
        form.putAll(Map.of("environment", "test", "windows", "", "backup", "", "backupWhere", ""));
        eve.submit("/targets/refused/edit", "/targets/refused/edit", form);
        assertThat(eve.get("/targets/refused/edit").body())
                .as("a kept password is sent to no other server")
                .contains("needs its password again", "jdbc:postgresql://elsewhere/d");
        form.put("password", "never shown again");
        form.put("environment", "NO!");
        eve.submit("/targets/refused/edit", "/targets/refused/edit", form);
        assertThat(eve.get("/targets/refused/edit").body()).doesNotContain("never shown again");
        assertThat(people.admin().get("/targets/refused").expect(200).text("/url"))
                .isEqualTo(guarded.url());
    }

    @Test
    void whoComesSecondIsToldBeforeTheFirstIsOverwritten() {
        register("twice", guarded, "quiet");
        Browser eve = pages.as("eve");
        Map<String, String> mine = form(eve, "twice");
        people.admin().patch("/targets/twice", Map.of("team", "loud")).expect(200);
        mine.put("windows", "10:00-11:00 UTC");
        eve.submit("/targets/twice/edit", "/targets/twice/edit", mine);
        String page = eve.get("/targets/twice/edit").body();

        assertThat(page).contains("Somebody has changed", "10:00-11:00 UTC");
        assertThat(people.admin().get("/targets/twice").expect(200).text("/team"))
                .isEqualTo("loud");
    }

    @Test
    void onlyItsAdminsChangeAndRemoveIt() {
        register("hers", guarded, "hers");
        Browser teamAdmin = signedIn("team-admin", "admin@team:hers", "viewer");
        Browser otherAdmin = signedIn("other-admin", "admin@team:others", "viewer");

        assertThat(teamAdmin.get("/targets/hers/edit").statusCode()).isEqualTo(200);
        assertThat(otherAdmin.get("/targets/hers/edit").statusCode()).isEqualTo(403);
        assertThat(otherAdmin.get("/targets/hers").body()).doesNotContain("/targets/hers/edit");
        otherAdmin.submit("/", "/targets/hers/remove", Map.of("typed", "hers"));
        assertThat(people.admin().get("/targets/hers").status()).isEqualTo(200);
    }

    @Test
    void itIsRemovedOnlyByItsNameAndNotWhileARunIsActive() {
        register("doomed", guarded, "quiet");
        Browser eve = pages.as("eve");
        eve.submit("/targets/doomed/remove", "/targets/doomed/remove", Map.of("typed", "domed"));
        assertThat(eve.get("/targets/doomed/remove").body())
                .contains("is not the name of this target", "value=\"domed\"");
        HttpResponse<String> sent =
                eve.submit("/targets/doomed/remove", "/targets/doomed/remove", Map.of("typed", "doomed"));

        assertThat(eve.location(sent)).isEqualTo("/targets");
        assertThat(eve.get("/targets").body()).contains("Removed doomed").doesNotContain("/targets/doomed\"");
        assertThat(eve.get("/targets/shop/remove").body())
                .contains("A run is active on it", "/runs/" + pages.run)
                .doesNotContain("name=\"typed\"");
        eve.submit("/targets/shop/edit", "/targets/shop/remove", Map.of("typed", "shop"));
        assertThat(eve.get("/targets/shop/remove").body()).contains("is active on target");
    }

    @Test
    void aNewOneIsRegisteredWithAllThatItAsks() {
        Browser eve = pages.as("eve");
        Map<String, String> form =
                new HashMap<>(Map.of("name", "whole", "engine", "postgresql", "environment", "test"));
        form.putAll(Map.of("url", guarded.url(), "username", guarded.username(), "password", SECRET));
        form.putAll(Map.of("windows", "Sat 10:00-12:00 UTC", "backup", "attest", "backupMaxAge", "7d"));
        HttpResponse<String> sent = eve.submit("/targets/new", "/targets", form);

        assertThat(eve.location(sent)).isEqualTo("/targets/whole");
        assertThat(eve.get("/targets/whole").body())
                .contains("Registered whole.", "whoever launches attests with a link", "10:00 to 12:00, UTC");
    }
}
