package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Browser;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The grid and the lists against the real server, without script. */
@LockkeeperTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CatalogPageTest {
    private static final Pattern ROW = Pattern.compile("(?s)<tbody>(.*)</tbody>");
    private static final Pattern NEXT = Pattern.compile("rel=\"next\" href=\"([^\"]+)\"");
    private static final int MANY = 60;

    private SomeCatalog some;
    private Browser zoe;

    @BeforeAll
    void oneOfEverythingAndManyOfOne(@Autowired Api api, @Autowired People people, @Autowired JdbcClient store) {
        some = SomeCatalog.full(api, people, store, Instant.now());
        some.target("billing-qa", "qa", "billing");
        for (int i = 0; i < MANY; i++) {
            some.migration("bill-%02d".formatted(i), "Bill " + (i % 7), "billing", 100 + i);
            some.run(
                    "bill-%02d".formatted(i),
                    1,
                    "billing-qa",
                    i % 2 == 0 ? "succeeded" : "cancelled",
                    SomeCatalog.NOON.plusSeconds(i * 86_400L));
            some.target("shard-%02d".formatted(i), i < 30 ? "ci" : "edge", "shards");
        }
        zoe = some.as("zoe", "admin", "approver", "operator", "author");
    }

    private static String body(Browser by, String path) {
        HttpResponse<String> answer = by.get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }

    private static List<String> found(String body, String pattern) {
        return Pattern.compile(pattern)
                .matcher(body)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static List<String> migrations(String body) {
        return found(body, "<code>([a-z0-9-]+)</code>");
    }

    /** What a person reads in the row of a migration, without markup. */
    private static String row(String body, String migration) {
        String rows = ROW.matcher(body)
                .results()
                .map(match -> match.group(1))
                .findFirst()
                .orElse("");
        for (String row : rows.split("<tr", -1)) {
            if (row.contains("<code>" + migration + "</code>")) {
                return row.replaceAll("(?s)<[^>]*>", " ")
                        .replaceAll("\\s+", " ")
                        .replaceAll("^\\s*>", "");
            }
        }
        throw new AssertionError("no row of " + migration);
    }

    @Test
    void theGridTellsWhereEachRevisionStands() {
        String body = body(zoe, "/migrations?team=accounts");
        assertThat(row(body, "split-user-name"))
                .contains("accounts-test succeeded rev 1", "accounts-staging failed rev 1")
                .contains("accounts-prod held 62 % rev 1");
        assertThat(row(body, "drop-legacy")).contains("never", "accounts-prod rejected rev 1");
        assertThat(row(body, "index-emails")).contains("accounts-prod approved rev 1");
        assertThat(row(body(zoe, "/migrations?team=orders"), "order-totals"))
                .contains("orders-prod-1 scheduled rev 2")
                .contains("orders-prod-2 approved rev 2 rev 1 stands")
                .contains("orders-prod-3 succeeded rev 1 rev 2 is newer")
                .contains("+ 3 more");
    }

    @Test
    void aCellLeadsToTheNextThing() {
        String body = body(zoe, "/migrations?query=order-totals");
        assertThat(body)
                .contains("href=\"/runs/new?migration=order-totals&amp;revision=2&amp;target=orders-prod-2\"")
                .contains("href=\"/migrations/order-totals?revision=2&amp;target=orders-prod-3\"")
                .contains("href=\"/migrations?query=order-totals&amp;environment=prod\"");
        assertThat(row(body(zoe, "/migrations?query=order-totals&environment=prod"), "order-totals"))
                .contains("orders-prod-6")
                .doesNotContain("more");
        assertThat(body(some.as("vera", "viewer"), "/migrations?query=order-totals"))
                .as("who may not launch is led to the review")
                .contains("href=\"/migrations/order-totals?revision=2&amp;target=orders-prod-2\"")
                .doesNotContain("/runs/new");
    }

    @ParameterizedTest
    @CsvSource({
        "state=wrong, split-user-name",
        "state=waiting, verify-email",
        "state=rejected, drop-legacy",
        "state=behind&environment=prod, order-totals",
        "state=succeeded&environment=dev, split-user-name",
        "state=never&team=orders, new-idea",
        "query=INDEX%20ACC, index-emails",
        "query=new-id, new-idea"
    })
    void narrowsToWhatIsAskedFor(String filter, String only) {
        assertThat(migrations(body(zoe, "/migrations?" + filter))).containsExactly(only);
    }

    @Test
    void approvedIsWhatHasAnApprovalAndNoRunThere() {
        assertThat(migrations(body(zoe, "/migrations?state=approved")))
                .containsExactlyInAnyOrder("index-emails", "order-totals");
        assertThat(migrations(body(zoe, "/migrations?state=approved&environment=dev")))
                .isEmpty();
        assertThat(migrations(body(zoe, "/migrations?engine=mysql"))).isEmpty();
        assertThat(migrations(body(zoe, "/migrations?query=100%25_")))
                .as("not a pattern")
                .isEmpty();
    }

    private List<String> walk(String first, String pattern) {
        List<String> all = new ArrayList<>();
        String path = first;
        for (int pages = 0; path != null && pages < 20; pages++) {
            String body = body(zoe, path);
            all.addAll(found(body, pattern));
            path = NEXT.matcher(body)
                    .results()
                    .map((MatchResult match) -> match.group(1).replace("&amp;", "&"))
                    .findFirst()
                    .orElse(null);
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&sort=changed", "&sort=title", "&sort=-title"})
    void thePagesOfTheCatalogHaveEachOnceInOrder(String sort) {
        List<String> all = walk("/migrations?team=billing" + sort, "<code>([a-z0-9-]+)</code>");
        assertThat(all).hasSize(MANY).doesNotHaveDuplicates();
        switch (sort) {
            case "" -> assertThat(all.getFirst()).isEqualTo("bill-59");
            case "&sort=changed" -> assertThat(all.getFirst()).isEqualTo("bill-00");
            case "&sort=title" -> assertThat(all.subList(0, 3)).containsExactly("bill-00", "bill-07", "bill-14");
            default -> assertThat(all.subList(0, 2)).containsExactly("bill-55", "bill-48");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&sort=run", "&sort=migration", "&sort=-migration", "&sort=target", "&sort=-target"})
    void thePagesOfTheRunsHaveEachOnceInOrder(String sort) {
        List<String> all = walk("/runs?team=billing" + sort, "<code>([a-z0-9-]+)</code>");
        assertThat(all).hasSize(MANY).doesNotHaveDuplicates();
        boolean up = sort.equals("&sort=run") || sort.equals("&sort=migration") || sort.equals("&sort=-target");
        assertThat(all.getFirst()).isEqualTo(up ? "bill-00" : "bill-59");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&sort=-name", "&sort=environment", "&sort=-environment"})
    void thePagesOfTheTargetsHaveEachOnceInOrder(String sort) {
        List<String> all = walk("/targets?team=shards" + sort, "<a href=\"/targets/([a-z0-9-]+)\"");
        assertThat(all).hasSize(MANY).doesNotHaveDuplicates();
        assertThat(all.getFirst()).isEqualTo(sort.contains("-") ? "shard-59" : "shard-00");
    }

    @ParameterizedTest
    @CsvSource({
        "query=order-totals, 7",
        "query=orders-prod-1, 2",
        "query=orders-prod-1&state=scheduled, 1",
        "query=Split%20users, 4",
        "state=wrong, 1",
        "state=active&team=accounts, 4",
        "state=rolledBack, 1",
        "environment=staging, 2",
        "migration=verify-email&target=accounts-test, 1",
        "from=2026-03-12&to=2026-03-13, 2",
        "from=2026-03-12&to=2026-03-11, 0",
        "team=billing&engine=mysql, 0"
    })
    void theRunsAreNarrowed(String filter, int count) {
        assertThat(migrations(body(zoe, "/runs?" + filter))).hasSize(count);
    }

    @Test
    void aRunIsFoundByItsNumber() {
        String number = found(body(zoe, "/runs?state=scheduled"), "<a href=\"/runs/(\\d+)\"")
                .getFirst();
        assertThat(found(body(zoe, "/runs?query=" + number), "<a href=\"/runs/(\\d+)\""))
                .contains(number);
    }

    @Test
    void theTargetsAreNarrowedAndSayWhatGoesOn() {
        assertThat(found(body(zoe, "/targets?state=wrong"), "<a href=\"/targets/([a-z0-9-]+)\""))
                .containsExactly("accounts-staging");
        assertThat(found(body(zoe, "/targets?state=active&environment=prod"), "<a href=\"/targets/([a-z0-9-]+)\""))
                .containsExactly("accounts-prod", "orders-prod-1");
        assertThat(found(body(zoe, "/targets?state=quiet&team=accounts"), "<a href=\"/targets/([a-z0-9-]+)\""))
                .containsExactly("accounts-dev");
        assertThat(body(zoe, "/targets?query=accounts-prod"))
                .contains("Mon-Fri 22:00-05:00 Europe/Berlin", "62 %", "running");
    }

    @Test
    void whatNobodyKnowsIsRefusedInsteadOfPassedOver() {
        for (String path : List.of(
                "/migrations?state=fine",
                "/migrations?sort=owner",
                "/migrations?after=nonsense",
                "/runs?state=fine",
                "/runs?sort=took",
                "/runs?from=yesterday",
                "/targets?sort=url",
                "/targets?state=fine",
                "/calendar?view=year",
                "/calendar?date=soon",
                "/runs?query=a%00b")) {
            assertThat(zoe.get(path).statusCode()).as(path).isEqualTo(400);
        }
        String next = NEXT.matcher(body(zoe, "/runs?team=billing"))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1)
                .replace("&amp;", "&");
        assertThat(zoe.get(next + "&sort=target").statusCode())
                .as("a cursor of another order")
                .isEqualTo(400);
    }

    /** Neither in a list, nor in a filter, nor by what is counted. */
    @Test
    void nobodySeesWhatIsOfAnotherTeam() {
        Browser stranger = some.as("stella", "viewer@team:billing");
        for (String path : List.of(
                "/",
                "/migrations",
                "/migrations?state=active",
                "/migrations?state=approved",
                "/migrations?state=never",
                "/runs",
                "/runs?query=order",
                "/runs?state=active",
                "/targets",
                "/calendar",
                "/calendar?view=week")) {
            assertThat(body(stranger, path))
                    .as(path)
                    .doesNotContain("accounts", "orders", "split-user-name", ">prod<", "currency");
        }
        assertThat(migrations(body(stranger, "/migrations"))).hasSize(25).allMatch(id -> id.startsWith("bill-"));
        assertThat(body(stranger, "/calendar?date=2026-03-11")).contains("Bill 0");
        Browser ofProd = some.as("petra", "operator@prod");
        assertThat(row(body(ofProd, "/migrations?query=split-user-name"), "split-user-name"))
                .as("the catalog has no environment, its cells have")
                .contains("accounts-prod")
                .doesNotContain("accounts-dev", "accounts-staging");
        assertThat(migrations(body(ofProd, "/migrations?state=wrong"))).isEmpty();
        assertThat(found(body(ofProd, "/runs?query=split"), "<a href=\"/targets/([a-z0-9-]+)\""))
                .containsOnly("accounts-prod");
    }

    @Test
    void anEmptyListTeachesTheNextStep() {
        assertThat(body(zoe, "/migrations?query=nothing-like-it"))
                .contains("No migration matches", "href=\"/migrations\"");
        assertThat(body(zoe, "/runs?query=nothing-like-it")).contains("No run matches");
        Browser nobody = some.as("nina", "viewer@team:none");
        assertThat(body(nobody, "/migrations")).contains("The catalog is empty", "the role author");
        assertThat(body(nobody, "/runs")).contains("Nothing was launched yet", "Open the catalog");
        assertThat(body(nobody, "/targets")).contains("Ask somebody with the role admin");
        assertThat(body(nobody, "/calendar")).contains("Nothing happened in these days");
        assertThat(body(some.as("adele", "admin@team:none"), "/targets")).contains("Register one to begin");
    }
}
