package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.RunState;
import dev.lockkeeper.run.Wish;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MigrationStandingTest {
    private static final Wanted ONE = new Wanted(1, "approver", Set.of(), null);
    private static final Wanted BESIDES = new Wanted(1, "approver", Set.of(7L), null);
    private static final Wanted REJECTED = new Wanted(0, "approver", Set.of(), "eve rejected the plan: “no”.");
    private static final Reader APPROVER = new Reader(false, true, false);
    private static final Reader AUTHOR = new Reader(false, true, true);
    private static final Reader OPERATOR = new Reader(true, false, false);

    /** Every state of a revision on a target, for every reader: one thing to do, which the reader may do, or what is waited for. */
    @Test
    void everybodyIsToldOneThingInEveryState() {
        int told = 0;
        for (MigrationStanding standing : standings()) {
            for (Reader reader : readers()) {
                NextAction next = standing.next(reader);
                assertThat(next.title()).isNotBlank();
                assertThat(next.others()).doesNotContain(next.act());
                assertThat(mayBe(next, standing, reader))
                        .as("%s for %s in %s", next, reader, standing)
                        .isTrue();
                told++;
            }
        }
        assertThat(told).isGreaterThan(5000);
    }

    private static boolean mayBe(NextAction next, MigrationStanding standing, Reader reader) {
        boolean ready = standing.unresolved() == null && standing.latest() && !standing.applied() && !standing.unread();
        if (next.act() == null) {
            return next.detail().matches("(?s).*(waits for|waited for|newest revision|There is no).*");
        }
        return switch (next.act()) {
            case APPROVE ->
                standing.wanted() != null
                        && standing.wanted().from(reader)
                        && (standing.awaited() != null || standing.active() == null && ready);
            case OPEN_BOARD -> standing.wanted() == null && reader.operator() && standing.active() == null && ready;
            case FOLLOW -> standing.active() != null;
            case SUBMIT -> standing.wanted() != null && standing.wanted().rejection() != null && reader.author();
            case PAUSE, RESUME, RETRY, RETRY_HOLES, CANCEL, ROLL_BACK, OPEN_GATE, SEE_LOCKS -> false;
        };
    }

    private static List<MigrationStanding> standings() {
        List<MigrationStanding> all = new ArrayList<>();
        for (String target : Arrays.asList(null, "prod")) {
            for (String unresolved : Arrays.asList(null, "There is no table users.")) {
                for (Wanted wanted : Arrays.asList(null, ONE, BESIDES, REJECTED)) {
                    for (Run active : actives()) {
                        for (String awaited :
                                active == null ? Arrays.asList((String) null) : Arrays.asList(null, "contract")) {
                            for (int flags = 0; flags < 8; flags++) {
                                all.add(new MigrationStanding(
                                        target,
                                        unresolved,
                                        wanted,
                                        active,
                                        awaited,
                                        flags % 2 == 1,
                                        flags / 2 % 2 == 1,
                                        flags / 4 == 1));
                            }
                        }
                    }
                }
            }
        }
        return all;
    }

    private static List<Run> actives() {
        List<Run> all = new ArrayList<>();
        all.add(null);
        for (RunState state : RunState.values()) {
            if (state.active()) {
                all.add(NextActionTest.run(state, Wish.GO));
            }
        }
        return all;
    }

    private static List<Reader> readers() {
        List<Reader> all = new ArrayList<>();
        for (int roles = 0; roles < 8; roles++) {
            all.add(new Reader(roles % 2 == 1, roles / 2 % 2 == 1, roles / 4 == 1, roles / 2 % 2 == 1 ? 7 : 0));
        }
        return all;
    }

    @Test
    void theApproverIsAskedFirst() {
        MigrationStanding fresh = new MigrationStanding("prod", null, ONE, null, null, false, true, false);

        assertThat(fresh.next(APPROVER).act()).isEqualTo(Act.APPROVE);
        assertThat(fresh.next(OPERATOR).detail()).contains("waits for an approver");
        assertThat(fresh.next(AUTHOR).detail()).contains("other than you");
    }

    @Test
    void theSecondApproverIsSomebodyElse() {
        Reader bob = new Reader(false, true, false, 7);
        Wanted besides = new Wanted(1, "approver", Set.of(7L), null);
        MigrationStanding half = new MigrationStanding("prod", null, besides, null, null, false, true, false);

        assertThat(half.next(bob).act()).isNull();
        assertThat(half.next(bob).detail()).isEqualTo("Your approval counts. It waits for one more approver.");
        assertThat(half.next(APPROVER).act()).isEqualTo(Act.APPROVE);
        assertThat(half.next(OPERATOR).detail()).isEqualTo("It waits for one more approver, not the author.");
    }

    @Test
    void whatIsRejectedIsNeitherApprovedNorLaunched() {
        MigrationStanding standing = new MigrationStanding("prod", null, REJECTED, null, null, false, true, false);

        for (Reader reader : List.of(APPROVER, AUTHOR, OPERATOR)) {
            assertThat(standing.next(reader).act()).isEqualTo(reader.author() ? Act.SUBMIT : null);
            assertThat(standing.next(reader).title()).isEqualTo("Rejected for prod");
            assertThat(standing.next(reader).detail()).contains("eve rejected the plan", "waits for a new revision");
        }
    }

    @Test
    void theOperatorFollows() {
        MigrationStanding approved = new MigrationStanding("prod", null, null, null, null, false, true, false);

        assertThat(approved.next(OPERATOR).act()).isEqualTo(Act.OPEN_BOARD);
        assertThat(approved.next(APPROVER).detail()).contains("waits for an operator");
    }

    @Test
    void whatHasNoExactSqlIsNeitherApprovedNorLaunched() {
        MigrationStanding unresolved =
                new MigrationStanding("prod", "There is no table users.", ONE, null, null, false, true, false);

        assertThat(unresolved.next(APPROVER).act()).isNull();
        assertThat(unresolved.next(APPROVER).detail()).isEqualTo("There is no table users.");
    }

    @Test
    void aRunOnItsWayIsFollowedUnlessItWaitsForThisReader() {
        var run = NextActionTest.run(RunState.WAITING, Wish.GO);
        MigrationStanding waiting = new MigrationStanding("prod", null, ONE, run, "contract", false, true, false);

        assertThat(waiting.next(APPROVER).act()).isEqualTo(Act.APPROVE);
        assertThat(waiting.next(OPERATOR).act()).isEqualTo(Act.FOLLOW);
    }

    @Test
    void whatHasFailedIsNotSaidToBeOnItsWay() {
        var run = NextActionTest.run(RunState.FAILED, Wish.GO);
        NextAction next = new MigrationStanding("prod", null, null, run, null, false, true, false).next(OPERATOR);

        assertThat(next.title()).isEqualTo("Stopped on its way");
        assertThat(next.detail()).isEqualTo("Run 12 of this migration has failed on prod.");
    }

    @Test
    void whatIsAppliedWaitsForNobody() {
        MigrationStanding applied = new MigrationStanding("prod", null, null, null, null, true, true, false);

        assertThat(applied.next(OPERATOR).act()).isNull();
        assertThat(applied.next(OPERATOR).detail()).contains("Nothing is waited for");
    }

    @Test
    void anOlderRevisionIsOnlyRead() {
        MigrationStanding older = new MigrationStanding("prod", null, ONE, null, null, false, false, false);

        assertThat(older.next(APPROVER).act()).isNull();
    }
}
