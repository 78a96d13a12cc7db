package dev.lockkeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.testing.Crew;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import dev.lockkeeper.testing.TcpProxy;
import java.net.URI;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.springframework.beans.factory.annotation.Autowired;

/** The cable between server and target in the middle of {@code n = n + 1}. */
@LockkeeperTest
class CutConnectionsTest {

    private static final int ROWS = 1200;
    private static final Duration LONG = Duration.ofSeconds(90);

    /** Advisory locks at which a chunk stands: within its rows, and in its commit. */
    private static final int ROWS_KEY = 1;

    private static final int COMMIT_KEY = 2;

    @Autowired
    People people;

    private Database database;
    private TcpProxy cable;
    private Crew crew;
    private String id;

    @BeforeEach
    void launchable(TestInfo test) {
        String name = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
        database = Databases.fresh("cables");
        database.run(
                "create table things (id bigint primary key, n int not null default 0)",
                "insert into things select i from generate_series(1, " + ROWS + ") i",
                "analyze things",
                """
                create function stand() returns trigger language plpgsql as $$ begin
                    perform set_config('lock_timeout', '0', true);
                    perform pg_advisory_xact_lock_shared(tg_argv[0]::bigint);
                    return new;
                end $$""",
                "create trigger in_rows before update on things for each row when (old.id = 500) execute function stand("
                        + ROWS_KEY + ")",
                "create constraint trigger at_commit after update on things deferrable initially deferred"
                        + " for each row when (old.id = 700) execute function stand(" + COMMIT_KEY + ")");
        URI address = URI.create(database.url().substring("jdbc:".length()));
        cable = new TcpProxy(address.getPort());
        Database through = new Database(
                database.url().replace(":" + address.getPort() + "/", ":" + cable.port() + "/"),
                database.username(),
                database.password());
        crew = new Crew(people, through, name);
        id = crew.approved(
                """
                migration: %s
                title: Count up
                engine: postgresql
                strategy: direct
                phases:
                  - phase: backfill
                    steps:
                      - backfill: {table: things, set: {n: n + 1}, guard: none, chunk: {time: 20ms, min: 10, max: 50}, lanes: {max: 2}}
                """
                        .formatted(name));
    }

    @AfterEach
    void unplug() throws Exception {
        cable.close();
    }

    private void untilAWorkerStandsAt(int key) {
        await().atMost(LONG).pollInterval(Duration.ofMillis(20)).until(() -> !database.ask(
                        "select count(*) from pg_locks where locktype = 'advisory' and not granted and objid = " + key)
                .equals("0"));
    }

    private void everyRowOnce(long run) {
        crew.await(run, "succeeded");
        assertThat(database.ask("select count(*) from things where n = 1")).isEqualTo(String.valueOf(ROWS));
        assertThat(database.ask("select sum(rows) from lockkeeper.lane")).isEqualTo(String.valueOf(ROWS));
        // An idle session whose cable is dead is found by the server's keep-alive, later; it holds nothing.
        assertThat(database.ask("select count(*) from pg_stat_activity where application_name like 'lockkeeper run "
                        + run + " %' and datname = current_database() and state <> 'idle'"))
                .isEqualTo("0");
    }

    @Test
    void cutInTheMiddleOfAChunkAndAgainInItsCommit() throws Exception {
        try (Connection rows = database.connect();
                Statement holdRows = rows.createStatement();
                Connection commit = database.connect();
                Statement holdCommit = commit.createStatement()) {
            holdRows.execute("select pg_advisory_lock(" + ROWS_KEY + ")");
            holdCommit.execute("select pg_advisory_lock(" + COMMIT_KEY + ")");
            long run = crew.launch(id);
            untilAWorkerStandsAt(ROWS_KEY);
            cable.cut();
            holdRows.execute("select pg_advisory_unlock(" + ROWS_KEY + ")");
            untilAWorkerStandsAt(COMMIT_KEY);
            // The commit is on its way; what becomes of it, the worker is never told.
            cable.loseAnswers();
            holdCommit.execute("select pg_advisory_unlock(" + COMMIT_KEY + ")");
            await().atMost(LONG).until(() -> database.ask("select n from things where id = 700")
                    .equals("1"));
            cable.cut();
            everyRowOnce(run);
        }
    }

    @Test
    void aCableThatPassesNothingMoreIsGivenUp() throws Exception {
        try (Connection rows = database.connect();
                Statement holdRows = rows.createStatement()) {
            holdRows.execute("select pg_advisory_lock(" + ROWS_KEY + ")");
            long run = crew.launch(id);
            untilAWorkerStandsAt(ROWS_KEY);
            cable.stall();
            holdRows.execute("select pg_advisory_unlock(" + ROWS_KEY + ")");
            everyRowOnce(run);
        }
    }
}
