package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Browser;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the overview and the calendar say of a full catalog. */
@LockkeeperTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OverviewTest {
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private SomeCatalog some;

    @BeforeAll
    void oneOfEverything(@Autowired Api api, @Autowired People people, @Autowired JdbcClient store) {
        some = SomeCatalog.full(api, people, store, now);
        some.run("verify-email", 1, "accounts-prod", "waiting", "an approval of contract", null, now.minusSeconds(60));
    }

    /** What a person reads in a card, without markup. */
    private static String card(Browser by, String title) {
        String body = by.get("/").body();
        for (String card : body.split("<section", -1)) {
            if (card.contains("id=\"" + title + "-title\"")) {
                return card.replaceAll("(?s)<[^>]*>", " ").replaceAll("\\s+", " ");
            }
        }
        throw new AssertionError("no card " + title);
    }

    @Test
    void tellsAnOperatorWhatToDecideWhereTheRoleHolds() {
        assertThat(card(some.as("cyd", "operator"), "waiting"))
                .contains("the gate to contract is closed on accounts-staging", "Open the gate…")
                .contains("failed on accounts-staging", "It did not get its lock on users.")
                .contains("approved for accounts-prod by bob")
                .doesNotContain("needs approval", "needs an approval", "accounts-test");
        assertThat(card(some.as("paul", "operator@prod", "viewer"), "waiting"))
                .doesNotContain("accounts-staging")
                .contains("approved for accounts-prod by bob");
    }

    @Test
    void tellsAnApproverWhatToReadAndTheAuthorWhatWasRejected() {
        assertThat(card(some.as("bert", "approver"), "waiting"))
                .contains("An idea that nobody has launched", "rev 1 by ann needs approval", "Read and approve…")
                .contains("contract needs an approval on accounts-prod")
                .doesNotContain("gate to contract", "Drop what nobody reads");
        assertThat(card(some.as("ann", "author"), "waiting"))
                .contains("bob rejected it for accounts-prod", "The report at the end of the month reads it.")
                .doesNotContain("needs approval");
        assertThat(card(some.as("vic", "viewer"), "waiting")).contains("Nothing waits for you.");
    }

    @Test
    void tellsWhatRunsWhatWentWrongAndWhatComes() {
        Browser vic = some.as("vic", "viewer");
        assertThat(card(vic, "running"))
                .contains("On its way 5", "held · backfill · 62 %", "held: replica lag 8.2 s, limit 5 s")
                .doesNotContain("failed");
        assertThat(card(vic, "wrong")).contains("Went wrong 1", "failed · accounts-staging");
        assertThat(card(vic, "planned"))
                .contains("starts on orders-prod-1", "soak before contract ends on accounts-test")
                .contains("window of 7 targets", "window of accounts-staging");
        assertThat(card(vic, "targets")).contains("all 10", "accounts-staging postgresql staging failed");
        assertThat(card(vic, "targets").indexOf("accounts-staging"))
                .as("what goes wrong comes first")
                .isLessThan(card(vic, "targets").indexOf("accounts-prod"));
    }

    @Test
    void theCalendarHasWhatWasAndWhatComes() {
        Browser vic = some.as("vic", "viewer");
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        LocalDate soakEnds = LocalDate.ofInstant(now.minusSeconds(86_400).plusSeconds(48 * 3600), ZoneOffset.UTC);
        String week = vic.get("/calendar?view=week&date=" + today).body();
        assertThat(week)
                .contains("running", "Split users.name into first and last name", "accounts-prod")
                .contains("rel=\"prev\" href=\"/calendar?view=week&amp;date=" + today.minusWeeks(1) + "\"")
                .contains("href=\"/calendar?view=week\"");
        assertThat(vic.get("/calendar?view=week&date=" + soakEnds).body()).contains("soak ends", "before contract");
        String month = vic.get("/calendar?date=" + today).body();
        assertThat(month).contains("window", "7 targets", "lk-today");
        assertThat(month.split("class=\"lk-day ", -1).length - 1).isIn(28, 35, 42);
    }

    @Test
    void theCalendarIsNarrowedByPlaceAndKeepsThatInItsLinks() {
        Browser vic = some.as("vic", "viewer");
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        String staging =
                vic.get("/calendar?view=week&environment=staging&date=" + today).body();
        assertThat(staging)
                .contains("accounts-staging", "environment=staging&amp;date=" + today.plusWeeks(1))
                .doesNotContain("orders-prod", "accounts-prod", "7 targets");
        assertThat(vic.get("/calendar?target=orders-prod-1").body())
                .contains("orders-prod-1")
                .doesNotContain("accounts-");
        assertThat(vic.get("/calendar?team=orders").body())
                .contains("6 targets")
                .doesNotContain("accounts-");
    }
}
