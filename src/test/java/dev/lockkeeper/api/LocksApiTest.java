package dev.lockkeeper.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import dev.lockkeeper.testing.TargetBodies;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@LockkeeperTest
class LocksApiTest {

    private static final String LOCKS = "/targets/shop/locks";
    private static final Database DATABASE =
            Databases.fresh("locks").run("create table users (id bigint primary key)", "insert into users values (1)");

    @Autowired
    People people;

    private Connection holder;
    private Connection waiter;
    private long holding;
    private long waiting;
    private CompletableFuture<String> outcome;

    @BeforeEach
    void oneWaitsForTheOther() throws SQLException {
        people.admin()
                .post("/targets", TargetBodies.of("shop", DATABASE, "prod"))
                .expect(201);
        holder = DATABASE.connect();
        waiter = DATABASE.connect();
        holding = pid(holder);
        waiting = pid(waiter);
        holder.setAutoCommit(false);
        holder.createStatement().execute("update users set id = id");
        outcome = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        waiter.createStatement().execute("update users set id = -id /* waits */");
                        return "00000";
                    } catch (SQLException e) {
                        return e.getSQLState();
                    }
                },
                task -> Thread.ofPlatform().daemon().start(task));
        Awaitility.await()
                .until(() -> people.viewer()
                                .get(LOCKS)
                                .expect(200)
                                .json()
                                .get("tree")
                                .size()
                        == 1);
    }

    @AfterEach
    void letGo() throws SQLException {
        holder.abort(Runnable::run);
        waiter.abort(Runnable::run);
        people.admin().delete("/targets/shop").expect(204);
    }

    @Test
    void treeSaysWhoBlocksWhom() {
        JsonNode locks = people.viewer().get(LOCKS).expect(200).json();
        JsonNode root = locks.at("/tree/0");
        assertThat(root.get("session").asLong()).isEqualTo(holding);
        assertThat(root.at("/blocks/0/session").asLong()).isEqualTo(waiting);
        assertThat(root.at("/blocks/0/statement").asString()).contains("waits");
        assertThat(root.at("/blocks/0/since").asString()).endsWith("Z");
        assertThat(root.at("/blocks/0/ours").asBoolean()).isFalse();
        assertThat(locks.get("sessions").size()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void cancelEndsTheStatementAndIsInTheRecord() {
        people.operator()
                .post(LOCKS + "/" + waiting + "/cancel", Map.of("reason", "it is in the way"))
                .expect(200);
        assertThat(outcome.join()).isEqualTo("57014");
        assertThat(people.auditor()
                        .get("/audit?action=session.cancel")
                        .expect(200)
                        .body())
                .contains("it is in the way", "target:shop", "cyd", "waits");
        assertThat(people.operator()
                        .post(LOCKS + "/" + waiting + "/cancel", Map.of())
                        .expect(404)
                        .code())
                .isEqualTo("not-found");
    }

    @Test
    void terminateEndsTheSessionAndLetsTheOthersGo() {
        people.operator().post(LOCKS + "/" + holding + "/terminate", null).expect(200);
        assertThat(outcome.join()).isEqualTo("00000");
        people.operator().post(LOCKS + "/" + holding + "/terminate", null).expect(404);
    }

    /** Between looking and confirming, a number may have come to another, and a session to another statement. */
    @Test
    void endsOnlyWhatWasLookedAt() throws SQLException {
        String seen = mark(holding);
        for (String stale : new String[] {"0".repeat(128), seen.substring(64), mark(waiting)}) {
            for (String how : new String[] {"cancel", "terminate"}) {
                assertThat(people.operator()
                                .post(LOCKS + "/" + holding + "/" + how, Map.of("mark", stale))
                                .expect(409)
                                .code())
                        .isEqualTo("illegal-state");
            }
        }
        holder.createStatement().execute("select 'at something else'");
        people.operator()
                .post(LOCKS + "/" + holding + "/cancel", Map.of("mark", seen))
                .expect(409);
        assertThat(outcome).isNotDone();
        people.operator()
                .post(LOCKS + "/" + holding + "/terminate", Map.of("mark", seen))
                .expect(200);
        assertThat(outcome.join()).isEqualTo("00000");
    }

    private String mark(long session) {
        for (JsonNode one : people.viewer().get(LOCKS).expect(200).json().path("sessions")) {
            if (one.path("id").asLong() == session) {
                return one.path("mark").asString();
            }
        }
        throw new AssertionError("no session " + session);
    }

    @Test
    void onlyOperatorsOfTheEnvironmentEndSessions() {
        for (String role : new String[] {"viewer", "author", "approver", "auditor"}) {
            people.somebody("end-" + role, role)
                    .post(LOCKS + "/" + waiting + "/cancel", null)
                    .expect(403);
        }
        people.somebody("end-elsewhere", "operator@test")
                .post(LOCKS + "/" + waiting + "/terminate", null)
                .expect(404);
        people.somebody("end-viewer-too", "operator@test", "viewer@prod")
                .post(LOCKS + "/" + waiting + "/terminate", null)
                .expect(403);
        people.nobody().post(LOCKS + "/" + waiting + "/cancel", null).expect(401);
        assertThat(outcome).isNotDone();
        people.somebody("end-prod", "operator@prod")
                .post(LOCKS + "/" + waiting + "/cancel", null)
                .expect(200);
    }

    private static long pid(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select pg_backend_pid()")) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
