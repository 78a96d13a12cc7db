package dev.lockkeeper.target.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.plan.Step.Guard;
import dev.lockkeeper.target.KeyRange;
import dev.lockkeeper.target.Lane;
import dev.lockkeeper.target.RowsWork;
import dev.lockkeeper.testing.MysqlDatabases;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kind of key: each row is met once whatever the size of chunks and lanes, and each chunk reads a range of the key's index. */
class KeyShapesTest {

    private static final int ROWS = 60;

    private static final Walked WALKED = new Walked(
            "create table numbers (i int primary key)",
            "insert into numbers with recursive n as (select 1 as i union all select i + 1 from n where i < " + ROWS
                    + ") select i from n");

    @AfterAll
    static void close() throws SQLException {
        WALKED.close();
    }

    @BeforeEach
    void forget() {
        WALKED.ledger.clearLanes(Walked.RUN, Walked.STEP);
        WALKED.database.run("drop table if exists t");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "k bigint | k | i * 1000000007 - 30000000000",
                "k bigint unsigned | k | 18446744073709551615 - i",
                "k int | k | i - 30",
                "k int(10) unsigned zerofill | k | i - 1",
                "k tinyint | k | i - 64",
                "k decimal(20,6) | k | (i - 30) * 1000.000007",
                "k bit(50) | k | i * 1000000007",
                "k varchar(40) character set utf8mb4 collate utf8mb4_general_ci | k | concat(case i % 3 when 0 then 'b' when 1 then 'B' else 'É' end, i)",
                "k varchar(40) character set utf8mb4 collate utf8mb4_bin | k | concat(case i % 3 when 0 then '\\\\' when 1 then '''' else '😀' end, char(9), i)",
                "k varchar(40) character set utf8mb4 collate utf8mb4_unicode_ci | k | concat(repeat(' ', i % 4), i)",
                "k varchar(40) character set latin1 | k | concat('é€', i)",
                "k char(12) character set latin1 | k | concat(i % 7, 'ß', i)",
                "k char(36) | k | insert(insert(insert(insert(md5(i), 9, 0, '-'), 14, 0, '-'), 19, 0, '-'), 24, 0, '-')",
                "k binary(16) | k | unhex(md5(i))",
                "k varbinary(20) | k | concat(unhex(md5(i)), '\\0\\n')",
                "k datetime(6) | k | '1969-12-31 23:59:30.5' + interval i * 1000001 microsecond",
                "k timestamp(3) null | k | '2024-03-31 00:59:30.25' + interval i * 1001000 microsecond",
                "k date | k | '1582-10-01' + interval i day",
                "k time(2) | k | sec_to_time((i - 30) * 61.25)",
                "k year | k | 1990 + i",
                "k enum('z','it''s','a\\\\b','é','B','c') , n int | k, n | i % 6 + 1, i",
                "a int, b varchar(20) | a, b | i % 3, concat('x', i)",
                "a varchar(10), b datetime(6), c binary(3) | a, b, c | i % 2, '2024-01-01 00:00:00.000001' + interval i % 5 second, unhex(lpad(hex(i), 6, '0'))",
                "a tinyint, b char(2) character set latin1, c decimal(5,2), d bigint unsigned | a, b, c, d | 0 - i % 2, i % 3, i % 4 / 4, i",
                "`select` int, `we``ird na.me é` varchar(5) | `select`, `we``ird na.me é` | i % 4, i",
                "`a2345678901234567890123456789012345678901234567890123456789012` int | `a2345678901234567890123456789012345678901234567890123456789012` | i",
            })
    void meetsEveryRowOnce(String columns, String key, String values) throws SQLException {
        walk(columns, key, values);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "k uuid | k | uuid()",
        "k inet6 | k | concat('2001:db8::', hex(i))",
    })
    void meetsEveryRowOnceByTypesOfMariadbOnly(String columns, String key, String values) throws SQLException {
        Assumptions.assumeTrue(MysqlDatabases.mariadb(), "MySQL has no such type");
        walk(columns, key, values);
    }

    private void walk(String columns, String key, String values) throws SQLException {
        WALKED.database.run(
                "create table t (" + columns + ", done int not null default 0, primary key (" + key + "))",
                "insert into t select " + values + ", 0 from numbers");
        RowsWork work = Walked.write(Guard.NONE, "t", "done", "done + 1");
        RowsSql sql = WALKED.sql(work);
        Sending sending = new Sending(WALKED.connection);
        assertThat(chunksThatReadMoreThanTheirRange(sending, sql)).isEmpty();
        List<KeyRange> ranges = new Splitting(sending, sql, 7).ranges(3);
        assertThat(ranges).hasSizeGreaterThan(1);
        List<Lane> lanes = WALKED.walk(work, ranges, 7);
        assertThat(WALKED.ask("select concat(count(*), ' ', min(done), ' ', max(done)) from t"))
                .isEqualTo(ROWS + " 1 1");
        assertThat(lanes.stream().mapToLong(Lane::rows).sum()).isEqualTo(ROWS);
        assertThat(lanes.stream().mapToLong(Lane::compared).sum()).isEqualTo(ROWS);
    }

    private static List<String> chunksThatReadMoreThanTheirRange(Sending sending, RowsSql sql) throws SQLException {
        List<String> wrong = new ArrayList<>();
        List<String> hi = sending.list(sql.last(), sql::key).getFirst();
        List<String> from = null;
        while (!hi.equals(from)) {
            Optional<List<String>> next =
                    sending.list(sql.probe(from, hi, 7), sql::key).stream().findFirst();
            List<String> to = next.orElse(hi);
            for (String query : List.of(sql.probe(from, hi, 7), sql.write(from, to), sql.compare(from, to))) {
                sending.list("explain format=traditional " + query, row -> row.getString("type") + "/"
                                + row.getString("key") + "/" + row.getString("Extra"))
                        .stream()
                        .filter(plan -> !plan.matches("(range|const|eq_ref|ref)/PRIMARY/.*") || plan.contains("filesort"))
                        .forEach(plan -> wrong.add(plan + " " + query));
            }
            from = to;
        }
        return wrong;
    }

    @Test
    void meetsAKeyThatIsNotPrimary() throws SQLException {
        WALKED.database.run(
                "create table t (a int not null, b int not null, done int not null default 0, unique key `by a` (b, a))",
                "insert into t select i, i % 5, 0 from numbers");
        Sending sending = new Sending(WALKED.connection);
        assertThat(WalkKey.read(sending, "t", List.of("b", "a")).index()).isEqualTo("by a");
    }
}
