package dev.lockkeeper.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.target.ContractEngine.KeyShape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Cases 13 to 19: a walk by any key looks at each row once, with as many statements as there are chunks. */
abstract class KeysContract extends DialectContract {

    private static final int ROWS = 600;
    private static final String COUNT_UP = "backfill: {table: %s, set: {n: n + 1}, guard: none}";

    KeysContract(ContractEngine engine) {
        super(engine);
    }

    private static List<KeyShape> common() {
        return List.of(
                KeyShape.of("bigint", "bigint", i -> String.valueOf(3L * i)),
                KeyShape.of("integers around zero", "int", i -> String.valueOf(i - 300)),
                KeyShape.of("smallint", "smallint", i -> String.valueOf(i * 50 - 16000)),
                KeyShape.of("decimal", "decimal(20, 6)", i -> i - 300 + ".000" + i % 10 + "01"),
                KeyShape.of(
                        "date",
                        "date",
                        i -> "'" + java.time.LocalDate.of(1999, 1, 1).plusDays(i * 11L) + "'"),
                KeyShape.of("text", "varchar(40)", i -> "'key " + (i * 7919 % 601) + (i % 2 == 0 ? " É" : " zz") + "'"),
                KeyShape.of(
                        "text with quotes and backslashes", "varchar(40)", i -> "concat('o''k \"x\" ', '" + i + "')"),
                KeyShape.several(
                        "two columns",
                        "a int, b varchar(20)",
                        List.of("a", "b"),
                        i -> List.of(String.valueOf(i % 7), "'b" + i + "'")),
                KeyShape.several(
                        "three columns",
                        "a int, b int, c bigint",
                        List.of("a", "b", "c"),
                        i -> List.of(String.valueOf(i % 3), String.valueOf(-(i % 5)), String.valueOf(i))),
                KeyShape.several(
                        "four columns, of which three are the same for long",
                        "a int, b varchar(10), c date, d int",
                        List.of("a", "b", "c", "d"),
                        i -> List.of("1", "'x'", "'2024-02-29'", String.valueOf(i))));
    }

    @TestFactory
    @DisplayName("[13, 15] every row once, by a key of")
    Stream<DynamicTest> everyRowOnce() {
        return Stream.concat(common().stream(), engine.keys().stream())
                .map(shape -> DynamicTest.dynamicTest(shape.name(), () -> everyRowOnce(shape)));
    }

    private void everyRowOnce(KeyShape shape) {
        try (ContractStage stage = new ContractStage(
                engine,
                "create table keyed (" + shape.columns()
                        + ", n int not null default 0, w int not null default 0, primary key ("
                        + String.join(", ", shape.names()) + "))")) {
            stage.fill(
                    "keyed (" + String.join(", ", shape.names()) + ")",
                    ROWS,
                    i -> String.join(", ", shape.values().apply(i)));
            Plan plan = stage.plan(COUNT_UP.formatted("keyed"));
            try {
                stage.forward(plan);
            } catch (Failure refused) {
                assertThat(shape.mayBeRefused()).as("%s", refused.message()).isTrue();
                assertThat(refused.code()).isEqualTo(Code.UNSUPPORTED);
                return;
            }
            RowsWork work = stage.work(plan, 0);
            stage.lanes(work, 150);
            whileWriting(
                    stage,
                    n -> "update keyed set w = w + 1 where " + shape.where((int) (n * 17 % ROWS)),
                    () -> stage.finish(work, 37));
            List<Lane> lanes = stage.session.ledger().lanes(ContractStage.RUN, work.step());
            assertThat(stage.database.ask("select count(*) from keyed where n <> 1"))
                    .isEqualTo("0");
            assertThat(lanes).hasSize(4).allMatch(lane -> lane.done() && lane.compared() == 150);
            assertThat(lanes.stream().mapToLong(Lane::rows).sum()).isEqualTo(ROWS);
        }
    }

    @Test
    @DisplayName("[14] a key that lies 300,000,000,000 away costs no more than its row")
    void gapsCostNothing() {
        ContractStage stage = stage("create table sparse (id bigint primary key, n int not null default 0)")
                .fill("sparse (id)", 500, i -> String.valueOf(i))
                .fill("sparse (id)", 1, i -> "300000000000");
        RowsWork work = stage.work(stage.plan(COUNT_UP.formatted("sparse")), 0);
        whileWriting(
                stage, n -> "update sparse set n = n where id = " + n % 500, () -> assertThat(stage.walk(work, 100))
                        .isEqualTo(501));
        Lane lane = stage.session.ledger().lanes(ContractStage.RUN, work.step()).getFirst();
        assertThat(lane.chunks()).isBetween(6L, 8L);
        assertThat(stage.database.ask("select count(*) from sparse where n <> 1"))
                .isEqualTo("0");
    }

    @Test
    @DisplayName("[15] reserved words and the longest names are names like any other")
    void strangeNames() {
        for (String name : List.of("select", "Order By", "x".repeat(engine.longestName()))) {
            String table = engine.quote(name);
            try (ContractStage stage = new ContractStage(
                    engine,
                    "create table " + table + " (" + engine.quote("from") + " bigint primary key, "
                            + engine.quote("Group") + " varchar(20))")) {
                stage.fill(table, 200, i -> i + ", 'g" + i + "'");
                Plan plan = stage.plan(
                        "addColumn: {table: '" + name + "', column: where, type: varchar(30)}",
                        "keepInSync: {table: '" + name + "', set: {where: 'upper(" + engine.quote("Group") + ")'}}",
                        "backfill: {table: '" + name + "', set: sync}");
                stage.forward(plan);
                RowsWork work = stage.work(plan, 2);
                whileWriting(
                        stage,
                        n -> "update " + table + " set " + engine.quote("Group") + " = 'n" + n + "' where "
                                + engine.quote("from") + " = " + 10 * (n % 20),
                        () -> stage.walk(work, 30));
                assertThat(wrong(stage, table, engine.quote("where"), "upper(" + engine.quote("Group") + ")"))
                        .isEqualTo("0");
                stage.back(plan);
            }
        }
    }

    @Test
    @DisplayName("[17] one row, no row, a last chunk that begins with the last row, and one that is just full")
    void smallTables() {
        ContractStage stage = stage("create table small (id bigint primary key, n int not null default 0)");
        RowsWork work = stage.work(stage.plan(COUNT_UP.formatted("small")), 0);
        assertThat(stage.session.rows(work).split(4)).isEmpty();
        List<Long> chunks = new ArrayList<>();
        for (int rows : List.of(1, 50, 51, 100, 101)) {
            stage.database.run("delete from small");
            stage.fill("small (id)", rows, i -> String.valueOf(7 + i * 3));
            stage.session.ledger().clearLanes(ContractStage.RUN, work.step());
            whileWriting(stage, n -> "update small set n = n where id = " + (7 + 3 * (n % rows)), () -> assertThat(
                            stage.walk(work, 50))
                    .isEqualTo(rows));
            assertThat(stage.database.ask("select count(*) from small where n <> 1"))
                    .isEqualTo("0");
            chunks.add(stage.session
                    .ledger()
                    .lanes(ContractStage.RUN, work.step())
                    .getFirst()
                    .chunks());
        }
        assertThat(chunks).containsExactly(1L, 1L, 2L, 2L, 3L);
    }

    @Test
    @DisplayName("[18] a partitioned table is walked through its partitions, a row that changes its partition included")
    void partitions() {
        ContractStage stage = stage(engine.partitioned().toArray(String[]::new))
                .fill("parted (id)", ROWS, i -> String.valueOf(i * 5));
        Plan plan = stage.plan(
                "addColumn: {table: parted, column: twice, type: bigint}",
                "keepInSync: {table: parted, set: {twice: id * 2}}",
                "backfill: {table: parted, set: sync}");
        stage.forward(plan);
        RowsWork work = stage.work(plan, 2);
        stage.lanes(work, 200);
        whileWriting(stage, n -> "update parted set n = n + 1 where id = " + 50 * (n * 17 % (ROWS / 10)), () -> {
            try (ContractWorker worker = new ContractWorker(stage, work, 0)) {
                worker.chunks(2, 40);
                stage.database.run(
                        "update parted set id = 2001 where id = 10", "update parted set id = 11 where id = 2505");
            }
            stage.finish(work, 40);
        });
        assertThat(wrong(stage, "parted", "twice", "id * 2")).isEqualTo("0");
        assertThat(stage.different(work)).isZero();
        stage.back(plan);
    }

    @Test
    @DisplayName("[19] a table without a key is walked where the engine can, else refused with the reason")
    void withoutAKey() {
        ContractStage stage = stage("create table keyless (a int, b varchar(10))")
                .fill("keyless", ROWS, i -> i / 2 + ", " + (i % 3 == 0 ? "null" : "'b'"));
        Plan plan = stage.plan(
                "addColumn: {table: keyless, column: twice, type: int}",
                "keepInSync: {table: keyless, set: {twice: a * 2}}",
                "backfill: {table: keyless, set: sync}");
        if (!engine.walksWithoutKey()) {
            assertThatThrownBy(() -> stage.forward(plan)).isInstanceOfSatisfying(Failure.class, failure -> {
                assertThat(failure.code()).isEqualTo(Code.UNSUPPORTED);
                assertThat(failure.message()).contains("keyless").contains("key");
            });
            return;
        }
        stage.forward(plan);
        RowsWork work = stage.work(plan, 2);
        whileWriting(stage, n -> "update keyless set b = 'w' where a = " + 10 * (n % 30), () -> stage.walk(work, 50));
        assertThat(wrong(stage, "keyless", "twice", "a * 2")).isEqualTo("0");
        assertThat(stage.different(work)).isZero();
    }
}
