package dev.lockkeeper.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.Plan;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Cases 1 to 12: the application writes while rows are filled, and no newer value is lost. */
abstract class WritersContract extends DialectContract {

    private static final int ROWS = 3000;
    private static final String SHOWN = "concat(upper(name), '!')";

    private ContractStage stage;
    private Plan plan;
    private RowsWork work;

    WritersContract(ContractEngine engine) {
        super(engine);
    }

    /** Ids are 10, 20 … 30,000. The cases change those that 100 divides, the writers others. */
    @BeforeEach
    void table() {
        stage = stage("create table things (id bigint primary key, name varchar(60), touched int not null default 0)")
                .fill("things (id, name)", ROWS, i -> (i + 1) * 10 + ", 'name " + i + "'");
        plan = stage.plan(
                "addColumn: {table: things, column: shown, type: varchar(80)}",
                "keepInSync: {table: things, set: {shown: \"" + SHOWN + "\"}}",
                "backfill: {table: things, set: sync}");
        stage.forward(plan);
        work = stage.work(plan, 2);
    }

    /**
     * Updates, inserts behind and ahead of every range, and deletes of rows that it inserted itself. Of the rows that are there it writes one
     * in fifty only: a row that it writes is right by the trigger, and would hide that the walk has left it out.
     */
    private static LongFunction<String> application() {
        return n -> {
            return switch ((int) (n % 5)) {
                case 0 -> "insert into things (id, name) values (" + (100_000 + n) + ", 'later')";
                case 1 -> "insert into things (id, name) values (" + -n + ", 'before')";
                case 2 -> "delete from things where id = " + (100_000 + n - 12);
                default ->
                    "update things set name = concat('written ', " + n + ") where id = " + (500 * (n * 31 % 60) + 10);
            };
        };
    }

    private void everyRowIsRight() {
        assertThat(wrong(stage, "things", "shown", SHOWN)).isEqualTo("0");
        assertThat(stage.different(work)).isZero();
    }

    @Test
    @DisplayName("[1] the application writes all the time, two workers fill, and in the end no row differs")
    void noRowDiffersAfterAWalkAmongWriters() {
        stage.lanes(work, 750);
        whileWriting(stage, application(), () -> {
            List<CompletableFuture<Void>> workers = List.of(
                    CompletableFuture.runAsync(() -> lanes(0, 1)), CompletableFuture.runAsync(() -> lanes(2, 3)));
            workers.forEach(CompletableFuture::join);
        });
        everyRowIsRight();
        assertThat(stage.session.ledger().lanes(ContractStage.RUN, work.step()))
                .hasSize(4)
                .allMatch(Lane::done);
    }

    private void lanes(int... numbers) {
        for (int number : numbers) {
            try (ContractWorker worker = new ContractWorker(stage, work, number)) {
                worker.finish(40);
            }
        }
    }

    @Test
    @DisplayName("[2] keys that move up, down, below and above the cursor take their value along")
    void keysMayMove() {
        walkWithPause(() -> stage.database.run(
                "update things set id = 15003 where id = 1000",
                "update things set id = 2003 where id = 20000",
                "update things set id = 9000000 where id = 25000",
                "update things set id = -77 where id = 2000",
                "update things set id = -78 where id = 26000",
                "update things set id = 27003, name = 'moved and written' where id = 27000"));
        everyRowIsRight();
        assertThat(stage.database.ask(
                        "select count(*) from things where id in (15003, 2003, 9000000, -77, -78, 27003)"))
                .isEqualTo("6");
    }

    @Test
    @DisplayName("[3] rows may come and go ahead of the cursor, behind it, at it, and at the end of the range")
    void rowsMayComeAndGo() {
        walkWithPause(() -> stage.database.run(
                "insert into things (id, name) values (1003, 'behind'), (25003, 'ahead'), (30003, 'beyond')",
                "delete from things where id in (1100, 5000, 25100, 30000)",
                "insert into things (id, name) values (1100, 'again')"));
        everyRowIsRight();
        assertThat(stage.database.ask("select count(*) from things where id in (1003, 25003, 30003, 1100)"))
                .isEqualTo("4");
        assertThat(stage.database.ask("select count(*) from things where id in (5000, 25100, 30000)"))
                .isEqualTo("0");
    }

    @Test
    @DisplayName("[4] the key 0 and negative keys are filled like all others")
    void zeroAndNegativeKeys() {
        ContractStage low = stage(
                        "create table lows (id bigint primary key, name varchar(60), n int not null default 0)")
                .fill("lows (id, name)", 201, i -> i - 100 + ", 'name " + i + "'")
                .fill("lows (id, name)", 1, i -> "-9223372036854775807, 'lowest'");
        RowsWork counting = low.work(low.plan("backfill: {table: lows, set: {n: n + 1}, guard: none}"), 0);
        whileWriting(
                low,
                n -> "update lows set name = 'written " + n + "' where id = " + (n % 201 - 100),
                () -> assertThat(low.walk(counting, 20)).isEqualTo(202));
        assertThat(low.database.ask("select count(*) from lows where n = 1")).isEqualTo("202");
    }

    @Test
    @DisplayName("[5] an update to null is followed behind and ahead of the cursor")
    void nullIsAValue() {
        walkWithPause(() -> stage.database.run("update things set name = null where id in (1000, 25000)"));
        everyRowIsRight();
        assertThat(stage.database.ask("select count(*) from things where id in (1000, 25000) and name is null"))
                .isEqualTo("2");
    }

    @Test
    @DisplayName("[6] a chunk whose rows were all deleted ends nothing: the rows behind it are filled")
    void anEmptyChunkIsNotTheEnd() {
        walkWithPause(() -> stage.database.run("delete from things where id > 5000 and id <= 7000"));
        everyRowIsRight();
        assertThat(stage.session
                        .ledger()
                        .lanes(ContractStage.RUN, work.step())
                        .getFirst()
                        .cursor())
                .isEqualTo(List.of("30000"));
    }

    @Test
    @DisplayName("[6] everything ahead is deleted: the walk ends and nothing is counted that is not there")
    void nothingMayBeLeftAhead() {
        stage.oneLane(work);
        try (ContractWorker worker = new ContractWorker(stage, work, 0)) {
            worker.chunks(10, 50);
            stage.database.run("delete from things where id > 5000");
            worker.finish(50);
            assertThat(worker.lane().compared()).isEqualTo(500);
        }
        everyRowIsRight();
    }

    @Test
    @DisplayName("[7] a row that is locked longer than the time-out is filled later, not lost")
    void aLockedRowIsFilledLater() throws SQLException {
        stage.oneLane(work);
        try (ContractWorker worker = new ContractWorker(stage, work, 0)) {
            worker.chunks(10, 50);
            Lane before = worker.lane();
            try (Connection other = stage.database.connect();
                    Statement lock = other.createStatement()) {
                other.setAutoCommit(false);
                lock.execute("update things set touched = 1 where id = 5200");
                assertThatThrownBy(() -> worker.next(50))
                        .isInstanceOfSatisfying(Failure.class, failure -> assertThat(failure.code())
                                .isEqualTo(Code.LOCK_NOT_GRANTED));
                assertThat(stage.session
                                .ledger()
                                .lanes(ContractStage.RUN, work.step())
                                .getFirst())
                        .usingRecursiveComparison()
                        .isEqualTo(before);
                assertThat(stage.database.ask(
                                "select count(*) from things where id > 5000 and id <= 5500 and shown is not null"))
                        .as("nothing of the chunk is written")
                        .isEqualTo("0");
                worker.next(15);
                other.commit();
            }
            whileWriting(stage, application(), () -> worker.finish(50));
        }
        everyRowIsRight();
    }

    @Test
    @DisplayName("[8] the engine's own write does not come back through a lossy reverse")
    void theEnginesWriteDoesNotAlterTheOldColumn() {
        ContractStage both = stage(
                        "create table words (id bigint primary key, name varchar(60), was varchar(60), touched int)")
                .fill("words (id, name, was)", 1000, i -> i + ", 'Name " + i + "', 'Name " + i + "'");
        Plan lossy = both.plan(
                "addColumn: {table: words, column: loud, type: varchar(60)}",
                "keepInSync: {table: words, set: {loud: upper(name)}, reverse: {name: loud}}",
                "backfill: {table: words, set: sync}");
        both.forward(lossy);
        whileWriting(
                both,
                n -> "update words set name = concat('Written ', " + n + "), was = concat('Written ', " + n
                        + ") where id = " + 10 * (n * 7 % 100),
                () -> both.walk(both.work(lossy, 2), 40));
        assertThat(both.database.ask("select count(*) from words where " + exactly("name", "was")))
                .as("names as the application wrote them, to the letter")
                .isEqualTo("1000");
        assertThat(wrong(both, "words", "loud", "upper(name)")).isEqualTo("0");
        both.database.run("update words set loud = 'NEW' where id = 5");
        assertThat(both.database.ask("select name from words where id = 5")).isEqualTo("NEW");
    }

    /** Upper and lower case may be the same for a collation, and are not here. */
    private static String exactly(String one, String other) {
        return "md5(" + one + ") = md5(" + other + ")";
    }

    @Test
    @DisplayName("[10] a sync trigger that somebody dropped is seen to be gone")
    void aDroppedTriggerIsNoticed() {
        dev.lockkeeper.target.Statement last =
                stage.resolved(plan).get(1).forward().getLast();
        assertThat(stage.isDone(last)).isTrue();
        engine.dropTriggers(stage.database, "things");
        assertThat(stage.isDone(last)).isFalse();
        stage.forward(plan);
        assertThat(stage.isDone(last)).as("and is made again").isTrue();
        walkWithPause(() -> {});
        everyRowIsRight();
    }

    @Test
    @DisplayName(
            "[12] what a foreign key cascades into the table is kept in sync, or refused, or found by the comparison")
    void cascadesAreKeptOrFound() {
        ContractStage cascade = stage(
                        "create table owners (code varchar(20) primary key)",
                        "insert into owners values ('a'), ('b')",
                        "create table owned (id bigint primary key, code varchar(20), foreign key (code) references owners (code)"
                                + " on update cascade on delete set null)")
                .fill("owned (id, code)", 400, i -> i + ", '" + (i % 2 == 0 ? "a" : "b") + "'");
        Plan reads = cascade.plan(
                "addColumn: {table: owned, column: shown, type: varchar(40)}",
                "keepInSync: {table: owned, set: {shown: \"concat(code, '!')\"}}",
                "backfill: {table: owned, set: sync}");
        try {
            cascade.forward(reads);
        } catch (Failure refused) {
            assertThat(engine.cascadesFireTriggers()).isFalse();
            assertThat(refused.message()).contains("owned");
            return;
        }
        RowsWork rows = cascade.work(reads, 2);
        cascade.oneLane(rows);
        try (ContractWorker worker = new ContractWorker(cascade, rows, 0)) {
            worker.chunks(2, 50);
            cascade.database.run(
                    "update owners set code = 'A' where code = 'a'", "delete from owners where code = 'b'");
            worker.finish(50);
        }
        String wrong = wrong(cascade, "owned", "shown", "concat(code, '!')");
        assertThat(cascade.different(rows)).isEqualTo(Long.parseLong(wrong));
        if (engine.cascadesFireTriggers()) {
            assertThat(wrong).isEqualTo("0");
        }
    }

    @Test
    @DisplayName("[16] a second pass over rows that are right writes nothing")
    void aSecondPassWritesNothing() {
        stage.walk(work, 100);
        stage.session.ledger().clearLanes(ContractStage.RUN, work.step());
        assertThat(stage.walk(work, 100)).isZero();
    }

    /** Ten chunks of 50 rows, up to key 5000; then whatever the case does; then the rest, with writers from first to last. */
    private void walkWithPause(Runnable meanwhile) {
        stage.oneLane(work);
        whileWriting(stage, application(), () -> {
            try (ContractWorker worker = new ContractWorker(stage, work, 0)) {
                worker.chunks(10, 50);
                meanwhile.run();
                worker.finish(50);
            }
        });
    }
}
