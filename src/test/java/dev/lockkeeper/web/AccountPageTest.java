package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.audit.AuditLog;
import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Browser;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Who one is, one's password, one's tokens: without script. */
@LockkeeperTest
class AccountPageTest {
    private static final Pattern SECRET = Pattern.compile("lk_[A-Za-z0-9_-]{43}");

    @Autowired
    Api api;

    @Autowired
    People people;

    @Autowired
    AuditLog log;

    private HttpResponse<String> signIn(Browser browser, String username, String password) {
        return browser.submit("/login", "/login", Map.of("username", username, "password", password));
    }

    private Browser signedIn(String username, String... roles) {
        people.somebody(username, roles);
        Browser browser = new Browser(api);
        assertThat(browser.location(signIn(browser, username, People.PASSWORD))).isEqualTo("/");
        return browser;
    }

    private static HttpResponse<String> change(Browser browser, String present, String wanted, String again) {
        return browser.submit(
                "/account", "/account/password", Map.of("present", present, "wanted", wanted, "again", again));
    }

    @Test
    void onesRolesAreSaidInWordsAndOnesNameLeadsThere() {
        Browser browser = signedIn("ada", "operator@prod", "viewer@team:accounts");
        assertThat(browser.get("/").body()).contains("href=\"/account\"").doesNotContain("href=\"/admin");
        assertThat(browser.get("/account").body())
                .contains("in prod", "launch runs, open gates", "for the team accounts", "look at targets");
    }

    @Test
    void aChangedPasswordEndsTheOtherSessionsAndNotThisOne() {
        Browser here = signedIn("ben", "viewer");
        Browser elsewhere = new Browser(api);
        signIn(elsewhere, "ben", People.PASSWORD);
        String before = here.cookie("lockkeeper");
        long seq = log.head().seq();

        assertThat(here.location(change(here, People.PASSWORD, "a brand new one", "a brand new one")))
                .isEqualTo("/account");

        assertThat(here.get("/account").body()).contains("Your password is changed");
        assertThat(here.cookie("lockkeeper")).isNotEqualTo(before);
        assertThat(elsewhere.location(elsewhere.get("/account"))).isEqualTo("/login?ended");
        assertThat(log.head().seq()).isGreaterThan(seq);
        Api.Answer record = people.auditor().get("/audit?action=user.update&subject=user:ben&actor=ben");
        assertThat(record.text("/items/0/after/password")).isEqualTo("changed");
        assertThat(record.body()).doesNotContain("brand new");
        Browser again = new Browser(api);
        assertThat(again.location(signIn(again, "ben", People.PASSWORD))).isEqualTo("/login?error");
        assertThat(again.location(signIn(again, "ben", "a brand new one"))).isEqualTo("/");
    }

    @Test
    void whoFindsAnOpenBrowserCannotTakeTheAccountOver() {
        Browser browser = signedIn("cem", "viewer");
        long before = log.head().seq();
        change(browser, "a guess of it", "a brand new one", "a brand new one");
        assertThat(browser.get("/account").body())
                .contains("The present password is another", "Nothing was changed")
                .doesNotContain("a guess of it", "a brand new one");
        for (int i = 0; i < 4; i++) {
            change(browser, "a guess of it", "a brand new one", "a brand new one");
        }
        change(browser, People.PASSWORD, "a brand new one", "a brand new one");
        assertThat(browser.get("/account").body()).contains("too-many-attempts");
        assertThat(log.head().seq()).isEqualTo(before);
    }

    @Test
    void aPasswordThatIsShortTheSameOrTypedInTwoWaysIsRefused() {
        Browser browser = signedIn("dee", "viewer");
        change(browser, People.PASSWORD, "short", "short");
        assertThat(browser.get("/account").body()).contains("shorter than 8");
        change(browser, People.PASSWORD, "one way of it", "another way of it");
        assertThat(browser.get("/account").body()).contains("typed in two ways");
        change(browser, People.PASSWORD, People.PASSWORD, People.PASSWORD);
        assertThat(browser.get("/account").body()).contains("is the present one");
    }

    @Test
    void aTokenIsShownInTheAnswerToItsFormAndNowhereElse() {
        Browser browser = signedIn("eli", "viewer");
        HttpResponse<String> made =
                browser.submit("/account", "/account/tokens", Map.of("name", "laptop", "days", "30"));

        assertThat(made.statusCode()).isEqualTo(200);
        assertThat(made.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
        Matcher secret = SECRET.matcher(made.body());
        assertThat(secret.find()).isTrue();
        assertThat(people.nobody().as(secret.group()).get("/me").expect(200).text("/username"))
                .isEqualTo("eli");
        String list = browser.get("/account").body();
        assertThat(list).contains("laptop", "good").doesNotContainPattern(SECRET);
        assertThat(people.auditor().get("/audit?limit=500").body()).doesNotContain(secret.group());

        String id = found(Pattern.compile("laptop</th>(?s:.*?)/account/tokens/([0-9a-f-]{36})/revoke"), list);
        assertThat(browser.get("/account/tokens/" + id + "/revoke").body())
                .contains("Revoke the token laptop?", "refused from its next call")
                .doesNotContain("unknown");
        browser.submit("/account", "/account/tokens/" + id + "/revoke", Map.of());
        assertThat(browser.get("/account").body())
                .contains("The token laptop of eli is revoked")
                .doesNotContain("laptop</th>");
        people.nobody().as(secret.group()).get("/me").expect(401);
    }

    @Test
    void aTokenOfSomebodyElseIsNotThere() {
        people.somebody("flo", "viewer");
        String id = people.admin()
                .post("/tokens", Map.of("username", "flo", "name", "hidden"))
                .text("/id");
        Browser browser = signedIn("gus", "viewer");
        assertThat(browser.get("/account/tokens/" + id + "/revoke").statusCode())
                .isEqualTo(404);
        browser.submit("/account", "/account/tokens/" + id + "/revoke", Map.of());
        assertThat(browser.get("/account").body()).contains("There is no token");
        assertThat(people.admin().get("/tokens?limit=500").body()).contains(id);
    }

    @Test
    void aFormWithAWrongTimeKeepsWhatWasTyped() {
        Browser browser = signedIn("hal", "viewer");
        HttpResponse<String> answer =
                browser.submit("/account", "/account/tokens", Map.of("name", "kept name", "days", "-1"));
        assertThat(browser.location(answer)).isEqualTo("/account");
        assertThat(browser.get("/account").body()).contains("That is no time to expire", "kept name");
    }

    private static String found(Pattern pattern, String body) {
        Matcher matcher = pattern.matcher(body);
        assertThat(matcher.find()).as(pattern.pattern()).isTrue();
        return matcher.group(1);
    }
}
