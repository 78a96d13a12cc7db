package dev.lockkeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.engine.Verdict.Kind;
import dev.lockkeeper.engine.Verdict.Manner;
import dev.lockkeeper.target.KeyRange;
import dev.lockkeeper.target.Lane;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PolitenessTest {

    private final Politeness politeness = new Politeness(4, 2);

    @Test
    void aloneItUsesAllLanesFromTheStartWhateverACommitTakes() {
        assertThat(politeness.sampled(0.0, 2)).isEqualTo(Manner.free(4));
        assertThat(politeness.sampled(0.0, 500)).isEqualTo(Manner.free(4));
    }

    @Test
    void shortensItsChunksWithTheFirstSampleThatShowsOthers() {
        Manner manner = politeness.sampled(4.0, 2);
        assertThat(manner.chunk()).isEqualTo(Politeness.CHUNK);
        assertThat(manner.lanes()).isEqualTo(4);
        assertThat(manner.rest()).isZero();
        assertThat(manner.why()).isEqualTo("4 sessions of others at work");
    }

    @Test
    void givesLanesUpAndRestsAsSoonAsOthersAreSlower() {
        politeness.sampled(4.0, 2);
        Manner manner = politeness.sampled(4.0, politeness.limit());
        assertThat(manner.lanes()).isEqualTo(2);
        assertThat(manner.rest()).isPositive();
        assertThat(politeness.sampled(4.0, politeness.limit()).lanes()).isEqualTo(1);
    }

    @Test
    void aMonitorThatAsksNowAndThenIsNobodyAtWork() {
        for (double seen : new double[] {0, 0, 1, 0, 0, 0, 0, 1, 0, 0}) {
            assertThat(politeness.sampled(seen, 2).why()).isNull();
        }
    }

    @Test
    void whoCannotSeeBeginsWithOneLaneThatRests() {
        assertThat(politeness.sampled(null, 2).lanes()).isEqualTo(1);
        assertThat(politeness.sampled(null, 2).rest()).isPositive();
    }

    @Test
    void restsLongerWhileCommitsTakeMuchLongerThanUsual() {
        politeness.sampled(4.0, 2);
        double before = politeness.sampled(4.0, politeness.limit()).rest();
        Manner manner = politeness.sampled(4.0, politeness.limit());
        assertThat(manner.rest()).isEqualTo(before * 2);
        for (int i = 0; i < 20; i++) {
            manner = politeness.sampled(4.0, politeness.limit() * 9);
        }
        assertThat(manner.rest()).isEqualTo(10);
        assertThat(manner.lanes()).isEqualTo(1);
    }

    @Test
    void takesMoreAStepAtATimeWhileCommitsAreAsUsualAndGivesItBackAtOnce() {
        Manner manner = politeness.sampled(1.0, 50);
        for (int i = 0; i < 5; i++) {
            manner = politeness.sampled(1.0, 50);
        }
        assertThat(manner.lanes()).isEqualTo(1);
        int most = 1;
        for (int i = 0; i < 300; i++) {
            Manner next = politeness.sampled(1.0, 2);
            assertThat(next.lanes() - manner.lanes()).isBetween(0, 1);
            manner = next;
            most = Math.max(most, manner.lanes());
        }
        assertThat(most).isEqualTo(4);
        for (int i = 0; i < 3; i++) {
            manner = politeness.sampled(1.0, 50);
        }
        assertThat(manner.lanes()).isEqualTo(2);
    }

    @Test
    void goesAtFullSpeedAgainWhenOthersHaveGone() {
        politeness.sampled(1.0, 2);
        Manner manner = politeness.sampled(0.0, 2);
        for (int i = 0; i < 5; i++) {
            manner = politeness.sampled(0.0, 2);
        }
        assertThat(manner).isEqualTo(Manner.free(4));
    }

    @Test
    void theDialSetsHowManyLanesWorkInEvenSteps() {
        assertThat(IntStream.rangeClosed(1, 11).map(dial -> LanesAtWork.dialled(2, dial)))
                .containsExactly(1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2);
        assertThat(LanesAtWork.dialled(16, 1)).isEqualTo(1);
        assertThat(LanesAtWork.dialled(16, 11)).isEqualTo(16);
        assertThat(LanesAtWork.dialled(1, 5)).isEqualTo(1);
    }

    @Test
    void lanesThatAreDoneGiveTheirPlaceToTheNext() {
        List<Lane> lanes = List.of(lane(0, true), lane(1, false), lane(2, false), lane(3, false));
        Verdict two = new Verdict(Kind.GO, null, Manner.free(2), List.of());
        assertThat(LanesAtWork.of(lanes, LanesAtWork.places(two, 11)))
                .extracting(Lane::number)
                .containsExactly(1, 2);
        assertThat(LanesAtWork.of(lanes, LanesAtWork.places(two, 1)))
                .extracting(Lane::number)
                .containsExactly(1);
    }

    private static Lane lane(int number, boolean done) {
        return new Lane(
                number, new KeyRange(null, List.of("9")), null, 0, 0, 0, 1, done, 0, 0, List.of(), null, "here");
    }
}
