package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Browser;
import dev.lockkeeper.testing.Crew;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** The review and the board: at once with what is known and its time, and the target asked behind it. */
@LockkeeperTest
class PagesAtOnceTest {
    private static final Pattern CHECK = Pattern.compile("id=\"check-([a-z-]+)\"");
    private static final Pattern READ = Pattern.compile("asked at[^<]*<time datetime=\"([^\"]+)\"");

    private static int count;
    private static People people;
    private static Browser admin;
    private static Browser team;

    private final String target = "at-once-" + ++count;
    private Database database;
    private Crew crew;
    private String migration;

    @BeforeAll
    static void ground(@Autowired Api api, @Autowired People everybody) {
        people = everybody;
        people.somebody("zora", "admin", "operator");
        people.somebody("tess", "viewer@team:others", "operator@team:others");
        admin = signedIn(api, "zora");
        team = signedIn(api, "tess");
    }

    private static Browser signedIn(Api api, String name) {
        Browser browser = new Browser(api);
        browser.submit("/login", "/login", Map.of("username", name, "password", People.PASSWORD));
        return browser;
    }

    @BeforeEach
    void aMigrationThatIsApproved() {
        database = Databases.fresh("atonce").run("create table users (id bigint primary key, name text)");
        crew = new Crew(people, database, target);
        migration = crew.approved(
                """
                migration: %s
                title: At once
                owner: others
                engine: postgresql
                strategy: direct
                phases:
                  - phase: expand
                    steps:
                      - addColumn: {name: Room for more, table: users, column: more, type: text}
                  - phase: backfill
                    steps:
                      - backfill: {table: users, set: {more: name}}
                """
                        .formatted(target));
    }

    private String review(String at) {
        return "/migrations/" + migration + "?target=" + at;
    }

    private String board(String at) {
        return "/runs/new?migration=" + migration + "&target=" + at;
    }

    @Test
    void whatNobodyHasReadIsNotWaitedForAndIsOneStepAway() {
        String review = admin.atOnce(review(target)).body();
        assertThat(review)
                .contains("Asking " + target, "Room for more", "hx-trigger=\"load\"", "read=now")
                .contains("<noscript><meta http-equiv=\"refresh\"")
                .doesNotContain("public.users");
        String board = admin.atOnce(board(target)).body();
        assertThat(board)
                .contains("Asking " + target, "hx-trigger=\"load\"", "read=now")
                .doesNotContain("id=\"check-");

        assertThat(admin.get(review(target)).body())
                .as("where a browser without script arrives")
                .contains("public.users", "was asked at", "Approved for " + target)
                .doesNotContain("Asking", "hx-trigger=\"load\"", "http-equiv");
        assertThat(admin.get(board(target)).body())
                .contains("id=\"check-phase-approved\"", "was asked at", "Launch on " + target)
                .doesNotContain("Asking", "hx-trigger=\"load\"", "http-equiv");
        assertThat(admin.atOnce(review(target)).body()).contains("public.users", "was asked at");
        assertThat(admin.atOnce(board(target)).body()).contains("id=\"check-phase-approved\"", "was asked at");
    }

    @Test
    void whatAPageFetchesIsItsOwnContentWithEveryPartThatDependsOnTheTarget() {
        assertThat(admin.atOnce(review(target) + "&read=now", "HX-Request", "true")
                        .body())
                .contains(
                        "id=\"review-plan\"",
                        "id=\"review-next\"",
                        "id=\"review-toc\"",
                        "id=\"approve\"",
                        "public.users")
                .doesNotContain("<!doctype", "id=\"main\"");
        assertThat(admin.atOnce(board(target) + "&read=now", "HX-Request", "true")
                        .body())
                .contains("id=\"board\"", "id=\"check-phase-approved\"")
                .doesNotContain("<!doctype", "id=\"main\"");
    }

    /** It is connected to, and says nothing. */
    @Test
    void aTargetThatSaysNothingKeepsNoPageWaiting() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Database mute = new Database(
                    "jdbc:postgresql://localhost:" + silent.getLocalPort() + "/mute",
                    database.username(),
                    database.password());
            new Crew(people, mute, target + "-mute");
            admin.get("/keys");
            for (String page : List.of(review(target + "-mute"), board(target + "-mute"))) {
                Instant began = Instant.now();
                assertThat(admin.atOnce(page).body()).contains("Asking " + target + "-mute");
                assertThat(Duration.between(began, Instant.now())).as(page).isLessThan(Patience.LONGEST);
                assertThat(admin.get(page).body()).contains("has not answered within 4 s", "Read again");
            }
        }
    }

    @Test
    void aChangedTargetIsSeenByTheNextReading() {
        assertThat(admin.get(review(target)).body()).contains("public.users");
        assertThat(admin.get(board(target)).body()).contains("Every table and column is there");

        database.run("drop table users");

        assertThat(admin.atOnce(review(target)).body())
                .as("what was read, with its time")
                .contains("public.users", "was asked at");
        Awaitility.await().untilAsserted(() -> {
            assertThat(admin.get(review(target) + "&read=now").body()).contains("Has no exact SQL on " + target);
            assertThat(admin.get(board(target) + "&read=now").body()).contains("no-go");
        });
        assertThat(admin.atOnce(review(target)).body()).contains("Has no exact SQL on " + target);
        assertThat(admin.atOnce(board(target)).body()).contains("no-go");
    }

    @Test
    void whatIsKnownIsNoWayAroundWhoMaySeeIt() {
        people.admin().patch("/targets/" + target, Map.of("team", "mine")).expect(200);
        admin.get(review(target));
        admin.get(board(target));

        for (String page : List.of(review(target), board(target))) {
            for (String read : List.of("", "&read=now")) {
                HttpResponse<String> refused = team.atOnce(page + read);
                assertThat(refused.statusCode()).as(page + read).isEqualTo(404);
                assertThat(refused.body()).doesNotContain("public.users", "id=\"check-");
            }
        }
        people.admin().patch("/targets/" + target, Map.of("team", "others")).expect(200);
        assertThat(team.get(board(target)).body()).contains("id=\"check-", "Launch on " + target);
    }

    @Test
    void manyReadersShareOneReading() {
        admin.get("/keys");
        Instant began = Instant.now();
        List<String> pages = java.util.stream.IntStream.range(0, 24)
                .parallel()
                .mapToObj(n -> admin.atOnce(board(target) + "&read=now").body())
                .toList();
        long seconds = Duration.between(began, Instant.now()).toSeconds();

        TreeSet<String> readings = new TreeSet<>();
        pages.forEach(page ->
                READ.matcher(page).results().map(found -> found.group(1)).forEach(readings::add));
        assertThat(readings).isNotEmpty().hasSizeLessThanOrEqualTo((int) seconds + 2);
    }

    @Test
    void aLaunchReadsTheBoardAnewAndThePageAfterItToo() {
        assertThat(admin.get(board(target)).body()).contains(">go<");
        database.run("alter table users rename to people");

        HttpResponse<String> sent =
                admin.submit(board(target), "/runs", Map.of("migration", migration, "revision", "1", "target", target));

        assertThat(admin.location(sent)).startsWith("/runs/new");
        assertThat(admin.atOnce(admin.location(sent)).body())
                .contains("Not launched: the board says no-go", "no-go · ")
                .doesNotContain("hx-trigger=\"load\"", "http-equiv");
        assertThat(people.operator()
                        .get("/runs?migration=" + migration)
                        .expect(200)
                        .json()
                        .path("items"))
                .isEmpty();
    }

    /** What only the store knows is never as old as the reading of the target. */
    @Test
    void anApprovalIsOnTheBoardWithoutTheTargetBeingAskedAgain() {
        String other = people.author()
                .postYaml(
                        "/migrations",
                        """
                        migration: %s-later
                        engine: postgresql
                        strategy: direct
                        phases:
                          - phase: expand
                            steps:
                              - addColumn: {table: users, column: later, type: text}
                        """
                                .formatted(target))
                .expect(201)
                .text("/migration");
        String page = "/migrations/" + other + "?target=" + target;
        assertThat(admin.get(page).body()).contains("Not approved for " + target);

        crew.approve(other, null);

        assertThat(admin.atOnce(page).body()).contains("Approved for " + target, "public.users");
    }

    @Test
    void theApiReadsAnewAndSaysTheSame() {
        String page = admin.get(board(target) + "&read=now").body();

        Instant before = Instant.now();
        JsonNode answer = people.operator()
                .get("/board?migration=" + migration + "&target=" + target)
                .expect(200)
                .json();

        assertThat(answer.path("verdict").asString()).isEqualTo("go");
        assertThat(page).contains(">go<");
        TreeSet<String> shown = new TreeSet<>();
        CHECK.matcher(page).results().map((MatchResult found) -> found.group(1)).forEach(shown::add);
        TreeSet<String> told = new TreeSet<>();
        answer.path("checks").forEach(check -> {
            told.add(check.path("id").asString());
            assertThat(Instant.parse(check.path("checkedAt").asString())).isAfterOrEqualTo(before);
        });
        assertThat(shown).isEqualTo(told);
    }
}
