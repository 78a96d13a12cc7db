package dev.lockkeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.Fleet;
import dev.lockkeeper.testing.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that the first release has begun, and this one ends. Store and ledger are brought back to what the first release had of them: its
 * tables are still made by the same first statements, and what came later only added to them.
 */
class UpgradeTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private static final String PLAN =
            """
            migration: from-before
            title: Begun by the release before
            engine: postgresql
            strategy: direct
            phases:
              - phase: backfill
                steps:
                  - addColumn: {table: things, column: m, type: int}
                  - backfill: {table: things, set: {n: slow(n)}, guard: none, chunk: {time: 20ms, min: 10, max: 20}, lanes: {max: 2}}
              - phase: verify
                steps:
                  - assert: {query: select count(*) from things where n <> 1, expect: 0}
            """;

    @TempDir
    static Path data;

    @Test
    void aRunInProgressGoesOnAndWritesEachRowOnce() {
        Database target = Databases.fresh("upgrade");
        target.run(
                "create table things (id bigint primary key, n int not null default 0)",
                "insert into things select i from generate_series(1, 30000) i",
                "analyze things",
                "create function slow(n int) returns int language plpgsql immutable as $$ begin perform pg_sleep(0.001); return n + 1; end $$");
        try (Fleet fleet = new Fleet(data, target, Map.of())) {
            ServerProcess first = fleet.start(1).getFirst();
            long run = fleet.launch(first, fleet.approved(first, PLAN));
            await().atMost(LONG)
                    .until(() -> Long.parseLong(target.ask("select count(*) from things where n > 0")) > 300);
            first.kill();
            asTheFirstReleaseHadIt(fleet.store(), target);
            target.run(
                    "create or replace function slow(n int) returns int language plpgsql immutable as $$ begin return n + 1; end $$");
            fleet.another();
            await().atMost(LONG)
                    .until(() -> List.of("succeeded", "failed", "stuck").contains(fleet.state(run)));
            assertThat(fleet.state(run)).as(fleet.events(run)).isEqualTo("succeeded");
            assertThat(target.ask("select count(*) from things where n <> 1")).isEqualTo("0");
            assertThat(target.ask("select sum(rows) from lockkeeper.lane where run = " + run))
                    .isEqualTo("30000");
        }
    }

    private static void asTheFirstReleaseHadIt(Database store, Database target) {
        store.run(
                "drop table claims, run_pace, run_throttle, run_holes, audit_anchors, policies, rejections, comments, reviewed_tables",
                "alter table approvals drop column fingerprint, drop column policy_digest, drop column policy_words",
                "drop trigger audit_records_chain on audit_records",
                "drop function audit_chain, audit_framed, policies_are_kept",
                "alter table audit_head drop column at",
                "drop index runs_of_environment, runs_of_team, runs_in_state, runs_launched, runs_begun, runs_to_begin, "
                        + "runs_active_on, migrations_of_owner, migrations_titled, run_events_told, "
                        + "run_events_measured, run_steps_with_rows, audit_records_at, audit_records_action_start, "
                        + "audit_records_subject_start, audit_records_reason, tokens_made",
                "drop index if exists migrations_named",
                "create index audit_records_at on audit_records (at)",
                "delete from flyway_schema_history where version::int > 1",
                // It gave a worker's epoch by counting up.
                "update run_progress set progress = progress - 'pacing'");
        target.run(
                "alter table lockkeeper.run drop column epoch",
                "drop table lockkeeper.hole",
                "update lockkeeper.lane set epoch = 3",
                "delete from lockkeeper.fact where name !~ '^(ground|on disk|rows before|there before)'");
    }
}
