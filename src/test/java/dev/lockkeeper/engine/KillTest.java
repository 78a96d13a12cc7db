package dev.lockkeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The server process is killed with SIGKILL in the middle of {@code n = n + 1}, again and again. */
class KillTest {

    private static final int ROWS = 120_000;
    private static final String PLAN =
            """
            migration: count-up
            title: Add one to every row
            engine: postgresql
            strategy: direct
            phases:
              - phase: backfill
                steps:
                  - backfill:
                      table: counters
                      set: {n: n + 1}
                      guard: none
                      chunk: {time: 20ms, min: 10, max: 400}
                      lanes: {max: 2}
            """;

    @TempDir
    Path data;

    private final Database store = Databases.fresh("kill_store");
    private final Database target = Databases.fresh("kill_target");

    @Test
    void everyRowIsIncrementedOnceHoweverOftenTheServerIsKilled() {
        target.run(
                "create table counters (id bigint primary key, n int not null, seen int not null default 0)",
                "insert into counters (id, n) select i * 3, 0 from generate_series(1, " + ROWS + ") i");
        ServerProcess server = start();
        String operator = prepare(server);
        long run = server.call(operator, "POST", "/runs", "{\"migration\":\"count-up\",\"target\":\"counters\"}")
                .path("run")
                .asLong();
        for (int kill = 1; kill <= 3; kill++) {
            long atLeast = (long) ROWS * kill / 5;
            ServerProcess alive = server;
            await().atMost(Duration.ofSeconds(90)).until(() -> incremented() >= atLeast);
            assertThat(incremented()).as("the kill must come in the middle").isLessThan(ROWS);
            alive.kill();
            target.run("update counters set seen = seen + 1 where id % 7 = 0");
            server = start();
        }
        ServerProcess last = server;
        await().atMost(Duration.ofSeconds(120))
                .until(() -> state(last, operator, run).equals("succeeded"));
        assertThat(target.ask("select count(*) from counters where n <> 1")).isEqualTo("0");
        assertThat(target.ask("select count(*) from counters where n = 1")).isEqualTo(String.valueOf(ROWS));
        JsonNode shown = last.call(operator, "GET", "/runs/" + run, "")
                .path("phases")
                .path(0)
                .path("steps")
                .path(0);
        assertThat(shown.path("rows").asLong()).isEqualTo(ROWS);
        last.close();
    }

    private long incremented() {
        return Long.parseLong(target.ask("select count(*) from counters where n > 0"));
    }

    private static String state(ServerProcess server, String token, long run) {
        return server.call(token, "GET", "/runs/" + run, "").path("state").asString();
    }

    private String prepare(ServerProcess server) {
        String author = server.person("ann", "author");
        String approver = server.person("bob", "approver");
        server.call(
                ServerProcess.ADMIN_TOKEN,
                "POST",
                "/targets",
                "{\"name\":\"counters\",\"engine\":\"postgresql\",\"url\":\"" + target.url() + "\",\"username\":\""
                        + target.username() + "\",\"password\":\"" + target.password()
                        + "\",\"environment\":\"test\"}");
        String digest =
                server.call(author, "POST", "/migrations", PLAN).path("digest").asString();
        server.call(
                approver,
                "POST",
                "/migrations/count-up/revisions/1/approvals",
                "{\"digest\":\"" + digest + "\",\"target\":\"counters\",\"comment\":\"read\"}");
        return server.person("cyd", "operator");
    }

    /** With quick heartbeats, so that the dead are found in seconds. */
    private ServerProcess start() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return ServerProcess.start(
                List.of(java, "-Xmx256m", "-cp", System.getProperty("java.class.path"), "dev.lockkeeper.Lockkeeper"),
                data,
                Map.of(
                        "LOCKKEEPER_STORE_URL",
                        store.url(),
                        "LOCKKEEPER_STORE_USERNAME",
                        store.username(),
                        "LOCKKEEPER_STORE_PASSWORD",
                        store.password(),
                        "LOCKKEEPER_KEY",
                        "a passphrase for the tests that is long enough",
                        "LOCKKEEPER_ENGINE_TAKEOVER",
                        "2s",
                        "LOCKKEEPER_ENGINE_TICK",
                        "200ms"));
    }
}
