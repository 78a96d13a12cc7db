package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Browser;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.net.http.HttpResponse;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The store takes nobody any more, and comes back. */
@LockkeeperTest
class StoreAwayTest {

    @Autowired
    People people;

    @Autowired
    Api api;

    @Autowired
    HikariDataSource store;

    @Test
    void thePageSaysSoAndWorksAgainWhenTheStoreIsBack() {
        people.somebody("amy", "viewer");
        Browser amy = new Browser(api);
        amy.submit("/login", "/login", Map.of("username", "amy", "password", People.PASSWORD));
        store.getHikariConfigMXBean().setConnectionTimeout(500);
        String address = store.getJdbcUrl();
        String name = address.substring(address.lastIndexOf('/') + 1).replaceAll("\\?.*", "");
        Databases.Database server = new Databases.Database(
                address.substring(0, address.lastIndexOf('/')) + "/postgres", store.getUsername(), store.getPassword());
        try {
            server.run(
                    "alter database " + name + " with allow_connections false",
                    "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");
            for (String page : new String[] {"/", "/targets", "/runs/1", "/nothing"}) {
                HttpResponse<String> answer = amy.get(page);
                assertThat(answer.statusCode()).as(page).isEqualTo(503);
                assertThat(answer.body())
                        .as(page)
                        .contains("Out of reach for the moment", "cannot reach its own store", "load the page again")
                        .doesNotContain("Exception", "jdbc", "??");
            }
        } finally {
            server.run("alter database " + name + " with allow_connections true");
        }
        Awaitility.await().untilAsserted(() -> assertThat(amy.get("/targets").statusCode())
                .isEqualTo(200));
        assertThat(amy.get("/targets").body()).as("and one is still signed in").contains("amy");
    }
}
