package dev.lockkeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.lockkeeper.testing.Crew;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** A backfill that stands at its gate until the test has made the target as busy as it likes. */
@LockkeeperTest
class ThrottleTest {

    private static final Duration LONG = Duration.ofSeconds(40);
    private static final String PLAN =
            """
            migration: %s
            title: Under a limit
            engine: postgresql
            phases:
              - phase: expand
                steps:
                  - addColumn: {table: things, column: m, type: int}
              - phase: backfill
                gate: {launch: manual}
                steps:
                  - backfill: {table: things, set: {m: n}, throttle: %s}
              - phase: verify
                gate: {launch: manual}
                steps:
                  - verify: {table: things, same: {m: n}}
            """;

    @Autowired
    People people;

    private final List<Connection> open = new ArrayList<>();
    private Database database;
    private Crew crew;
    private String name;

    @BeforeEach
    void target(TestInfo test) {
        String method = test.getTestMethod().orElseThrow().getName().toLowerCase();
        name = method.substring(0, Math.min(40, method.length()));
        database = Databases.fresh("throttle");
        database.run(
                "create table things (id bigint primary key, n int not null default 7)",
                "insert into things select i from generate_series(1, 5000) i",
                "analyze things");
        crew = new Crew(people, database, name);
    }

    @AfterEach
    void end() throws SQLException {
        database.run("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()"
                + " and pid <> pg_backend_pid() and application_name not like 'lockkeeper%'");
        for (Connection connection : open) {
            connection.close();
        }
    }

    /** Launched and at the gate before the backfill, so that the ledger is there. */
    private long atTheGate(String throttle) {
        long run = crew.launch(crew.approved(PLAN.formatted(name, throttle)));
        crew.await(run, "waiting");
        return run;
    }

    private long held(String throttle, String reason) {
        long run = atTheGate(throttle);
        crew.open(run, "backfill", List.of()).expect(202);
        awaitReason(run, reason);
        return run;
    }

    private JsonNode awaitReason(long run, String reason) {
        JsonNode[] seen = new JsonNode[1];
        await().atMost(LONG).untilAsserted(() -> {
            seen[0] = crew.run(run);
            JsonNode throttle = seen[0].at("/backfill/throttle");
            assertThat(throttle.path("verdict").asString("") + ": "
                            + throttle.path("reason").asString(""))
                    .as("what the run says: %s", seen[0])
                    .startsWith("stop: ")
                    .contains(reason);
        });
        return seen[0].at("/backfill/throttle");
    }

    private void goesOn(long run) {
        await().atMost(LONG).until(() -> standsBeforeVerify(run));
        assertThat(written()).isEqualTo(5000);
    }

    private boolean standsBeforeVerify(long run) {
        return crew.run(run).path("waitingFor").asString("").contains("verify");
    }

    private long written() {
        return Long.parseLong(database.ask("select count(*) from things where m is not null"));
    }

    private Statement session() throws SQLException {
        Connection connection = database.connect();
        open.add(connection);
        return connection.createStatement();
    }

    private void later(String sql) throws SQLException {
        Statement statement = session();
        Thread.ofVirtual().start(() -> {
            try {
                statement.execute(sql);
            } catch (SQLException e) {
                // The test has ended the session.
            }
        });
    }

    @Test
    void holdsForActiveSessionsAndGoesOnWhenTheyAreGone() throws SQLException {
        for (int i = 0; i < 12; i++) {
            later("select pg_sleep(100)");
        }
        await().until(() -> database.ask("select count(*) from pg_stat_activity where query = 'select pg_sleep(100)'")
                .equals("12"));
        long run = held("{activeSessions: 9}", "active sessions, limit 9");
        JsonNode throttle = crew.run(run).at("/backfill/throttle");
        assertThat(throttle.path("value").asInt()).isGreaterThanOrEqualTo(12);
        assertThat(throttle.path("limit").asInt()).isEqualTo(9);
        assertThat(throttle.path("unit").asString()).isEqualTo("sessions");
        assertThat(throttle.path("signals")).isNotEmpty();
        assertThat(written()).isZero();
        end();
        goesOn(run);
        JsonNode history = people.viewer()
                .get("/runs/" + run + "/throttle?changes=true")
                .expect(200)
                .json();
        assertThat(history.path("history"))
                .extracting(each -> each.path("verdict").asString())
                .contains("stop")
                .element(0)
                .isNotEqualTo("stop");
    }

    @Test
    void holdsForALongTransactionOfSomebodyElse() throws SQLException {
        Statement other = session();
        other.getConnection().setAutoCommit(false);
        other.execute("select pg_sleep(1.2)");
        long run = held("{longestTransaction: 1s}", "longest transaction");
        assertThat(written()).isZero();
        other.getConnection().rollback();
        goesOn(run);
    }

    @Test
    void holdsWhileACommitTakesTooLong() {
        long run = atTheGate("{commitLatency: 100ms}");
        database.run(
                "create function slowly() returns trigger language plpgsql as $$ begin perform pg_sleep(0.15); return new; end $$",
                "create trigger slowly before insert or update on lockkeeper.fact for each row when (new.name = 'pulse')"
                        + " execute function slowly()");
        crew.open(run, "backfill", List.of()).expect(202);
        awaitReason(run, "commit latency");
        assertThat(written()).isZero();
        database.run("drop trigger slowly on lockkeeper.fact");
        goesOn(run);
    }

    @Test
    void anAuthorsOwnQueryHoldsAboveItsLimitAndWhileItHasNoAnswer() {
        String probes = "{probes: [{name: jobs waiting, query: select count(*) from jobs, limit: 1}]}";
        long run = held(probes, "probe: jobs waiting cannot be read, limit 1");
        database.run("create table jobs as select from generate_series(1, 3)");
        awaitReason(run, "probe: jobs waiting 3, limit 1");
        assertThat(written()).isZero();
        database.run("delete from jobs");
        goesOn(run);
    }

    @Test
    void anAddressHoldsUntilItAnswersThatAllIsWell() throws Exception {
        AtomicInteger status = new AtomicInteger(503);
        HttpServer server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        server.createContext("/ready", exchange -> {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        server.start();
        try {
            String probes = "{probes: [{name: ready, http: \"http://localhost:"
                    + server.getAddress().getPort() + "/ready\"}]}";
            long run = held(probes, "probe: ready 1");
            status.set(302);
            awaitReason(run, "probe: ready 1");
            assertThat(written()).isZero();
            status.set(204);
            goesOn(run);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aReplicaIsReadItselfAndAVerificationDoesNotWaitForIt() {
        Database replica = Databases.fresh("replica");
        assertThat(people.admin()
                        .patch("/targets/" + name, Map.of("replicas", List.of(replica.url())))
                        .code())
                .as("the password would be sent to an address that it was not given for")
                .isEqualTo("invalid");
        people.admin()
                .patch("/targets/" + name, Map.of("replicas", List.of(replica.url()), "password", database.password()))
                .expect(200);
        // Nothing of the pulse is there yet: read a moment after the first one, a replica would be less than 5 ms
        // behind.
        long run = held("{replicaLag: 5ms}", "replica lag cannot be read");
        replica.run(
                "create schema lockkeeper",
                "create table lockkeeper.fact (owner text, run bigint, name text, value text)");
        await().atMost(LONG)
                .until(() -> crew.run(run).at("/backfill/throttle/value").asDouble() > 0.005);
        assertThat(written()).isZero();
        whileReplicated(replica, () -> standsBeforeVerify(run));
        assertThat(written()).isEqualTo(5000);
        crew.open(run, "verify", List.of()).expect(202);
        crew.await(run, "succeeded");
        assertThat(crew.run(run).at("/phases/2/steps/0/result").asString()).contains("5,000");
    }

    /** Does by hand what replication does. */
    private void whileReplicated(Database replica, Callable<Boolean> until) {
        await().atMost(LONG).pollInterval(Duration.ofMillis(100)).until(() -> {
            String row = database.ask(
                    "select format('(%L, %s, %L, %L)', owner, run, name, value) from lockkeeper.fact where name = 'pulse'");
            replica.run("delete from lockkeeper.fact", "insert into lockkeeper.fact values " + row);
            return until.call();
        });
    }

    @Test
    void aVerificationHoldsForOthersAsItsBackfillDoes() throws SQLException {
        long run = atTheGate("{longestTransaction: 1s}");
        crew.open(run, "backfill", List.of()).expect(202);
        goesOn(run);
        Statement other = session();
        other.getConnection().setAutoCommit(false);
        other.execute("select pg_sleep(1.2)");
        crew.open(run, "verify", List.of()).expect(202);
        awaitReason(run, "longest transaction");
        assertThat(crew.run(run).at("/backfill/kind").asString()).isEqualTo("compare");
        assertThat(crew.run(run).at("/backfill/rowsDone").asInt()).isZero();
        other.getConnection().rollback();
        crew.await(run, "succeeded");
        assertThat(crew.run(run).at("/phases/2/steps/0/result").asString()).contains("5,000");
    }
}
