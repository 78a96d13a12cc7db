package dev.lockkeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** A walk over numbered rows, some of which refuse, without a database. */
class NarrowingTest {

    private static final int USUAL = 1000;

    private Narrowing narrowing = new Narrowing();
    private int tries;

    /** Walks rows 0 to {@code last}. @return those that stood alone */
    private Set<Integer> walk(int last, Set<Integer> refusing) {
        narrowing = new Narrowing();
        tries = 0;
        Set<Integer> leftOut = new TreeSet<>();
        int at = 0;
        while (at <= last) {
            tries++;
            int rows = narrowing.rows(USUAL);
            int from = at;
            boolean refuses = refusing.stream().anyMatch(row -> row >= from && row < from + rows);
            if (!refuses) {
                narrowing.passed(rows, USUAL);
                at += rows;
            } else if (narrowing.refused(rows)) {
                leftOut.add(at++);
                narrowing.steppedOver(USUAL);
            }
        }
        return leftOut;
    }

    @Test
    void oneRowIsFoundInAboutTheLogarithmOfAChunkAndTheSizeIsBackAtOnce() {
        assertThat(walk(9_999, Set.of(4_321))).containsExactly(4_321);
        assertThat(tries).isLessThan(10 + 2 * 10 + 2);
        assertThat(narrowing.rows(USUAL)).isEqualTo(USUAL);
        assertThat(narrowing.active()).isFalse();
    }

    @Test
    void rowsThatRefuseOneAfterTheOtherCostAFewTriesEach() {
        Set<Integer> many = new TreeSet<>();
        for (int row = 2_000; row < 2_500; row++) {
            many.add(row);
        }
        assertThat(walk(9_999, many)).isEqualTo(many);
        assertThat(tries).isLessThan(500 + 80);
    }

    @Property
    void exactlyTheRowsThatRefuseAreLeftOut(
            @ForAll @Size(max = 60) Set<@IntRange(min = 0, max = 20_000) Integer> rows) {
        assertThat(walk(20_000, rows)).isEqualTo(new TreeSet<>(rows));
        assertThat(tries).isLessThanOrEqualTo(22 + 24 * (1 + rows.size()));
    }
}
