package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Browser;
import dev.lockkeeper.testing.Crew;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.springframework.beans.factory.annotation.Autowired;

/** What a run's page says of locks, and ending sessions from pages. */
@LockkeeperTest
class RunLocksTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private static final String ADD =
            """
            migration: %s
            title: Adds a column
            engine: postgresql
            phases:
              - phase: expand
                steps:
                  - addColumn: {table: users, column: note, type: text}
            """;

    private static final String HOLD =
            """
            migration: %s
            title: Holds the whole table
            engine: postgresql
            phases:
              - phase: all
                steps:
                  - addColumn: {table: users, column: note, type: text}
                  - sql:
                      up: do $$ begin lock table users in access exclusive mode; perform pg_sleep(8); end $$
                      irreversible: it changes nothing
                      timeout: 20s
            """;

    @Autowired
    Api api;

    @Autowired
    People people;

    private Database database;
    private Crew crew;
    private String name;
    private Browser cyd;

    @BeforeEach
    void target(TestInfo test) {
        String method = test.getTestMethod().orElseThrow().getName().toLowerCase();
        name = method.substring(0, Math.min(40, method.length()));
        database = Databases.fresh("runlocks")
                .run("create table users (id int primary key, v int)", "insert into users values (1, 1)");
        crew = new Crew(people, database, name);
        people.operator();
        people.viewer();
        cyd = signedIn("cyd");
    }

    private Browser signedIn(String username) {
        Browser browser = new Browser(api);
        browser.submit("/login", "/login", Map.of("username", username, "password", People.PASSWORD));
        return browser;
    }

    private Connection holder() throws SQLException {
        Connection holder = database.connect();
        holder.createStatement().execute("set application_name = 'check<b>out'");
        holder.setAutoCommit(false);
        holder.createStatement().execute("update users set v = v /* holds */");
        return holder;
    }

    private static long pid(Connection connection) throws SQLException {
        return connection.unwrap(org.postgresql.PGConnection.class).getBackendPID();
    }

    private String locks(long run) {
        String page = cyd.get("/runs/" + run).body();
        int from = page.indexOf("<section id=\"run-locks\"");
        return page.substring(from, page.indexOf("</section>", from));
    }

    @Test
    void pageNamesWhomAStatementOfOursWaitsFor() throws SQLException {
        try (Connection holder = holder()) {
            long run = crew.launch(crew.approved(ADD.formatted(name)));
            String[] seen = {""};
            await().atMost(LONG).until(() -> (seen[0] = locks(run)).contains("Waiting for session " + pid(holder)));
            assertThat(seen[0])
                    .contains("of postgres (check&lt;b&gt;out; idle in transaction since", "update users set v = v")
                    .contains("access exclusive on users", "ours · run " + run, "/targets/" + name + "/sessions/")
                    .doesNotContain("check<b>out");
            assertThat(signedIn("vic").get("/runs/" + run).body())
                    .contains("run-locks")
                    .doesNotContain("/targets/" + name + "/sessions/");
            holder.rollback();
            crew.await(run, "succeeded");
            assertThat(locks(run)).contains("hidden").doesNotContain("Waiting for");
        }
    }

    @Test
    void pageNamesWhomAStatementOfOursKeepsWaiting() {
        long run = crew.launch(crew.approved(HOLD.formatted(name)));
        await().atMost(LONG).until(() -> database.ask(
                        "select count(*) from pg_locks where mode = 'AccessExclusiveLock' and granted and"
                                + " relation = 'users'::regclass")
                .equals("1"));
        CompletableFuture<Void> writer =
                CompletableFuture.runAsync(() -> database.run("update users set v = 7 /* wants */"));
        await().atMost(LONG).until(() -> locks(run).contains("keeps 1 session waiting"));
        assertThat(locks(run)).contains("of this run keeps 1 session waiting: session", "/* wants */");
        writer.join();
        crew.await(run, "succeeded");
    }

    @Test
    void targetIsAskedOnceInTwoSecondsHoweverManyLook() throws Exception {
        try (Connection holder = holder();
                HttpClient client = HttpClient.newHttpClient()) {
            long run = crew.launch(crew.approved(ADD.formatted(name)));
            await().atMost(LONG).until(() -> locks(run).contains("Waiting for"));
            List<InputStream> streams = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                streams.add(client.send(
                                HttpRequest.newBuilder(URI.create(api.server() + "/runs/" + run + "/live"))
                                        .header("Accept", "text/event-stream")
                                        .header("Cookie", "lockkeeper=" + cyd.cookie("lockkeeper"))
                                        .build(),
                                BodyHandlers.ofInputStream())
                        .body());
            }
            Set<String> reads = new HashSet<>();
            await().during(Duration.ofSeconds(7))
                    .atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> reads.add(
                                    database.ask(
                                            "select coalesce(max(date_trunc('second', query_start))::text, '') from pg_stat_activity"
                                                    + " where datname = current_database() and application_name = 'lockkeeper'"))
                            || true);
            assertThat(reads.size()).as("%s", reads).isBetween(2, 6);
            for (InputStream stream : streams) {
                stream.close();
            }
            holder.rollback();
            crew.await(run, "succeeded");
        }
    }

    @Test
    void endingASessionIsAskedAboutFirstWithItsConsequence() throws SQLException {
        try (Connection holder = holder()) {
            long run = crew.launch(crew.approved(ADD.formatted(name)));
            String[] ours = {""};
            await().atMost(LONG)
                    .until(() -> !(ours[0] = database.ask("select pid from pg_stat_activity where application_name like"
                                    + " 'lockkeeper run " + run + " phase%'"))
                            .equals("no row"));
            String address = "/targets/" + name + "/sessions/" + pid(holder);
            await().atMost(LONG).until(() -> cyd.get(address).body().contains("One session waits for it or behind it"));
            assertThat(cyd.get(address).body())
                    .contains("End session " + pid(holder) + "?", "update users set v = v", "undoes its transaction");
            assertThat(signedIn("vic").get(address).statusCode()).isEqualTo(403);

            String mine = "/targets/" + name + "/sessions/" + ours[0];
            assertThat(cyd.get(mine).body()).contains("Lockkeeper&#39;s own session, of run " + run, "Pause the run");
            cyd.submit(address, mine, Map.of("how", "terminate", "confirm", name));
            assertThat(cyd.get("/targets/" + name).body()).contains("belongs to run " + run, "Pause the run instead");
            assertThat(people.operator()
                            .post("/targets/" + name + "/locks/" + ours[0] + "/terminate", Map.of("reason", "no"))
                            .expect(409)
                            .code())
                    .isEqualTo("illegal-state");

            cyd.submit(address, address, Map.of("how", "terminate", "reason", "in the way", "confirm", name));
            crew.await(run, "succeeded");
            assertThat(people.auditor()
                            .get("/audit?action=session.terminate")
                            .expect(200)
                            .body())
                    .contains("in the way", "target:" + name, "holds");
        }
    }
}
