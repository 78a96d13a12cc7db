package dev.lockkeeper.target.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.target.KeyRange;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A table without a key, walked where its rows lie. */
class BlocksTest {

    private final Trial trial = new Trial(
            "create table logs (n int, doubled int)",
            "insert into logs (n) select generate_series(1, 30000)",
            "delete from logs where n between 5000 and 9000",
            "vacuum analyze logs",
            "create table none (n int, doubled int)");

    private RowsSql sql;
    private Sending sending;

    @BeforeEach
    void rows() throws SQLException {
        sql = rows("logs");
        sending = new Sending(trial.connection);
        sending.run("set max_parallel_workers_per_gather = 0; set synchronize_seqscans = off");
    }

    @AfterEach
    void close() throws Exception {
        trial.close();
    }

    private RowsSql rows(String table) {
        Plan plan = Trial.plan(
                "keepInSync: {table: " + table + ", set: {doubled: n * 2}}",
                "backfill: {table: " + table + ", set: sync}");
        return trial.rows((Step.Backfill) plan.phases().getFirst().steps().getLast());
    }

    @Test
    void chunksEndWhereABlockEndsAndMissNoRow() throws SQLException {
        List<String> last = sending.texts(sql.last());
        List<String> from = null;
        int chunks = 0;
        long rows = 0;
        while (!last.equals(from)) {
            List<String> probed = sending.texts(sql.probe(from, last, 700));
            List<String> to = probed.isEmpty() ? last : probed;
            assertThat(to.getFirst()).endsWith(",0)");
            rows += Long.parseLong(sending.texts(sql.count(from, to)).getFirst());
            sending.run("set lockkeeper.engine = 'on'");
            sending.update(sql.write(from, to));
            from = to;
            chunks++;
        }
        assertThat(rows).isGreaterThanOrEqualTo(25_999);
        assertThat(chunks).isBetween(25, 80);
        assertThat(trial.ask("select count(*) from logs where doubled is distinct from n * 2"))
                .isEqualTo("0");
    }

    @Test
    void aRangeIsReadByItsBlocksAlone() throws SQLException {
        assertThat(String.join("\n", sending.texts("explain " + sql.write(List.of("(10,0)"), List.of("(20,0)")))))
                .contains("Tid Range Scan");
    }

    @Test
    void laneBordersAreWholeBlocksInOrder() {
        List<KeyRange> ranges = new Splitting(sending, sql, 26_000).ranges(4);
        assertThat(ranges).hasSize(4);
        List<String> before = null;
        for (KeyRange range : ranges) {
            assertThat(range.lo()).isEqualTo(before);
            before = range.hi();
        }
        assertThat(new Splitting(sending, rows("none"), 26_000).ranges(4)).isEmpty();
    }

    @Test
    void aTableThatGrowsBetweenTheTwoQuestionsKeepsItsRangesInOrder() throws SQLException {
        List<String> borders = new ArrayList<>(sending.texts(sql.borders(2, 0)));
        assertThat(borders).hasSize(1);
        assertThat(Blocks.before(List.of("(9,0)"), List.of("(10,0)"))).isTrue();
        assertThat(Blocks.before(List.of("(10,0)"), List.of("(10,0)"))).isFalse();
    }
}
