package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Browser;
import dev.lockkeeper.testing.Crew;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The editor without script, and what it asks the server while people type. */
@LockkeeperTest
class EditorPagesTest {
    static final List<String> OF_POSTGRESQL = Starters.POSTGRESQL;

    private static final String RISKY =
            """
            migration: risky-index
            engine: postgresql
            phases:
              - phase: expand
                steps:
                  - sql:
                      up: create index users_name_idx on users (name)
                      irreversible: because
            """;

    private static final Starters STARTERS = new Starters();
    private static Browser ann;
    private static Browser vic;
    private static Browser stranger;

    @BeforeAll
    static void ground(@Autowired Api api, @Autowired People people) {
        Databases.Database database = Databases.fresh("editor")
                .run(
                        Crew.example("schema/users.sql"),
                        Crew.example("schema/customers.sql"),
                        "insert into users (name, email) select 'n' || i, 'u' || i from generate_series(1, 200000) i",
                        "analyze users");
        new Crew(people, database, "shop");
        people.author();
        people.viewer();
        people.somebody("stranger", "author@team:other");
        ann = signedIn(api, "ann");
        vic = signedIn(api, "vic");
        stranger = signedIn(api, "stranger");
    }

    private static Browser signedIn(Api api, String name) {
        Browser browser = new Browser(api);
        browser.submit("/login", "/login", Map.of("username", name, "password", People.PASSWORD));
        return browser;
    }

    private static HttpResponse<String> post(Browser by, String path, String... fields) {
        Map<String, String> form = new HashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            form.put(fields[i], fields[i + 1]);
        }
        return by.submit("/migrations/new", path, form);
    }

    /** A template that cannot run anywhere teaches nothing: the tables are those of the examples. */
    @ParameterizedTest
    @FieldSource("OF_POSTGRESQL")
    void aTemplateHasExactSqlOnTheExampleTablesAndNothingBlocking(String name) {
        String body = post(ann, "/migrations/check", "text", STARTERS.whole(name), "target", "shop")
                .body();

        assertThat(body).doesNotContain("lk-mark lk-bad", "Looked at without");
        assertThat(body).containsPattern("\\d+ statements? as sent to shop|1 statement as sent");
    }

    @Test
    void aTemplateIsOpenedByItsAddress() {
        assertThat(ann.get("/migrations/new?template=split-column").body())
                .contains("migration: split-users-name")
                .containsPattern("value=\"split-column\"\\s+selected");
        assertThat(ann.get("/migrations/new?template=none-such").statusCode()).isEqualTo(404);
    }

    @Test
    void openingATemplateNeverTakesATextAway() {
        String untouched = STARTERS.whole("index");
        assertThat(post(ann, "/migrations/new", "do", "template", "template", "sql", "text", untouched)
                        .body())
                .contains("migration: comment-on-orders");

        String body = post(ann, "/migrations/new", "do", "template", "template", "sql", "text", untouched + "# mine\n")
                .body();
        assertThat(body)
                .contains("# mine", "SQL of one&#39;s own", "/migrations/new?template=sql")
                .doesNotContain("migration: comment-on-orders");
    }

    @Test
    void aStepIsInsertedAndTheTextLookedAt() {
        String body = post(ann, "/migrations/new", "do", "insert", "step", "wait", "text", RISKY)
                .body();

        assertThat(body).contains("because\n      - wait: {for: 10m}\n", "line 7, column 15", "data-unsent");
    }

    @Test
    void findingsHavePlacesMessagesAndASaferWay() {
        String body = post(ann, "/migrations/check", "text", RISKY).body();

        assertThat(body)
                .startsWith("<section")
                .contains("data-line=\"7\"", "require-concurrent-index-creation", "a safer way")
                .contains("data-summary=\"1 blocking, 0 advisory");
    }

    @Test
    void aTargetJoinsItsSizesAndSaysWhatWouldBeSent() {
        assertThat(post(ann, "/migrations/check", "text", RISKY, "target", "shop")
                        .body())
                .contains("200,000 rows", "1 statement as sent to shop");
        assertThat(post(ann, "/migrations/check", "text", RISKY.replace("users (", "nobodys ("), "target", "shop")
                        .body())
                .doesNotContain("200,000 rows");
    }

    @Test
    void aTextWithErrorsIsToldAllOfThem() {
        String body = post(
                        ann,
                        "/migrations/check",
                        "text",
                        RISKY.replace("sql:", "sgl:") + "titel: x\n",
                        "target",
                        "shop")
                .body();

        assertThat(body)
                .contains("data-line=\"6\"", "data-line=\"9\"", "did you mean", "2 errors: it would not be stored");
    }

    @Test
    void nothingIsToldOfATargetOfAnotherTeam(@Autowired People people) {
        people.admin()
                .post(
                        "/targets",
                        Map.of(
                                "name",
                                "hidden",
                                "engine",
                                "postgresql",
                                "url",
                                "jdbc:postgresql://localhost:1/none",
                                "username",
                                "u",
                                "password",
                                "p",
                                "environment",
                                "prod",
                                "team",
                                "zebras"))
                .expect(201);

        assertThat(stranger.get("/migrations/new").body()).doesNotContain(">hidden");
        assertThat(post(stranger, "/migrations/check", "text", RISKY, "target", "hidden")
                        .body())
                .contains("There is no target", "require-concurrent-index-creation")
                .doesNotContain("localhost:1");
    }

    @Test
    void aTargetThatIsDownLeavesTheFindings(@Autowired People people) {
        people.admin()
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

        assertThat(post(ann, "/migrations/check", "text", RISKY, "target", "down")
                        .body())
                .contains("Looked at without down", "require-concurrent-index-creation");
    }

    @Test
    void theLargestFileIsReadAndALargerOneRefusedByName() {
        String comment = "# " + "é".repeat(100) + "\n";
        String large = RISKY + comment.repeat((1_000_000 - RISKY.length()) / 203);
        assertThat(post(ann, "/migrations/check", "text", large).body()).contains("require-concurrent-index-creation");

        HttpResponse<String> refused = post(ann, "/migrations", "text", large + comment.repeat(500));
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.body()).contains("1 MiB", comment.strip());
    }

    @Test
    void whoMayNotSubmitIsToldSoAndMayStillCheck() {
        assertThat(vic.get("/migrations/new").body()).contains("waits for somebody with the role author");
        assertThat(post(vic, "/migrations/check", "text", RISKY).statusCode()).isEqualTo(200);
        assertThat(post(vic, "/migrations", "text", RISKY).body()).contains("Nothing was", "risky-index");
    }

    @Test
    void noTextBecomesMarkup() {
        String attack = RISKY.replace("because", "\"</textarea><script>alert(1)</script>\"")
                + "\"<img src=x>\": \"<script>alert(2)</script>\"\n";
        for (String path : List.of("/migrations/new", "/migrations/check", "/migrations")) {
            assertThat(post(ann, path, "text", attack).body()).doesNotContain("<script>alert", "<img src=x");
        }
    }
}
