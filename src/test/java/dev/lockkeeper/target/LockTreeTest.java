package dev.lockkeeper.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.target.LockTree.Node;
import java.util.Arrays;
import java.util.List;
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
                .isEqualTo("[1[3[4]], 2[3[4]]]");
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
                "active",
                null,
                null,
                null,
                null,
                Arrays.stream(blockedBy).boxed().toList(),
                null);
    }
}
