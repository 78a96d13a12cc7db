package dev.lockkeeper.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** However often lanes are halved, and in whatever order they are read, their ranges follow each other from the start to the end. */
class LaneChainTest {

    private static final int LAST = 1_000_000;

    @Property
    void rangesFollowEachOtherWhateverTheNumbers(
            @ForAll @IntRange(min = 1, max = 5) int planned,
            @ForAll @Size(max = 40) List<@IntRange(min = 0, max = 1000) Integer> splits,
            @ForAll Random random) {
        List<Lane> lanes = planned(planned);
        for (int which : splits) {
            split(lanes, which % lanes.size());
        }
        Collections.shuffle(lanes, random);

        List<Lane> chain = Lane.chained(lanes);

        assertThat(chain).hasSameElementsAs(lanes);
        assertThat(chain.getFirst().range().lo()).isNull();
        assertThat(chain.getLast().range().hi()).containsExactly(String.valueOf(LAST));
        for (int i = 1; i < chain.size(); i++) {
            assertThat(chain.get(i).range().lo())
                    .isEqualTo(chain.get(i - 1).range().hi());
        }
    }

    @Test
    void aGapIsNotPassedOver() {
        List<Lane> lanes = planned(3);
        lanes.remove(1);
        assertThatThrownBy(() -> Lane.chained(lanes)).hasMessageContaining("do not follow each other");
    }

    private static List<Lane> planned(int count) {
        List<Lane> lanes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lanes.add(lane(
                    i, i == 0 ? null : key(LAST / count * i), key(i == count - 1 ? LAST : LAST / count * (i + 1))));
        }
        return lanes;
    }

    /** As the ledger does it: the old one ends in the middle, and a new one with the next number takes the rest. */
    private static void split(List<Lane> lanes, int which) {
        Lane lane = lanes.get(which);
        List<String> lo = lane.range().lo();
        int from = lo == null ? 0 : Integer.parseInt(lo.getFirst());
        int middle = (from + Integer.parseInt(lane.range().hi().getFirst())) / 2;
        if (middle > from) {
            lanes.add(lane(lanes.size(), key(middle), lane.range().hi()));
            lanes.set(which, lane.until(key(middle)));
        }
    }

    private static List<String> key(int number) {
        return List.of(String.valueOf(number));
    }

    private static Lane lane(int number, @Nullable List<String> lo, List<String> hi) {
        return new Lane(number, new KeyRange(lo, hi), null, 0, 0, 0, 0, false, 0, 0, List.of(), null, "");
    }
}
