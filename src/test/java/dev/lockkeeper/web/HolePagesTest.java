package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Browser;
import dev.lockkeeper.testing.Crew;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Rows that were left out, as the run's page shows them, and what can be decided there. */
@LockkeeperTest
class HolePagesTest {

    private static final String PLAN =
            """
            migration: holes
            title: Rows that refuse
            engine: postgresql
            strategy: direct
            phases:
              - phase: work
                steps:
                  - backfill: {table: things, set: {n: 1 / d}}
            """;

    @Autowired
    Api api;

    @Autowired
    People people;

    private Browser signedIn(String name) {
        Browser browser = new Browser(api);
        browser.submit("/login", "/login", Map.of("username", name, "password", People.PASSWORD));
        return browser;
    }

    @Test
    void anOperatorTriesOneAgainAndAcceptsTheOtherWithAReason() {
        Database database = Databases.fresh("hole_pages");
        database.run(
                "create table things (id bigint primary key, n int, d int not null default 1)",
                "insert into things select i, null, case when i in (7, 9) then 0 else 1 end from generate_series(1, 50) i");
        Crew crew = new Crew(people, database, "holes");
        long run = crew.launch(crew.approved(PLAN));
        JsonNode stuck = crew.await(run, "stuck");
        String page = "/runs/" + run;
        String seven = page + "/holes/" + stuck.at("/holes/0/hole").asString();
        String nine = page + "/holes/" + stuck.at("/holes/1/hole").asString();
        people.viewer();
        Browser cyd = signedIn("cyd");
        Browser vic = signedIn("vic");

        assertThat(cyd.get(page).body())
                .contains(
                        "Stuck: 2 rows left out",
                        "division by zero",
                        "2 open",
                        seven + "/retry",
                        nine + "/accept",
                        "Try every hole again");
        assertThat(vic.get(page).body())
                .contains("division by zero")
                .doesNotContain(seven + "/retry", nine + "/accept");
        assertThat(vic.get("/runs").statusCode()).isEqualTo(200);

        assertThat(cyd.get(nine + "/accept").body()).contains("Accept row 9 as it is?", "division by zero");
        assertThat(cyd.location(cyd.submit(nine + "/accept", nine + "/accept", Map.of("reason", " "))))
                .isEqualTo(nine + "/accept");
        assertThat(cyd.get(nine + "/accept").body()).contains("a row is accepted with a reason only");
        cyd.submit(nine + "/accept", nine + "/accept", Map.of("reason", "a test account"));
        assertThat(cyd.get(page).body()).contains("1 open · 1 accepted", "accepted by cyd: a test account");

        database.run("update things set d = 1 where id = 7");
        cyd.submit(page, seven + "/retry", Map.of());
        crew.await(run, "succeeded");
        assertThat(database.ask("select string_agg(id::text, ' ') from things where n is null"))
                .isEqualTo("9");
        assertThat(cyd.get(page).body()).contains("0 open · 1 accepted");
    }
}
