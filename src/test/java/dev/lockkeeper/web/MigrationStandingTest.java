package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.run.RunState;
import dev.lockkeeper.run.Wish;
import java.util.List;
import org.junit.jupiter.api.Test;

class MigrationStandingTest {
    private static final Reader APPROVER = new Reader(false, true, false);
    private static final Reader AUTHOR = new Reader(false, true, true);
    private static final Reader OPERATOR = new Reader(true, false, false);

    @Test
    void theApproverIsAskedFirst() {
        MigrationStanding fresh = new MigrationStanding("prod", null, List.of("expand"), null, null, false, true);

        assertThat(fresh.next(APPROVER).act()).isEqualTo(Act.APPROVE);
        assertThat(fresh.next(OPERATOR).detail()).contains("waits for an approver");
        assertThat(fresh.next(AUTHOR).detail()).contains("other than you");
    }

    @Test
    void theOperatorFollows() {
        MigrationStanding approved = new MigrationStanding("prod", null, List.of(), null, null, false, true);

        assertThat(approved.next(OPERATOR).act()).isEqualTo(Act.OPEN_BOARD);
        assertThat(approved.next(APPROVER).detail()).contains("waits for an operator");
    }

    @Test
    void whatHasNoExactSqlIsNeitherApprovedNorLaunched() {
        MigrationStanding unresolved =
                new MigrationStanding("prod", "There is no table users.", List.of("expand"), null, null, false, true);

        assertThat(unresolved.next(APPROVER).act()).isNull();
        assertThat(unresolved.next(APPROVER).detail()).isEqualTo("There is no table users.");
    }

    @Test
    void aRunOnItsWayIsFollowedUnlessItWaitsForThisReader() {
        var run = NextActionTest.run(RunState.WAITING, Wish.GO);
        MigrationStanding waiting = new MigrationStanding("prod", null, List.of(), run, "contract", false, true);

        assertThat(waiting.next(APPROVER).act()).isEqualTo(Act.APPROVE);
        assertThat(waiting.next(OPERATOR).act()).isEqualTo(Act.FOLLOW);
    }

    @Test
    void whatIsAppliedWaitsForNobody() {
        MigrationStanding applied = new MigrationStanding("prod", null, List.of(), null, null, true, true);

        assertThat(applied.next(OPERATOR).act()).isNull();
        assertThat(applied.next(OPERATOR).detail()).contains("Nothing is waited for");
    }

    @Test
    void anOlderRevisionIsOnlyRead() {
        MigrationStanding older = new MigrationStanding("prod", null, List.of("expand"), null, null, false, false);

        assertThat(older.next(APPROVER).act()).isNull();
    }
}
