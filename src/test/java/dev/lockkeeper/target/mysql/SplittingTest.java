package dev.lockkeeper.target.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.plan.Step.Guard;
import dev.lockkeeper.target.KeyRange;
import dev.lockkeeper.testing.MysqlDatabases;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplittingTest {

    private static final int ROWS = 30_000;

    private final Walked walked = new Walked(
            "create table digits (d int primary key)",
            "insert into digits values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)",
            "create table numbers (i int primary key)",
            "insert into numbers select 1 + a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d"
                    + " from digits a, digits b, digits c, digits e, digits f where f.d < 3");

    @AfterEach
    void close() throws Exception {
        walked.close();
    }

    private Splitting splitting(int counted) throws SQLException {
        return new Splitting(new Sending(walked.connection), sql(), counted);
    }

    private RowsSql sql() throws SQLException {
        return walked.sql(Walked.write(Guard.NONE, "t", "done", "1"));
    }

    private void table(String columns, String key, String values) {
        walked.database.run(
                "create table t (" + columns + ", done int, primary key (" + key + "))",
                "insert into t select " + values + ", null from numbers",
                "analyze table t");
    }

    private List<Long> counts(List<KeyRange> ranges) throws SQLException {
        List<Long> counts = new ArrayList<>();
        for (KeyRange range : ranges) {
            counts.add(count(range.lo(), range.hi()));
        }
        return counts;
    }

    private long count(@Nullable List<String> lo, List<String> hi) throws SQLException {
        return new Sending(walked.connection)
                .list(sql().count(lo, hi), row -> row.getLong(1))
                .getFirst();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "k bigint | k | i * 3",
                "k bigint unsigned | k | 18446744073709551615 - i * 7",
                "k decimal(20,4) | k | i / 4 - 3000",
                "k varchar(40) character set utf8mb4 collate utf8mb4_general_ci | k | concat('user-', lpad(i, 8, '0'), '@x.org')",
                "k varchar(40) character set latin1 | k | concat(char(65 + i % 26), 'é', i)",
                "k binary(16) | k | unhex(md5(i))",
                "k char(32) character set utf8mb4 collate utf8mb4_bin | k | md5(i)",
                "k datetime(6) | k | '2020-01-01' + interval i * 97 second",
                "k date | k | '1900-01-01' + interval i day",
                "k time(3), n int | k, n | sec_to_time(i * 40), i",
                "a int, b bigint | a, b | 5, i",
                "a int, b varchar(20) | a, b | if(i < 1000, i % 3, 3), concat('k', i)",
                "a enum('x','y','z'), b int | a, b | i % 3 + 1, i",
                "a varchar(10), b datetime, c int | a, b, c | 'tenant', '2024-01-01', i",
            })
    void halvesByEstimateWhatIsTooLongToCount(String columns, String key, String values) throws SQLException {
        table(columns, key, values);
        List<KeyRange> ranges = splitting(1000).ranges(4);
        List<Long> counts = counts(ranges);
        assertThat(ranges.getFirst().lo()).isNull();
        assertThat(counts.stream().mapToLong(Long::longValue).sum()).isEqualTo(ROWS);
        assertThat(counts).hasSize(4).allMatch(rows -> rows > ROWS / 40 && rows < 3 * ROWS / 4);
        List<String> middle =
                splitting(1000).middle(null, ranges.getLast().hi()).orElseThrow(() -> new AssertionError("no middle"));
        assertThat(count(null, middle)).isBetween(ROWS / 8L, 7L * ROWS / 8);
    }

    @Test
    void countsWhatIsShort() throws SQLException {
        table("k int", "k", "i * i");
        assertThat(counts(splitting(200_000).ranges(3))).containsExactly(10_000L, 10_000L, 10_000L);
        assertThat(splitting(200_000).ranges(1)).hasSize(1);
        List<String> last = splitting(200_000).ranges(1).getFirst().hi();
        assertThat(count(null, splitting(200_000).middle(null, last).orElseThrow()))
                .isEqualTo(ROWS / 2);
        assertThat(splitting(200_000).middle(List.of("441000000"), last)).isEmpty();
        walked.database.run("delete from t where k > 400");
        assertThat(counts(splitting(200_000).ranges(3))).containsExactly(20L);
        walked.database.run("delete from t");
        assertThat(splitting(200_000).ranges(3)).isEmpty();
    }

    @Test
    void asksLittleOfAKeyWithOneRowFarAway() throws SQLException {
        table("k bigint", "k", "i");
        walked.database.run("insert into t values (300000000000, null), (-9000000000000000000, null)");
        long before = questions();
        List<KeyRange> ranges = splitting(1000).ranges(4);
        assertThat(questions() - before).isLessThan(500);
        assertThat(counts(ranges)).hasSize(4).allMatch(rows -> rows > ROWS / 16 && rows < ROWS / 2);
    }

    @Test
    void dividesAKeyThatCannotBeGuessed() throws SQLException {
        org.junit.jupiter.api.Assumptions.assumeTrue(MysqlDatabases.mariadb(), "MySQL has no such type");
        table("k inet6", "k", "concat('2001:db8::', hex(i))");
        List<Long> counts = counts(splitting(1000).ranges(4));
        assertThat(counts).hasSizeGreaterThan(1);
        assertThat(counts.stream().mapToLong(Long::longValue).sum()).isEqualTo(ROWS);
    }

    private long questions() {
        try {
            return new Sending(walked.connection)
                    .list("show session status like 'Questions'", row -> row.getLong(2))
                    .getFirst();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
