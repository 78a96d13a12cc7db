package dev.lockkeeper.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.Failure;
import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Browser;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import jakarta.servlet.http.HttpSession;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.TestPropertySource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** How long one stays signed in, with a clock that is moved; and what stands behind a proxy that speaks https. */
@LockkeeperTest
@TestPropertySource(
        properties = {
            "lockkeeper.session.idle=90m",
            "lockkeeper.session.absolute=10h",
            "server.forward-headers-strategy=native"
        })
class SessionTest {
    private static final String PAGE = "/test-session";

    private static volatile Duration later = Duration.ZERO;

    @Autowired
    Api api;

    @Autowired
    People people;

    @TestConfiguration
    static class Moved {

        @Bean
        @Primary
        Clock movedClock() {
            return new Clock() {
                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }

                @Override
                public Instant instant() {
                    return Instant.now().plus(later);
                }
            };
        }
    }

    @TestConfiguration
    @RestController
    static class Pages {

        @GetMapping(PAGE)
        String idle(HttpSession session) {
            return String.valueOf(session.getMaxInactiveInterval());
        }
    }

    @AfterEach
    void backToNow() {
        later = Duration.ZERO;
    }

    private Browser signedIn(String username) {
        people.somebody(username, "viewer");
        Browser browser = new Browser(api);
        assertThat(browser.location(signIn(browser, username))).isEqualTo("/");
        return browser;
    }

    private static HttpResponse<String> signIn(Browser browser, String username) {
        return browser.submit("/login", "/login", Map.of("username", username, "password", People.PASSWORD));
    }

    @Test
    void afterTheAbsoluteTimeOneSignsInAgainAndComesBack() {
        Browser browser = signedIn("ada");
        later = Duration.ofHours(9);
        assertThat(browser.get("/runs?active=true").statusCode()).isEqualTo(200);
        later = Duration.ofHours(10).plusMinutes(1);

        assertThat(browser.location(browser.get("/runs?active=true"))).isEqualTo("/login?ended");
        assertThat(browser.get("/login?ended").body()).contains("Your session has ended");
        assertThat(browser.location(signIn(browser, "ada"))).isEqualTo("/runs?active=true");
        assertThat(browser.get("/runs").statusCode()).isEqualTo(200);
    }

    /** The form of sign-in may have stood open for days; what counts is when it was sent. */
    @Test
    void theTimeIsCountedFromTheSignInAndNotFromItsForm() {
        people.somebody("ben", "viewer");
        Browser browser = new Browser(api);
        browser.get("/login");
        later = Duration.ofHours(20);
        signIn(browser, "ben");
        assertThat(browser.get("/runs").statusCode()).isEqualTo(200);
    }

    @Test
    void aScriptIsToldThatTheSessionHasEnded() {
        Browser browser = signedIn("cem");
        later = Duration.ofHours(11);
        assertThat(browser.get("/runs", "Accept", "text/event-stream").statusCode())
                .isEqualTo(401);
    }

    @Test
    void theServerEndsASessionThatIsIdle() {
        assertThat(signedIn("dee").get(PAGE).body()).isEqualTo(String.valueOf(90 * 60));
    }

    @Test
    void theCookieGoesOverHttpsOnlyWhereOneCameByIt() {
        String plain = cookie(new Browser(api).get("/login"));
        String secure = cookie(new Browser(api).get("/login", "X-Forwarded-Proto", "https"));

        assertThat(plain).contains("lockkeeper=", "HttpOnly", "SameSite=Lax").doesNotContain("Secure");
        assertThat(secure).contains("lockkeeper=", "HttpOnly", "SameSite=Lax", "Secure");
    }

    private static String cookie(HttpResponse<String> answer) {
        return answer.headers().firstValue("Set-Cookie").orElse("");
    }

    @Test
    void wrongTimesAreAllSaidAtOnce() {
        assertThatThrownBy(() -> new SessionSettings(Duration.ofSeconds(5), Duration.ofDays(31)))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("session.idle")
                .hasMessageContaining("session.absolute");
        assertThatThrownBy(() -> new SessionSettings(Duration.ofHours(9), Duration.ofHours(8)))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("session.absolute");
    }
}
