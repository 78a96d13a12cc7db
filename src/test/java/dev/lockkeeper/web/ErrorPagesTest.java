package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Browser;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Each error says what happened and what to do next, has a way on, and shows nothing of the inside. */
@LockkeeperTest
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ErrorPagesTest {
    private static final String TYPED = "migration: kept\ntitle: </textarea><script>alert(6)</script>";

    @Autowired
    People people;

    @Autowired
    Api api;

    @Autowired
    JdbcClient jdbc;

    private SomePages pages;

    @BeforeAll
    void somePages() {
        pages = new SomePages(api, people);
    }

    private static void helps(HttpResponse<String> answer, int status, String... words) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body())
                .contains("<h1", "class=\"btn", "role=\"alert\"")
                .contains(words)
                .doesNotContain("??", "Exception", "at dev.", "org.springframework", "Whitelabel", "Tomcat");
        assertThat(answer.headers().map().keySet()).noneMatch(name -> name.matches("(?i)server|x-powered-by"));
    }

    @Test
    void whatIsNotThereLeadsToTheListItWouldBeOn() {
        helps(pages.as("vic").get("/targets/none"), 404, "Not found", "href=\"/targets\"", "To the targets");
        helps(pages.as("vic").get("/runs/abc"), 404, "Not found", "To the runs");
        helps(pages.as("vic").get("/migrations/none-such"), 404, "To the migrations");
        helps(pages.as("vic").get("/runs?state=none-such"), 400, "is not a value of", "href=\"/runs\"", "To the runs");
        helps(
                pages.as("vic").get("/runs/new"),
                400,
                "the address names none",
                "open its board from there",
                "To the runs");
        helps(pages.as("vic").get("/migrations/attack?revision=9"), 404, "There is no revision 9 of &#39;attack&#39;");
        helps(
                pages.as("vic").get("/migrations/attack?target=none"),
                404,
                "There is no postgresql target &#39;none&#39;");
        helps(pages.as("vic").get("/nothing"), 404, "There is no page at this address", "To the overview");
        helps(new Browser(api).get("/css/none.css"), 404, "To the sign-in");
    }

    @Test
    void whatIsNotAllowedNamesTheRole() {
        helps(pages.as("vic").get("/targets/new"), 403, "Not allowed", "role admin", "Ask an admin");
        helps(pages.as("vic").get("/audit"), 403, "role auditor");
    }

    @Test
    void anAddressThatOnlyTakesFormsSaysSo() {
        HttpResponse<String> answer = pages.as("cyd").get("/runs/" + pages.run + "/pause");

        helps(answer, 405, "Nothing to see at this address", "Nothing was changed");
        assertThat(answer.headers().firstValue("Allow")).hasValue("POST");
    }

    @Test
    void aFormThatIsTooLargeSaysHowLargeItMayBe() {
        HttpResponse<String> answer = pages.as("ann").post("/migrations", "text=" + "x".repeat(4_400_000));

        helps(answer, 413, "Too large", "4 MB", "what you typed is still in the form");
    }

    @Test
    void anAgedFormKeepsWhatWasTypedAndIsSentAgain() throws Exception {
        HttpClient client =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        HttpResponse<String> aged = post(client, "/migrations", "text=" + encoded(TYPED), "same-origin");
        helps(aged, 403, "This form has aged", "You are signed out", "Sign in on another page");
        assertThat(aged.body())
                .contains("migration: kept\ntitle: &lt;/textarea&gt;", "action=\"/migrations\"")
                .doesNotContain("<script>alert(6)");
        post(
                client,
                "/login",
                "username=ann&password=" + encoded(People.PASSWORD) + token(client, "/login"),
                "same-origin");
        HttpResponse<String> again = post(client, "/migrations", "text=" + encoded(TYPED), "same-origin");
        helps(again, 403, "You are signed in. What you typed is kept below");
        HttpResponse<String> sent = post(
                client,
                "/migrations",
                "text=" + encoded(TYPED) + "&_csrf=" + encoded(token(again.body())),
                "same-origin");
        assertThat(sent.statusCode()).as("taken, and refused for what it says").isEqualTo(422);
        assertThat(sent.body()).contains("migration: kept");
    }

    @Test
    void aPasswordIsNeverShownAgain() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpResponse<String> aged = post(client, "/targets", "name=x&password=never-shown-again", "same-origin");

        helps(aged, 403, "A password is never kept", "value=\"x\"");
        assertThat(aged.body()).doesNotContain("never-shown-again");
        assertThat(post(client, "/login", "username=ann&password=never-shown-again", "same-origin")
                        .body())
                .contains("The sign-in page stood open for too long", "href=\"/login\"")
                .doesNotContain("never-shown-again", "value=\"ann\"");
    }

    @Test
    void whatAnotherSiteSentIsNotOfferedToBeSentAgain() throws Exception {
        for (String site : List.of("cross-site", "same-site", "none")) {
            HttpResponse<String> aged = post(HttpClient.newHttpClient(), "/migrations", "text=strange", site);
            helps(aged, 403, "This form has aged");
            assertThat(aged.body()).as(site).doesNotContain("strange", "Send it again");
        }
    }

    @Test
    void aFaultOfOursHasANumberThatTheLogHasToo(CapturedOutput output) {
        jdbc.sql("alter table targets rename to targets_torn").update();
        try {
            HttpResponse<String> answer = pages.as("vic").get("/targets");
            helps(answer, 500, "Something went wrong", "Tell whoever keeps the server");
            assertThat(answer.body()).doesNotContain("targets_torn", "relation", "select");
            Matcher number = Pattern.compile("number (\\w{8}):").matcher(answer.body());
            assertThat(number.find()).isTrue();
            assertThat(output.getOut()).contains("the reader was told " + number.group(1), "PSQLException");
        } finally {
            jdbc.sql("alter table targets_torn rename to targets").update();
        }
    }

    @Test
    void aPartOfAPageGetsTheBoxAlone() {
        HttpResponse<String> answer = pages.as("vic").get("/targets/none/reach", "HX-Request", "true");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).startsWith("<div class=\"lk-failure\"").doesNotContain("<html");
    }

    @Test
    void theSiteAnswersWhatEveryBrowserAndRobotAsksFor() {
        Browser nobody = new Browser(api);

        HttpResponse<String> icon = nobody.get("/favicon.ico", "Accept", "image/*");
        assertThat(icon.statusCode()).isEqualTo(200);
        assertThat(icon.headers().firstValue("Content-Type")).hasValue("image/svg+xml");
        assertThat(icon.body()).startsWith("<svg").doesNotContain("style");
        HttpResponse<String> robots = nobody.get("/robots.txt", "Accept", "*/*");
        assertThat(robots.statusCode()).isEqualTo(200);
        assertThat(robots.body()).contains("Disallow: /");
    }

    private HttpResponse<String> post(HttpClient client, String path, String form, String site)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(api.server() + path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Accept", "text/html")
                        .header("Sec-Fetch-Site", site)
                        .POST(BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
    }

    private String token(HttpClient client, String path) throws IOException, InterruptedException {
        String page = client.send(
                        HttpRequest.newBuilder(URI.create(api.server() + path))
                                .header("Accept", "text/html")
                                .build(),
                        BodyHandlers.ofString())
                .body();
        return "&_csrf=" + encoded(token(page));
    }

    private static String token(String page) {
        Matcher found = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"").matcher(page);
        assertThat(found.find()).as(page).isTrue();
        return found.group(1);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
