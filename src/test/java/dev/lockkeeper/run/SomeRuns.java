package dev.lockkeeper.run;

import com.github.kagkarlsson.scheduler.Scheduler;
import dev.lockkeeper.catalog.Migrations;
import dev.lockkeeper.catalog.Revision;
import dev.lockkeeper.plan.Engine;
import dev.lockkeeper.security.Grant;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.target.PhaseSql;
import dev.lockkeeper.target.Resolved;
import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.StepSql;
import dev.lockkeeper.target.Target;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Runs without an engine: launched past the board, their facts written by the test. The scheduler sleeps, so tasks stay. */
final class SomeRuns {

    static final Person ADA = person("ada", "author", "operator", "admin");

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final LaunchWriter writer;
    private final Migrations migrations;
    private final JdbcClient store;

    SomeRuns(LaunchWriter writer, Migrations migrations, JdbcClient store, Scheduler scheduler) {
        this.writer = writer;
        this.migrations = migrations;
        this.store = store;
        scheduler.pause();
    }

    static Person person(String name, String... roles) {
        List<Grant> grants = Arrays.stream(roles).map(Grant::parse).toList();
        return new Person(1, name, grants, null, null);
    }

    static String freshName(String prefix) {
        return prefix + "-" + COUNT.incrementAndGet();
    }

    static Target target(String name, String environment, @Nullable String team) {
        return new Target(
                1,
                name,
                Engine.POSTGRESQL,
                "jdbc:postgresql://nowhere/db",
                "u",
                null,
                environment,
                team,
                List.of(),
                List.of(),
                Map.of());
    }

    /** Of one column of the table, then of a step that cannot be undone. */
    Revision revision(String migration, String table) {
        String yaml =
                """
                migration: %s
                title: A column more
                engine: postgresql
                strategy: direct
                phases:
                  - phase: expand
                    steps:
                      - addColumn: {table: %s, column: more, type: text}
                  - phase: contract
                    steps:
                      - sql: {name: forget, up: "delete from %s", irreversible: the rows are gone}
                      - sql: {name: last, up: "select 1", down: "select 2"}
                """
                        .formatted(migration, table, table);
        return migrations.submit(yaml, ADA).revision();
    }

    /** As a dialect might give it. */
    static Resolved resolved(Target target) {
        Statement.Lock exclusive =
                new Statement.Lock("access exclusive", "reads and writes", false, false, Statement.Source.PREDICTED);
        Statement add =
                new Statement("alter table t add more text", Statement.Mode.TRANSACTION, "select true", exclusive);
        Statement drop = new Statement("alter table t drop more", Statement.Mode.TRANSACTION, null, exclusive);
        Statement query = new Statement("select 1", Statement.Mode.QUERY, null, Statement.Lock.NONE);
        StepSql column =
                new StepSql(0, "add column", "addColumn", List.of(add, query), List.of(drop), null, List.of("a note"));
        StepSql forget = new StepSql(0, "forget", "sql", List.of(query), List.of(), "the rows are gone", List.of());
        StepSql last = new StepSql(1, "last", "sql", List.of(query), List.of(query), null, List.of());
        return new Resolved(
                target.name(),
                "PostgreSQL 18",
                List.of(new PhaseSql("expand", List.of(column)), new PhaseSql("contract", List.of(forget, last))));
    }

    LaunchWriter.Order order(Revision revision, Target target, @Nullable Instant startAt) {
        Runs.LaunchRequest request = new Runs.LaunchRequest(
                revision.migration(),
                revision.number(),
                target.name(),
                List.of(),
                startAt,
                false,
                List.of(),
                List.of());
        return new LaunchWriter.Order(
                new LaunchBoards.Subject(revision, target),
                resolved(target),
                request,
                new PhaseStore.Opening(ADA.username(), List.of(), List.of()),
                new dev.lockkeeper.check.Board(List.of()),
                Instant.now());
    }

    /** A new migration of a table of its own, launched on the target. */
    Run launch(Target target) {
        String name = freshName("some");
        return launch(revision(name, name.replace('-', '_')), target);
    }

    Run launch(Revision revision, Target target) {
        return writer.write(order(revision, target, null), ADA.actor());
    }

    /** Puts it into a state, past the arrows. */
    void force(long run, RunState state, Wish wish) {
        int changed = store.sql(
                        """
                        update runs set state = :state, wish = :wish, waiting_for = case :state when 'waiting' then 'a test' end,
                            ended_at = case when :ended then now() end
                        where id = :run
                        """)
                .param("state", state.wire())
                .param("wish", wish.wire())
                .param("ended", state.ended())
                .param("run", run)
                .update();
        if (changed != 1) {
            throw new AssertionError("no run " + run);
        }
    }

    /** As the engine has it when it takes the run's task up. */
    Claim claim(RunFacts facts, Run run) {
        String id = String.valueOf(run.id());
        long version = store.sql(
                        "select version from scheduled_tasks where task_name = 'phase' and task_instance = :run")
                .param("run", id)
                .query(Long.class)
                .single();
        return facts.takeUp(run.id(), RunTasks.PHASE.instanceId(id), version);
    }

    long count(String table, long run) {
        return store.sql("select count(*) from " + table + " where run = :run")
                .param("run", run)
                .query(Long.class)
                .single();
    }

    List<String> records(long run) {
        return store.sql("select action from audit_records where subject = :subject order by seq")
                .param("subject", "run:" + run)
                .query(String.class)
                .list();
    }

    /** When the phase task of the run is due; null when there is none. */
    @Nullable
    Instant due(long run) {
        return store.sql(
                        "select execution_time from scheduled_tasks where task_name = 'phase' and task_instance = :run")
                .param("run", String.valueOf(run))
                .query((row, number) -> row.getTimestamp(1).toInstant())
                .optional()
                .orElse(null);
    }
}
