package dev.lockkeeper.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Browser;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@LockkeeperTest
class SignInTest {

    /** An open page with a form, and one that needs a person; so that this test does not depend on what pages look like. */
    private static final String FORM = "/webjars/test-form";

    private static final String PAGE = "/test-page";

    @Autowired
    Api api;

    @Autowired
    People people;

    @TestConfiguration
    @RestController
    static class Pages {

        private final CurrentPerson current;

        Pages(CurrentPerson current) {
            this.current = current;
        }

        @GetMapping(FORM)
        String form(CsrfToken token) {
            return "<input name=\"_csrf\" value=\"" + token.getToken() + "\">";
        }

        @RequestMapping(PAGE)
        String page() {
            Person person = current.get();
            return person.username() + " "
                    + person.grants().stream().map(Grant::wire).toList();
        }
    }

    @Test
    void aNameThatNobodyCanHaveIsAWrongNameAndNoFault() {
        for (String name : List.of("a\0b", "x".repeat(100_000))) {
            HttpResponse<String> answer = signIn(new Browser(api), name, "guess-guess");
            assertThat(answer.statusCode()).isEqualTo(302);
            assertThat(answer.headers().firstValue("Location").orElse("")).contains("/login?error");
        }
    }

    private HttpResponse<String> signIn(Browser browser, String username, String password) {
        return browser.submit(FORM, "/login", Map.of("username", username, "password", password));
    }

    private Browser signedIn(String username, String... roles) {
        people.somebody(username, roles);
        Browser browser = new Browser(api);
        assertThat(browser.location(signIn(browser, username, People.PASSWORD))).isEqualTo("/");
        return browser;
    }

    private List<String> recorded(String username) {
        return people.auditor()
                .get("/audit?action=session.*&subject=user:" + username)
                .expect(200)
                .json()
                .at("/items")
                .valueStream()
                .map(item -> item.at("/action").asString())
                .toList();
    }

    @Test
    void aPageAsksOneToSignInAndThenComesBack() {
        people.somebody("ned", "viewer");
        Browser browser = new Browser(api);
        HttpResponse<String> asked = browser.get(PAGE);
        assertThat(asked.statusCode()).isEqualTo(302);
        assertThat(browser.location(asked)).isEqualTo("/login");
        assertThat(browser.location(signIn(browser, "ned", People.PASSWORD))).isEqualTo(PAGE);
        assertThat(browser.get(PAGE).body()).isEqualTo("ned [viewer]");
        assertThat(recorded("ned")).containsExactly("session.start");
    }

    @Test
    void aScriptIsToldInsteadOfSentAway() {
        Browser browser = new Browser(api);
        assertThat(browser.get(PAGE, "Accept", "text/event-stream").statusCode())
                .isEqualTo(401);
        HttpResponse<String> htmx = browser.get(PAGE, "HX-Request", "true");
        assertThat(htmx.statusCode()).isEqualTo(401);
        assertThat(htmx.headers().firstValue("HX-Redirect")).contains("/login");
    }

    @Test
    void theSessionGetsANewIdAtSignIn() {
        people.somebody("oda", "viewer");
        Browser browser = new Browser(api);
        browser.get(FORM);
        String before = browser.cookie("lockkeeper");
        signIn(browser, "oda", People.PASSWORD);
        assertThat(before).isNotEmpty();
        assertThat(browser.cookie("lockkeeper")).isNotEmpty().isNotEqualTo(before);
    }

    @Test
    void theCookieIsOutOfReachForScriptsAndOtherSites() {
        people.somebody("pam", "viewer");
        String cookie = signIn(new Browser(api), "pam", People.PASSWORD)
                .headers()
                .firstValue("Set-Cookie")
                .orElse("");
        assertThat(cookie).contains("HttpOnly").contains("SameSite=Lax");
    }

    @Test
    void aFormWithoutItsTokenIsRefused() {
        people.somebody("quy", "viewer");
        Browser browser = new Browser(api);
        HttpResponse<String> answer =
                browser.post("/login", "username=quy&password=" + People.PASSWORD.replace(' ', '+'));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(browser.location(browser.get(PAGE))).isEqualTo("/login");

        Browser signedIn = signedIn("rob", "viewer");
        assertThat(signedIn.post(PAGE, "a=b").statusCode()).isEqualTo(403);
        assertThat(signedIn.submit(FORM, PAGE, Map.of("a", "b")).statusCode()).isEqualTo(200);
        assertThat(signedIn.post("/logout", "").statusCode()).isEqualTo(403);
        assertThat(signedIn.get(PAGE).statusCode()).isEqualTo(200);
    }

    @Test
    void aWrongPasswordAndAnUnknownNameLookTheSame() {
        people.somebody("sue", "viewer");
        Browser browser = new Browser(api);
        assertThat(browser.location(signIn(browser, "sue", "wrong"))).isEqualTo("/login?error");
        assertThat(browser.location(signIn(browser, "nobody-at-all", "wrong"))).isEqualTo("/login?error");
        assertThat(recorded("sue")).containsExactly("session.refuse");
        assertThat(people.auditor().get("/audit?limit=500").body()).doesNotContain("nobody-at-all");
    }

    @Test
    void afterFiveWrongPasswordsEvenTheRightOneHasToWait() {
        people.somebody("tim", "viewer");
        Browser browser = new Browser(api);
        for (int i = 0; i < SignInThrottle.FREE; i++) {
            assertThat(browser.location(signIn(browser, "tim", "wrong"))).isEqualTo("/login?error");
        }
        assertThat(browser.location(signIn(browser, "tim", People.PASSWORD))).matches("/login\\?wait=\\d+");
        assertThat(browser.location(browser.get(PAGE))).isEqualTo("/login");
    }

    @Test
    void aServiceWithoutAPasswordCannotSignIn() {
        people.admin()
                .post("/users", Map.of("username", "robot", "roles", List.of("operator")))
                .expect(201);
        Browser browser = new Browser(api);
        assertThat(browser.location(signIn(browser, "robot", ""))).isEqualTo("/login?error");
    }

    @Test
    void signingOutEndsTheSession() {
        Browser browser = signedIn("uma", "viewer");
        assertThat(browser.location(browser.submit(FORM, "/logout", Map.of()))).isEqualTo("/login?signedOut");
        assertThat(browser.location(browser.get(PAGE))).isEqualTo("/login?ended");
        assertThat(recorded("uma")).containsExactly("session.end", "session.start");
    }

    @Test
    void changedRolesHoldAtTheNextRequest() {
        Browser browser = signedIn("val", "viewer");
        people.admin()
                .patch("/users/val", Map.of("roles", List.of("author@dev")))
                .expect(200);
        assertThat(browser.get(PAGE).body()).isEqualTo("val [author@dev]");
    }

    @Test
    void disablingOrANewPasswordEndsTheSession() {
        Browser disabled = signedIn("wes", "viewer");
        people.admin().patch("/users/wes", Map.of("disabled", true)).expect(200);
        assertThat(disabled.location(disabled.get(PAGE))).isEqualTo("/login?ended");
        assertThat(disabled.location(signIn(disabled, "wes", People.PASSWORD))).isEqualTo("/login?error");

        Browser changed = signedIn("xia", "viewer");
        people.admin()
                .patch("/users/xia", Map.of("password", "a brand new one"))
                .expect(200);
        assertThat(changed.location(changed.get(PAGE))).isEqualTo("/login?ended");
    }

    @Test
    void aSessionIsNotATokenAndATokenNotASession() {
        Browser browser = signedIn("yan", "viewer");
        assertThat(browser.get("/api/v1/me").statusCode()).isEqualTo(401);
        HttpResponse<String> page = new Browser(api).get(PAGE, "Authorization", "Bearer " + People.ADMIN_TOKEN);
        assertThat(page.statusCode()).isEqualTo(302);
    }

    @Test
    void pagesCarryTheHeadersThatProtectThem() {
        var headers = signedIn("zoe", "viewer").get(PAGE).headers();
        String policy = headers.firstValue("Content-Security-Policy").orElse("");
        assertThat(policy)
                .contains("default-src 'self'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'")
                .contains("base-uri 'none'", "form-action 'self'", "object-src 'none'")
                .doesNotContain("unsafe");
        assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("X-Frame-Options")).contains("DENY");
        assertThat(headers.firstValue("Cache-Control").orElse("")).contains("no-store");
    }

    @Test
    void whatWatchesTheServerNeedsNoSignIn() {
        Browser browser = new Browser(api);
        for (String path : List.of(
                "/actuator/health/liveness", "/actuator/health/readiness", "/actuator/prometheus", "/v3/api-docs")) {
            assertThat(browser.get(path, "Accept", "*/*").statusCode()).as(path).isEqualTo(200);
        }
        assertThat(browser.location(browser.get("/actuator/env"))).isEqualTo("/login");
    }

    @Test
    void aTargetWhoseNameLooksLikeAnOpenFolderIsNotOpen() {
        Browser browser = new Browser(api);
        assertThat(browser.location(browser.get("/targets/js"))).isEqualTo("/login");
        assertThat(browser.location(browser.get("/targets/js/locks"))).isEqualTo("/login");
        assertThat(browser.get("/20260101000000/js/none.js").statusCode()).isEqualTo(404);
    }
}
