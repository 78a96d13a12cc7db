package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.run.RunState;
import dev.lockkeeper.run.Wish;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MigrationStandingTest {
    private static final Wanted ONE = new Wanted(1, "approver", Set.of(), null);
    private static final Reader APPROVER = new Reader(false, true, false);
    private static final Reader AUTHOR = new Reader(false, true, true);
    private static final Reader OPERATOR = new Reader(true, false, false);

    @Test
    void theApproverIsAskedFirst() {
        MigrationStanding fresh = new MigrationStanding("prod", null, ONE, null, null, false, true);

        assertThat(fresh.next(APPROVER).act()).isEqualTo(Act.APPROVE);
        assertThat(fresh.next(OPERATOR).detail()).contains("waits for an approver");
        assertThat(fresh.next(AUTHOR).detail()).contains("other than you");
    }

    @Test
    void theSecondApproverIsSomebodyElse() {
        Reader bob = new Reader(false, true, false, 7);
        Wanted besides = new Wanted(1, "approver", Set.of(7L), null);
        MigrationStanding half = new MigrationStanding("prod", null, besides, null, null, false, true);

        assertThat(half.next(bob).act()).isNull();
        assertThat(half.next(bob).detail()).isEqualTo("Your approval counts. It waits for one more approver.");
        assertThat(half.next(APPROVER).act()).isEqualTo(Act.APPROVE);
        assertThat(half.next(OPERATOR).detail()).isEqualTo("It waits for one more approver, not the author.");
    }

    @Test
    void whatIsRejectedIsNeitherApprovedNorLaunched() {
        Wanted rejected = new Wanted(0, "approver", Set.of(), "eve rejected the plan: “no”.");
        MigrationStanding standing = new MigrationStanding("prod", null, rejected, null, null, false, true);

        for (Reader reader : List.of(APPROVER, AUTHOR, OPERATOR)) {
            assertThat(standing.next(reader).act()).isNull();
            assertThat(standing.next(reader).title()).isEqualTo("Rejected for prod");
            assertThat(standing.next(reader).detail()).contains("eve rejected the plan", "waits for a new revision");
        }
    }

    @Test
    void theOperatorFollows() {
        MigrationStanding approved = new MigrationStanding("prod", null, null, null, null, false, true);

        assertThat(approved.next(OPERATOR).act()).isEqualTo(Act.OPEN_BOARD);
        assertThat(approved.next(APPROVER).detail()).contains("waits for an operator");
    }

    @Test
    void whatHasNoExactSqlIsNeitherApprovedNorLaunched() {
        MigrationStanding unresolved =
                new MigrationStanding("prod", "There is no table users.", ONE, null, null, false, true);

        assertThat(unresolved.next(APPROVER).act()).isNull();
        assertThat(unresolved.next(APPROVER).detail()).isEqualTo("There is no table users.");
    }

    @Test
    void aRunOnItsWayIsFollowedUnlessItWaitsForThisReader() {
        var run = NextActionTest.run(RunState.WAITING, Wish.GO);
        MigrationStanding waiting = new MigrationStanding("prod", null, ONE, run, "contract", false, true);

        assertThat(waiting.next(APPROVER).act()).isEqualTo(Act.APPROVE);
        assertThat(waiting.next(OPERATOR).act()).isEqualTo(Act.FOLLOW);
    }

    @Test
    void whatIsAppliedWaitsForNobody() {
        MigrationStanding applied = new MigrationStanding("prod", null, null, null, null, true, true);

        assertThat(applied.next(OPERATOR).act()).isNull();
        assertThat(applied.next(OPERATOR).detail()).contains("Nothing is waited for");
    }

    @Test
    void anOlderRevisionIsOnlyRead() {
        MigrationStanding older = new MigrationStanding("prod", null, ONE, null, null, false, false);

        assertThat(older.next(APPROVER).act()).isNull();
    }
}
