package dev.lockkeeper.target.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.plan.Step;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowsSqlTest {

    private final Trial trial = new Trial(
            "create domain code as varchar(3)",
            "create table t (id bigint primary key, src text, v varchar(3), c char(3), n numeric(10,2), ts timestamp(0), d code, b bit varying(4), j jsonb)",
            "insert into t (id, src) select i, i::text from generate_series(1, 12) i",
            "create table pairs (a text collate \"C\", b int, v int, primary key (a, b))",
            "insert into pairs select chr(97 + i / 3), i, null from generate_series(0, 8) i",
            "create table empty (id uuid primary key, v int)");

    @AfterEach
    void close() throws Exception {
        trial.close();
    }

    private RowsSql rows(String step) {
        Plan plan = Trial.plan(step);
        return trial.rows((Step.Backfill) plan.phases().getFirst().steps().getFirst());
    }

    private int update(String sql) throws SQLException {
        try (var statement = trial.connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private List<String> texts(String sql) throws SQLException {
        return new Sending(trial.connection).texts(sql);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "n  | src::numeric / 7",
                "ts | '2026-01-01'::timestamp + src::int * interval '333 ms'",
                "c  | left(src, 1)",
                "v  | src",
                "d  | src",
                "b  | src::int::bit(4)",
                "j  | jsonb_build_object('a', src)",
                "n  | null",
            })
    void writesNothingTheSecondTimeBecauseItComparesWhatIsStored(String column, String expression) throws SQLException {
        RowsSql rows = rows("backfill: {table: t, set: {" + column + ": \"" + expression + "\"}}");
        int written = update(rows.write(null, List.of("12")));
        assertThat(written).isEqualTo(expression.equals("null") ? 0 : 12);
        assertThat(update(rows.write(null, List.of("12")))).isZero();
        assertThat(texts(rows.differing(null, List.of("12"), 5))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"v", "c", "d"})
    void doesNotHideThatAValueIsTooLong(String column) throws SQLException {
        RowsSql rows = rows("backfill: {table: t, set: {" + column + ": src || 'xxx'}}");
        trial.database.run("update t set " + column + " = left(src || 'xxx', 3)");
        assertThat(texts(rows.differing(null, List.of("12"), 20))).hasSize(12);
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> update(rows.write(null, List.of("12"))))
                .withMessageContaining("too long");
    }

    @Test
    void walksInTheOrderOfTheKeyAndNotOfItsText() throws SQLException {
        RowsSql rows = rows("backfill: {table: t, set: {v: src}}");
        assertThat(texts(rows.probe(null, List.of("12"), 10))).containsExactly("10");
        assertThat(texts(rows.probe(List.of("9"), List.of("12"), 2))).containsExactly("11");
        assertThat(texts(rows.probe(List.of("9"), List.of("12"), 4))).isEmpty();
        assertThat(texts(rows.last())).containsExactly("12");
        assertThat(texts(rows.differing(List.of("8"), List.of("12"), 3))).containsExactly("9", "10", "11");
        assertThat(texts(rows.count(List.of("8"), List.of("10")))).containsExactly("2");
        assertThat(update(rows.write(List.of("2"), List.of("5")))).isEqualTo(3);
        assertThat(trial.ask("select string_agg(id::text, ',' order by id) from t where v is not null"))
                .isEqualTo("3,4,5");
        assertThat(update(rows.clear(null, List.of("4")))).isEqualTo(2);
    }

    @Test
    void walksAKeyOfSeveralColumnsAsRows() throws SQLException {
        RowsSql rows = rows("backfill: {table: pairs, set: {v: b * 2}}");
        assertThat(rows.shownWrite())
                .contains("where (a, b) > ($1::text, $2::integer) and (a, b) <= ($3::text, $4::integer)");
        assertThat(new Sending(trial.connection)
                        .list(
                                rows.probe(List.of("a", "1"), List.of("c", "8"), 3),
                                row -> row.getString(1) + row.getString(2)))
                .containsExactly("b4");
        assertThat(update(rows.write(List.of("a", "1"), List.of("b", "4")))).isEqualTo(3);
        assertThat(texts(rows("backfill: {table: empty, set: {v: '1'}}").last()))
                .isEmpty();
    }

    @Test
    void counts() throws SQLException {
        RowsSql rows = rows("backfill: {table: t, set: {v: src, n: src::numeric}}");
        update(rows.write(null, List.of("5")));
        assertThat(new Sending(trial.connection)
                        .list(rows.compare(null, List.of("8")), row -> row.getLong(1) + " " + row.getLong(2)))
                .containsExactly("8 3");
    }

    @Test
    void aComparisonFindsItsOwnEndAndIsShownAsItIsSent() throws SQLException {
        RowsSql rows = rows("backfill: {table: t, set: {v: src, n: src::numeric}}");
        update(rows.write(null, List.of("5")));
        String sent = rows.compareUpTo(List.of("2"), List.of("11"), 7);
        assertThat(new Sending(trial.connection)
                        .list(sent, row -> row.getLong(1) + " " + row.getLong(2) + " " + row.getString(3)))
                .containsExactly("7 4 9");
        assertThat(rows.shownCompare()
                        .replace("$1", "'2'")
                        .replace("$2", "'11'")
                        .replace("$3", "7"))
                .isEqualTo(sent);
        assertThat(rows("backfill: {table: pairs, set: {v: b * 2}}").comparesUpTo())
                .as("there is no max of two columns")
                .isFalse();
        assertThat(rows("backfill: {table: empty, set: {v: '1'}}").comparesUpTo())
                .as("nor, before version 18, of uuid")
                .isFalse();
    }

    @Test
    void aGuardOfNullLeavesWhatHasAValueAndNoneWritesAll() throws SQLException {
        trial.database.run("update t set v = 'x' where id = 3");
        assertThat(update(
                        rows("backfill: {table: t, set: {v: src}, guard: null}").write(null, List.of("12"))))
                .isEqualTo(11);
        assertThat(update(
                        rows("backfill: {table: t, set: {v: src}, guard: none}").write(null, List.of("12"))))
                .isEqualTo(12);
    }

    @Test
    void takesOperatorsAndCommentsThatADriverWouldMisread() throws SQLException {
        trial.database.run("update t set j = '{\"a\": \"{fn x}\"}' where id < 4");
        RowsSql rows = rows("backfill: {table: t, set: {v: \"case when j ? 'a' then '{d}' else '?' end -- yes\"}}");
        assertThat(trial.resolve("backfill: {table: t, set: {v: \"case when j ? 'a' then '{d}' else '?' end -- yes\"}}")
                        .forward())
                .hasSize(1);
        new Sending(trial.connection).run(rows.write(null, List.of("12")));
        assertThat(trial.ask(
                        "select count(*) filter (where v = '{d}') || '/' || count(*) filter (where v = '?') from t"))
                .isEqualTo("3/9");
    }

    @Test
    void aSubqueryMayReadAnotherTableAndTheRow() throws SQLException {
        RowsSql rows = rows("backfill: {table: t, set: {n: (select count(*) from pairs p where p.b < t.id)}}");
        assertThat(trial.resolve("backfill: {table: t, set: {n: (select count(*) from pairs p where p.b < t.id)}}")
                        .forward())
                .hasSize(1);
        update(rows.write(null, List.of("12")));
        assertThat(trial.ask("select sum(n) from t")).isEqualTo("72.00");
    }
}
