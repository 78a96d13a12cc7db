package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Browser;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import dev.lockkeeper.testing.TargetBodies;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The search of the header. */
@LockkeeperTest
class FindTest {
    private static SomePages pages;
    private static Browser ofAccounts;

    @BeforeAll
    static void things(@Autowired Api api, @Autowired People people) {
        pages = new SomePages(api, people);
        for (int i = 0; i < 12; i++) {
            people.author().postYaml("/migrations", plan("ledger-" + i)).expect(201);
        }
        people.author().postYaml("/migrations", plan("twice")).expect(201);
        target(people, "twice", "accounts");
        target(people, "ledger-db", "accounts");
        people.somebody("vera", "viewer@team:accounts");
        ofAccounts = pages.as("vera");
    }

    private static String plan(String id) {
        return """
                migration: %1$s
                title: About %1$s
                engine: postgresql
                strategy: direct
                owner: %2$s
                phases:
                  - phase: expand
                    steps:
                      - addColumn: {table: users, column: x, type: int}
                """
                .formatted(id, id.equals("ledger-3") ? "accounts" : "others");
    }

    private static void target(People people, String name, String team) {
        Database database = new Database("jdbc:postgresql://db-" + name + ".example:5432/app", "u", "p");
        people.admin()
                .post("/targets", TargetBodies.of(name, database, "test", Map.of("team", team)))
                .expect(201);
    }

    private static String goesTo(Browser browser, String query) {
        HttpResponse<String> answer = browser.get("/find?query=" + query);
        return answer.statusCode() == 302 ? browser.location(answer) : "stays: " + answer.statusCode();
    }

    @Test
    void anExactNameIsGoneToAtOnce() {
        Browser vic = pages.as("vic");
        String run = "/runs/" + pages.run;

        assertThat(goesTo(vic, "attack")).isEqualTo("/migrations/attack");
        assertThat(goesTo(vic, "%20ATTACK%20")).isEqualTo("/migrations/attack");
        assertThat(goesTo(vic, "shop")).isEqualTo("/targets/shop");
        assertThat(goesTo(vic, "" + pages.run)).isEqualTo(run);
        assertThat(goesTo(vic, "%23" + pages.run)).isEqualTo(run);
        assertThat(goesTo(vic, "run%20" + pages.run)).isEqualTo(run);
    }

    @Test
    void whereTwoThingsHaveTheNameBothAreShown() {
        assertThat(pages.as("vic").get("/find?query=twice").body())
                .contains("href=\"/migrations/twice\"", "href=\"/targets/twice\"");
    }

    @Test
    void aPartOfANameFindsTenOfEachAndSaysWhereTheRestIs() {
        String body = pages.as("vic").get("/find?query=ledger").body();

        assertThat(body).contains("href=\"/targets/ledger-db\"", "href=\"/migrations?query=ledger\"");
        assertThat(body.split("href=\"/migrations/ledger-", -1)).hasSize(11);
        assertThat(pages.as("vic").get("/find?query=DB-LEDGER").body()).contains("href=\"/targets/ledger-db\"");
    }

    @Test
    void whatOneMayNotSeeIsNotFound() {
        assertThat(goesTo(ofAccounts, "attack")).isEqualTo("stays: 200");
        assertThat(goesTo(ofAccounts, "" + pages.run)).isEqualTo("stays: 200");
        assertThat(ofAccounts.get("/find?query=shop").body()).contains("Nothing that you may see");
        assertThat(ofAccounts.get("/find?query=ledger").body())
                .contains("href=\"/migrations/ledger-3\"", "href=\"/targets/ledger-db\"")
                .doesNotContain("ledger-4");
    }

    @Test
    void whateverIsTypedIsAnswered() {
        assertThat(pages.as("vic").get("/find?query=%3Cscript%3Ealert(9)").body())
                .contains("&lt;script&gt;alert(9)")
                .doesNotContain("<script>alert(9)");
        assertThat(pages.as("vic").get("/find?query=%25_%5C'").statusCode()).isEqualTo(200);
        assertThat(pages.as("vic").get("/find?query=99999999999999999999").statusCode())
                .isEqualTo(200);
        assertThat(pages.as("vic").get("/find?query=").body()).contains("Type a part");
        assertThat(pages.as("vic").get("/find?query=a%00b").statusCode()).isEqualTo(400);
    }
}
