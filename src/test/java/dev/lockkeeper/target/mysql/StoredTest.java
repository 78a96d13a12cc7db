package dev.lockkeeper.target.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lockkeeper.plan.Step.Guard;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredTest {

    private static final Walked WALKED = new Walked("create table t (id int primary key, src varchar(40), num double,"
            + " v varchar(6), c char(8), l varchar(9) character set latin1, n decimal(10,4), i int, ub bigint unsigned, f float,"
            + " f2 float(7,2), d double, da date, dt datetime, dt3 datetime(3), ti time, e enum('abc','B'), s set('a','b'),"
            + " bi bit(5), b3 binary(3), vb varbinary(9), j json, y year) character set utf8mb4 collate utf8mb4_general_ci");

    @AfterAll
    static void close() throws SQLException {
        WALKED.close();
    }

    @BeforeEach
    void fill() {
        WALKED.database.run(
                "delete from t",
                "insert into t (id, src, num) values (1, '1', 12.5), (2, '2', 0.1), (3, '3', 1234.5678), (4, '4', 3)");
    }

    private static long update(String sql) throws SQLException {
        return new Sending(WALKED.connection).update(sql);
    }

    private static RowsSql rows(String column, String expression) throws SQLException {
        return WALKED.sql(Walked.write(Guard.MISMATCH, "t", column, expression));
    }

    private static List<Long> differing(RowsSql rows) throws SQLException {
        return new Sending(WALKED.connection)
                .listStrictly(rows.compare(null, List.of("4")), row -> row.getLong(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "n  | num / 7",
                "n  | src / 7",
                "i  | num",
                "i  | num / 4",
                "i  | src",
                "ub | 18446744073709551610 + id",
                "f  | num / 7",
                "f2 | num / 7",
                "d  | num / 7",
                "v  | concat('É', src)",
                "v  | id",
                "c  | concat(src, '  ')",
                "l  | concat('é€', src)",
                "da | '2026-01-31' + interval id day",
                "dt | '2026-01-01 00:00:00' + interval id * 333333 microsecond",
                "dt3 | '2026-01-01 00:00:00.0005' + interval id * 333 microsecond",
                "ti | sec_to_time(id * 100.75)",
                "e  | if(id % 2, 'ABC', 'b')",
                "s  | if(id % 2, 'a', 'a,b')",
                "bi | id + 3",
                "b3 | src",
                "vb | concat(src, '\\0')",
                "j  | json_object('a', src)",
                "y  | 2000 + id",
            })
    void writesNothingTheSecondTimeBecauseItComparesWhatIsStored(String column, String expression) throws SQLException {
        RowsSql rows = rows(column, expression);
        assertThat(differing(rows)).containsExactly(4L);
        assertThat(update(rows.write(null, List.of("4")))).isEqualTo(4);
        assertThat(update(rows.write(null, List.of("4")))).isZero();
        assertThat(differing(rows)).containsExactly(0L);
        WALKED.database.run("update t set " + column + " = null where id = 2");
        assertThat(differing(rows)).containsExactly(1L);
        assertThat(update(rows.clear(null, List.of("4")))).isEqualTo(3);
    }

    @Test
    void takesNullForAValueLikeAnyOther() throws SQLException {
        assertThat(differing(rows("v", "null"))).containsExactly(0L);
        assertThat(differing(rows("v", "if(id = 1, 'x', null)"))).containsExactly(1L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "v | 'abc' | 'ABC'",
                "v | 'abc' | 'abc '",
                "v | 'e' | 'é'",
                "l | '?' | 'ж'",
                "c | 'abc' | 'ABC'",
                "j | '{\"a\":\"x\"}' | '{\"a\":\"X\"}'",
            })
    void tellsApartWhatACollationTakesForTheSame(String column, String stored, String wanted) throws SQLException {
        WALKED.database.run("update t set " + column + " = " + stored);
        assertThat(differing(rows(column, wanted))).containsExactly(4L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "v  | concat(src, 'abcdef') | 'abcdef'",
                "c  | concat('abcdefgh', src) | 'abcdefgh'",
                "b3 | concat('abc', src) | 'abc'",
                "n  | src * 1000000000 | 999999.9999",
                "dt | '2026-02-30 00:00:00' | null",
                "i  | concat('1', 'x') | 1",
                "l  | 'ж' | '?'",
                "i  | id / 0 | null",
            })
    void doesNotHideWhatTheColumnCannotHold(String column, String expression, String lookalike) {
        WALKED.database.run("update t set " + column + " = " + lookalike);
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> {
                    RowsSql rows = rows(column, expression);
                    if (differing(rows).getFirst() > 0) {
                        update(rows.write(null, List.of("4")));
                    }
                })
                .matches(refused -> SqlFailures.ofRows("writing", refused).code() == dev.lockkeeper.Code.STATEMENT_FAILED);
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> update(rows(column, expression).write(null, List.of("4"))));
    }
}
