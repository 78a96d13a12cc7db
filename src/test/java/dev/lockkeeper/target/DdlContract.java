package dev.lockkeeper.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.Plan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Cases 9 and 29 to 34: statements that lock a table, among others who hold it or want it. A statement that waits for ever fails too. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class DdlContract extends DialectContract {

    private ContractStage stage;

    DdlContract(ContractEngine engine) {
        super(engine);
    }

    @BeforeEach
    void table() {
        stage = stage("create table things (id bigint primary key, name varchar(60) not null, kind int)")
                .fill("things (id, name, kind)", 500, i -> i + ", 'name " + i + "', " + i % 10);
    }

    private static void refused(Code code, Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(Failure.class, failure -> assertThat(failure.code())
                .as(failure.message())
                .isEqualTo(code));
    }

    private Statement first(Plan plan) {
        return stage.resolved(plan).getFirst().forward().getFirst();
    }

    private int waiting() {
        return Integer.parseInt(stage.database.ask(engine.waiting()));
    }

    /** A transaction that has read the table and stays open: it holds what every change of the table's form must wait for. */
    private Connection reader() throws SQLException {
        Connection reader = stage.database.connect();
        reader.setAutoCommit(false);
        try (var statement = reader.createStatement()) {
            statement.executeQuery("select count(*) from things").close();
        }
        return reader;
    }

    @Test
    @DisplayName("[29] a lock that is not granted changes nothing, and the same statement succeeds later")
    void aLockNotGrantedIsAskedForAgain() throws SQLException {
        Statement add = first(stage.plan("addColumn: {table: things, column: more, type: int}"));
        try (Connection reader = reader()) {
            refused(Code.LOCK_NOT_GRANTED, () -> stage.session.execute(add, ContractStage.BUDGET, null, null));
            assertThat(stage.isDone(add)).isFalse();
            assertThat(reader.isValid(5)).as("the reader was not ended").isTrue();
            reader.rollback();
        }
        stage.session.execute(add, ContractStage.BUDGET, null, null);
        assertThat(stage.isDone(add)).isTrue();
    }

    @Test
    @DisplayName(
            "[30] a writer behind our waiting statement is let through when the budget is over, the reader still there")
    void nobodyIsBlockedLongerThanTheBudget() throws SQLException {
        Statement add = first(stage.plan("addColumn: {table: things, column: more, type: int}"));
        try (Connection reader = reader()) {
            CompletableFuture<Void> ours =
                    CompletableFuture.runAsync(() -> stage.session.execute(add, ContractStage.BUDGET, null, null));
            Awaitility.await("our statement waits").until(() -> waiting() > 0 || ours.isDone());
            CompletableFuture<Void> writer =
                    CompletableFuture.runAsync(() -> stage.database.run("update things set kind = 1 where id = 1"));
            writer.join();
            assertThatThrownBy(ours::join).cause().isInstanceOfSatisfying(Failure.class, failure -> assertThat(
                            failure.code())
                    .isEqualTo(Code.LOCK_NOT_GRANTED));
            assertThat(waiting()).isZero();
            assertThat(reader.isClosed()).isFalse();
            reader.rollback();
        }
    }

    @Test
    @DisplayName("[30] whoever holds the table is listed before a lock is asked for, and we are not")
    void thoseInTheWayAreListed() throws SQLException {
        try (Connection reader = reader()) {
            Plan plan = stage.plan("addColumn: {table: things, column: more, type: int}");
            List<Session> found = stage.session.inTheWay(
                    plan.phases().getFirst().steps().getFirst().about().orElseThrow(), java.time.Duration.ZERO);
            assertThat(found).hasSize(1).noneMatch(Session::ours);
            reader.rollback();
        }
    }

    @Test
    @DisplayName("[31] an index build that was killed half-way is done again, and is valid in the end")
    void aKilledBuildIsDoneAgain() throws SQLException {
        Plan plan = stage.plan("createIndex: {name: things_name, table: things, columns: [name]}");
        Statement build = first(plan);
        TargetSession builder = stage.open("builder");
        long number = Long.parseLong(builder.ask(engine.ownSession(), null).orElseThrow());
        try (Connection writer = stage.database.connect();
                var write = writer.createStatement()) {
            writer.setAutoCommit(false);
            write.execute("update things set kind = 5 where id = 7");
            CompletableFuture<Void> building =
                    CompletableFuture.runAsync(() -> builder.execute(build, ContractStage.BUDGET, null, null));
            Awaitility.await("the build waits for the writer").until(() -> waiting() > 0 || building.isDone());
            stage.session.terminate(number);
            assertThatThrownBy(building::join).cause().isInstanceOf(Failure.class);
            writer.rollback();
        }
        Awaitility.await("the session is gone")
                .until(() -> stage.session.sessions().stream().noneMatch(session -> session.id() == number));
        assertThat(stage.isDone(build)).isFalse();
        stage.forward(plan);
        assertThat(stage.isDone(build)).isTrue();
    }

    @Test
    @DisplayName("[9, 31] duplicates refuse a unique index, are named, and nothing is left of it after the way back")
    void duplicatesAreNamed() {
        stage.database.run("update things set name = 'twin' where id in (3, 4)");
        String before = engine.schema(stage.database);
        Plan plan = stage.plan("createIndex: {name: things_once, table: things, columns: [name], unique: true}");
        assertThatThrownBy(() -> stage.forward(plan)).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.code()).isEqualTo(Code.STATEMENT_FAILED);
            assertThat(failure.message()).contains("twin");
        });
        stage.back(plan);
        assertThat(engine.schema(stage.database)).isEqualTo(before);
        stage.database.run("update things set name = 'no twin' where id = 3");
        stage.forward(plan);
        assertThat(stage.isDone(first(plan))).isTrue();
    }

    @Test
    @DisplayName("[32] the way back of every step leaves the schema and the rows as they were")
    void theWayBackLeavesNothing() {
        String before = engine.schema(stage.database);
        List<String> steps = new ArrayList<>(
                List.of(
                        "addColumn: {table: things, column: shown, type: varchar(80)}",
                        "addColumn: {table: things, column: level, type: int, default: '3'}",
                        "keepInSync: {table: things, set: {shown: \"concat(upper(name), '!')\"}}",
                        "backfill: {table: things, set: sync, clear: true}",
                        "createIndex: {name: things_shown, table: things, columns: [shown]}",
                        "setNotNull: {table: things, columns: [kind]}",
                        "createTable: {table: extras, columns: [{name: id, type: bigint}, {name: note, type: varchar(20)}], primaryKey: [id]}"));
        if (engine.addsChecks()) {
            steps.add("addCheck: {table: things, name: kind_is_small, expression: kind < 100}");
        }
        Plan plan = stage.plan(steps.toArray(String[]::new));
        stage.forward(plan);
        stage.walk(stage.work(plan, 3), 100);
        assertThat(engine.schema(stage.database)).isNotEqualTo(before);
        assertThat(stage.database.ask("select count(*) from things where shown is null"))
                .isEqualTo("0");
        RowsWork clearing = ContractStage.as(stage.work(plan, 3), "work/3/back", RowsWork.Kind.CLEAR);
        assertThat(stage.walk(clearing, 100)).isEqualTo(500);
        stage.back(plan);
        assertThat(engine.schema(stage.database)).isEqualTo(before);
        assertThat(stage.database.ask("select count(*) from things")).isEqualTo("500");
        stage.back(plan);
        assertThat(engine.schema(stage.database))
                .as("a second way back finds nothing to do")
                .isEqualTo(before);
    }

    @Test
    @DisplayName("[32] a plan that fails in its middle leaves nothing behind after the way back")
    void aFailureInTheMiddleLeavesNothing() {
        String before = engine.schema(stage.database);
        Plan plan = stage.plan(
                "addColumn: {table: things, column: shown, type: varchar(80)}",
                engine.addsChecks()
                        ? "addCheck: {table: things, name: kind_is_tiny, expression: kind < 5}"
                        : "createIndex: {name: kind_once, table: things, columns: [kind], unique: true}",
                "addColumn: {table: things, column: never, type: int}");
        assertThatThrownBy(() -> stage.forward(plan)).isInstanceOf(Failure.class);
        stage.back(plan);
        assertThat(engine.schema(stage.database)).isEqualTo(before);
    }

    @Test
    @DisplayName("[33] a way back that meets a locked table gives up within its budget, and succeeds afterwards")
    void theWayBackWaitsNoLongerThanItsBudget() throws SQLException {
        String before = engine.schema(stage.database);
        Plan plan = stage.plan("addColumn: {table: things, column: more, type: int}");
        stage.forward(plan);
        Statement drop = stage.resolved(plan).getFirst().back().getFirst();
        try (Connection reader = reader()) {
            refused(Code.LOCK_NOT_GRANTED, () -> stage.session.execute(drop, ContractStage.BUDGET, null, null));
            assertThat(waiting()).isZero();
            stage.database.run("update things set kind = 2 where id = 2");
            reader.rollback();
        }
        stage.back(plan);
        assertThat(engine.schema(stage.database)).isEqualTo(before);
    }

    @Test
    @DisplayName("[32] what was there before in another form is told and not changed")
    void anotherFormIsTold() {
        stage.database.run("alter table things add column more varchar(10)");
        String before = engine.schema(stage.database);
        Plan plan = stage.plan("addColumn: {table: things, column: more, type: int}");
        assertThat(stage.session.conflict(plan, plan.phases().getFirst().steps().getFirst()))
                .hasValueSatisfying(words -> assertThat(words).contains("more"));
        assertThat(engine.schema(stage.database)).isEqualTo(before);
    }
}
