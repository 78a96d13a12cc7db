package dev.lockkeeper.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.target.LockTree.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LockTreeTest {

    @Test
    void sessionsThatNeitherWaitNorBlockAreLeftOut() {
        assertThat(LockTree.of(List.of(session(1), session(2))).roots()).isEmpty();
    }

    @Test
    void oneThatWaitsForTwoStandsUnderBoth() {
        assertThat(text(LockTree.of(List.of(session(1), session(2), session(3, 1, 2), session(4, 3)))
                        .roots()))
                .isEqualTo("[1[3[4]], 2[3]]");
    }

    @Test
    void circleIsShownOnceFromItsLowest() {
        assertThat(text(LockTree.of(List.of(session(3, 2), session(2, 3), session(4, 3)))
                        .roots()))
                .isEqualTo("[2[3[4]]]");
    }

    @Test
    void blockerThatHasEndedInBetweenIsLeftOut() {
        assertThat(text(LockTree.of(List.of(session(2, 99), session(3, 2))).roots()))
                .isEqualTo("[2[3]]");
    }

    @Test
    void whoStandsInAQueueIsNotRepeatedUnderEverybodyAhead() {
        List<Session> queue = new ArrayList<>(List.of(session(0)));
        for (long id = 1; id < 500; id++) {
            queue.add(session(id, LongStream.range(0, id).toArray()));
        }
        List<Node> roots = LockTree.of(queue).roots();
        assertThat(roots).singleElement().satisfies(root -> {
            assertThat(root.blocks()).hasSize(499);
            assertThat(root.ids()).hasSize(500);
        });
    }

    @Test
    void longChainsGoOnBesideTheirFiftiethLink() {
        List<Session> chain = new ArrayList<>(List.of(session(0)));
        for (long id = 1; id < 500; id++) {
            chain.add(session(id, id - 1));
        }
        assertThat(LockTree.of(chain).roots()).singleElement().satisfies(root -> {
            assertThat(root.ids()).hasSize(500);
            assertThat(depth(root)).isEqualTo(51);
        });
    }

    @Test
    void whoWaitsForACircleStandsBelowItWhateverItsNumber() {
        assertThat(text(LockTree.of(List.of(session(5, 6), session(6, 5), session(3, 5), session(4, 3)))
                        .roots()))
                .isEqualTo("[5[6, 3[4]]]");
    }

    private static int depth(Node node) {
        return 1 + node.blocks().stream().mapToInt(LockTreeTest::depth).max().orElse(0);
    }

    private static String text(List<Node> nodes) {
        return nodes.stream()
                .map(node -> node.session().id() + (node.blocks().isEmpty() ? "" : text(node.blocks())))
                .toList()
                .toString();
    }

    private static Session session(long id, long... blockedBy) {
        return new Session(
                id,
                "u",
                "a",
                null,
                null,
                "active",
                null,
                null,
                null,
                null,
                Arrays.stream(blockedBy).boxed().toList(),
                null,
                null);
    }
}
