package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.plan.Gate;
import dev.lockkeeper.run.BackfillProgress;
import dev.lockkeeper.run.PhaseState;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.Run.RunError;
import dev.lockkeeper.run.Run.RunPhase;
import dev.lockkeeper.run.Run.RunStep;
import dev.lockkeeper.run.RunState;
import dev.lockkeeper.run.StepState;
import dev.lockkeeper.run.Wish;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NextActionTest {
    private static final Reader VIEWER = new Reader(false, false, false);
    private static final Reader OPERATOR = new Reader(true, false, false);
    private static final Reader APPROVER = new Reader(false, true, false);
    private static final Reader APPROVING_AUTHOR = new Reader(false, true, true);
    private static final Reader BOB = new Reader(false, true, false, 7);
    private static final Wanted ONE = new Wanted(1, "approver", Set.of(), null);
    private static final Wanted TWO = new Wanted(2, "approver or admin", Set.of(), null);
    private static final Wanted ONE_BESIDES_BOB = new Wanted(1, "approver", Set.of(7L), null);
    private static final Wanted REJECTED = new Wanted(0, "approver", Set.of(7L), "eve rejected the plan: “no”.");
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    @Test
    void everyStateSaysSomethingToEveryReader() {
        for (RunState state : RunState.values()) {
            for (Reader reader : readers()) {
                for (GateStanding gate : gates()) {
                    NextAction next = NextAction.of(run(state, Wish.GO), gate, reader);

                    assertThat(next.title()).as("%s %s", state, reader).isNotBlank();
                    assertThat(next.detail()).as("%s %s", state, reader).isNotBlank();
                    assertThat(next.others()).as("%s %s", state, reader).doesNotContain(next.act());
                }
            }
        }
    }

    @Test
    void whoMayDoNothingIsToldWhoOrWhatIsWaitedFor() {
        for (RunState state : RunState.values()) {
            for (GateStanding gate : gates()) {
                NextAction next = NextAction.of(run(state, Wish.GO), gate, VIEWER);

                assertThat(next.act()).isNull();
                assertThat(next.others()).isEmpty();
                assertThat(next.detail())
                        .as("%s %s", state, gate)
                        .containsPattern("waits|waited|Nothing for you to do|takes it up");
            }
        }
    }

    @Test
    void noWishIsOfferedThatTheStatesDoNotAllow() {
        for (RunState state : RunState.values()) {
            NextAction next = NextAction.of(run(state, Wish.GO), gates().getLast(), OPERATOR);
            List<Act> offered = new ArrayList<>(next.others());
            if (next.act() != null) {
                offered.add(next.act());
            }
            for (Act act : offered) {
                assertThat(state.next()).as("%s in %s", act, state).containsAnyElementsOf(leadsTo(act));
            }
        }
    }

    private static Set<RunState> leadsTo(Act act) {
        return switch (act) {
            case PAUSE -> EnumSet.of(RunState.PAUSING, RunState.PAUSED);
            case RESUME, RETRY, RETRY_HOLES, OPEN_GATE -> EnumSet.of(RunState.RUNNING);
            case CANCEL -> EnumSet.of(RunState.CANCELLING, RunState.CANCELLED);
            case ROLL_BACK -> EnumSet.of(RunState.ROLLING_BACK);
            case APPROVE, OPEN_BOARD, SEE_LOCKS, FOLLOW, SUBMIT -> EnumSet.noneOf(RunState.class);
        };
    }

    @Test
    void aPausedRunIsResumedByAnOperator() {
        assertThat(NextAction.of(run(RunState.PAUSED, Wish.PAUSE), null, OPERATOR)
                        .act())
                .isEqualTo(Act.RESUME);
        assertThat(NextAction.of(run(RunState.PAUSED, Wish.PAUSE), null, APPROVER)
                        .detail())
                .contains("waits for an operator");
    }

    @Test
    void aFailedOrStuckRunIsTriedAgainByAnOperatorWhoIsToldWhy() {
        for (RunState state : List.of(RunState.FAILED, RunState.STUCK)) {
            NextAction next = NextAction.of(run(state, Wish.GO), null, OPERATOR);

            assertThat(next.act()).isEqualTo(Act.RETRY);
            assertThat(next.detail()).contains("duplicate key");
        }
    }

    @Test
    void moreThanOneApprovalIsAskedOfPeopleWhoHaveNotGivenTheirs() {
        Run run = run(RunState.WAITING, Wish.GO);
        GateStanding two = new GateStanding("contract", Gate.OF_CONTRACT, TWO, null, true);
        GateStanding besides = new GateStanding("contract", Gate.OF_CONTRACT, ONE_BESIDES_BOB, null, true);

        assertThat(NextAction.of(run, two, BOB).act()).isEqualTo(Act.APPROVE);
        assertThat(NextAction.of(run, two, BOB).title()).isEqualTo("contract needs 2 approvals");
        assertThat(NextAction.of(run, two, OPERATOR).detail())
                .isEqualTo("It waits for 2 people with the role approver or admin.");
        assertThat(NextAction.of(run, besides, APPROVER).act()).isEqualTo(Act.APPROVE);
        assertThat(NextAction.of(run, besides, BOB).act()).isNull();
        assertThat(NextAction.of(run, besides, BOB).detail())
                .isEqualTo("Your approval counts. It waits for one more approver.");
    }

    @Test
    void aRejectionIsToldAndNobodyIsAskedToApproveOverIt() {
        Run run = run(RunState.WAITING, Wish.GO);
        GateStanding gate = new GateStanding("contract", Gate.OF_CONTRACT, REJECTED, null, true);

        for (Reader reader : readers()) {
            NextAction next = NextAction.of(run, gate, reader);

            assertThat(next.title()).isEqualTo("contract was rejected");
            assertThat(next.detail()).startsWith("eve rejected the plan: “no”. It waits for a new revision");
            assertThat(next.act()).as("%s", reader).isNull();
        }
    }

    @Test
    void aMissingApprovalIsAskedOfAnApproverWhoIsNotTheAuthor() {
        GateStanding gate = new GateStanding("contract", Gate.OF_CONTRACT, ONE, null, true);
        Run run = run(RunState.WAITING, Wish.GO);

        assertThat(NextAction.of(run, gate, APPROVER).act()).isEqualTo(Act.APPROVE);
        assertThat(NextAction.of(run, gate, OPERATOR).act()).isNull();
        assertThat(NextAction.of(run, gate, OPERATOR).detail()).contains("approver");
        assertThat(NextAction.of(run, gate, APPROVING_AUTHOR).act()).isNull();
        assertThat(NextAction.of(run, gate, APPROVING_AUTHOR).detail()).contains("other than you");
    }

    @Test
    void aGateIsOpenedOnlyOnceItIsApprovedAndHasSoaked() {
        Run run = run(RunState.WAITING, Wish.GO);
        GateStanding soaking = new GateStanding("contract", Gate.OF_CONTRACT, null, NOON, true);
        GateStanding ripe = new GateStanding("contract", Gate.OF_CONTRACT, null, null, true);

        assertThat(NextAction.of(run, soaking, OPERATOR).act()).isNull();
        assertThat(NextAction.of(run, soaking, OPERATOR).detail()).contains("2026-11-20 12:00:00 UTC");
        assertThat(NextAction.of(run, ripe, OPERATOR).act()).isEqualTo(Act.OPEN_GATE);
        assertThat(NextAction.of(run, ripe, APPROVER).detail()).contains("waits for an operator");
    }

    @Test
    void aHeldBackfillSaysWhyAndSinceWhen() {
        BackfillProgress held = new BackfillProgress(
                "backfill/0",
                "write",
                "users",
                5,
                5,
                9L,
                0,
                null,
                null,
                10,
                20,
                "stop",
                "replica lag 8.2 s, limit 5 s",
                NOON,
                List.of(),
                NOON,
                null);
        Run run = run(RunState.RUNNING, Wish.GO, held);
        NextAction next = NextAction.of(run, null, OPERATOR);

        assertThat(next.title()).isEqualTo("Held back: replica lag 8.2 s, limit 5 s");
        assertThat(next.detail()).contains("2026-11-20 12:00:00 UTC");
        assertThat(RunRow.of(run).mark()).as("in lists too").isEqualTo(Mark.HELD);
        assertThat(next.others()).containsExactly(Act.PAUSE, Act.CANCEL);
    }

    @Test
    void aLockThatIsNotGrantedIsToldAndShown() {
        NextAction next =
                NextAction.of(run(RunState.RUNNING, Wish.GO), null, "In the way on users: session 7.", VIEWER);

        assertThat(next.title()).isEqualTo("Waits for a lock");
        assertThat(next.detail()).startsWith("In the way on users: session 7.");
        assertThat(next.others()).containsExactly(Act.SEE_LOCKS);
    }

    @Test
    void aHoldOfAWalkThatHasEndedIsNotToldAgain() {
        BackfillProgress ended = new BackfillProgress(
                "expand/7",
                "write",
                "users",
                9,
                9,
                9L,
                0,
                null,
                null,
                10,
                20,
                "stop",
                "replica lag 8.2 s, limit 5 s",
                NOON,
                List.of(),
                NOON,
                null);

        assertThat(NextAction.of(run(RunState.RUNNING, Wish.GO, ended), null, OPERATOR)
                        .title())
                .isEqualTo("Running");
    }

    @Test
    void whatChangesTheRunIsSaidBeforeItIsDone() {
        assertThat(NextAction.of(run(RunState.PAUSED, Wish.PAUSE), null, OPERATOR)
                        .said())
                .containsExactly(Act.RESUME, Act.CANCEL, Act.ROLL_BACK);
        assertThat(NextAction.of(run(RunState.PAUSED, Wish.PAUSE), null, VIEWER).said())
                .isEmpty();
    }

    @Test
    void aPageThatAsksOffersOnlyWhatTheStatesAllow() {
        for (RunState state : RunState.values()) {
            Run run = run(state, Wish.GO);

            assertThat(NextAction.offers(run, Act.CANCEL))
                    .as("cancel when %s", state)
                    .isEqualTo(state != RunState.CANCELLING
                            && (state.mayBecome(RunState.CANCELLING) || state.mayBecome(RunState.CANCELLED)));
            assertThat(NextAction.offers(run, Act.ROLL_BACK))
                    .as("roll back when %s", state)
                    .isEqualTo(state.mayBecome(RunState.ROLLING_BACK));
        }
    }

    @Test
    void whatHasNotBegunIsNotRolledBack() {
        Run fresh = run(RunState.PAUSED, Wish.PAUSE, null, null);

        assertThat(NextAction.of(fresh, null, OPERATOR).others()).containsExactly(Act.CANCEL);
    }

    @Test
    void anInterruptedRollbackIsNotCalledOff() {
        assertThat(NextAction.of(run(RunState.INTERRUPTED, Wish.ROLL_BACK), null, OPERATOR)
                        .others())
                .isEmpty();
    }

    private static List<Reader> readers() {
        List<Reader> readers = new ArrayList<>();
        for (int bits = 0; bits < 8; bits++) {
            readers.add(new Reader((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0));
        }
        readers.add(BOB);
        return readers;
    }

    private static List<GateStanding> gates() {
        List<GateStanding> gates = new ArrayList<>();
        gates.add(null);
        for (Wanted wanted : new Wanted[] {null, ONE, TWO, ONE_BESIDES_BOB, REJECTED}) {
            for (int bits = 0; bits < 4; bits++) {
                Instant soak = (bits & 1) != 0 ? NOON : null;
                gates.add(new GateStanding("contract", Gate.OF_CONTRACT, wanted, soak, (bits & 2) != 0));
            }
        }
        gates.add(new GateStanding("contract", Gate.OF_CONTRACT, null, null, true));
        return gates;
    }

    static Run run(RunState state, Wish wish) {
        return run(state, wish, null);
    }

    private static Run run(RunState state, Wish wish, BackfillProgress backfill) {
        return run(state, wish, backfill, NOON);
    }

    private static Run run(RunState state, Wish wish, BackfillProgress backfill, Instant begun) {
        RunError error = state == RunState.FAILED || state == RunState.STUCK
                ? new RunError("statement-failed", "duplicate key", "Mend the rows, then try again.")
                : null;
        String waitingFor = state == RunState.WAITING ? "the launch of contract by a person" : null;
        RunPhase expand = new RunPhase("expand", PhaseState.SUCCEEDED, List.of(), null, begun, begun);
        RunStep step = new RunStep(
                0,
                "backfill users",
                "backfill",
                StepState.RUNNING,
                "update",
                "row exclusive",
                0,
                null,
                null,
                null,
                null,
                null,
                begun,
                null);
        RunPhase walk = new RunPhase("backfill", PhaseState.RUNNING, List.of(step), null, begun, null);
        return new Run(
                12,
                "split-user-name",
                "Split",
                3,
                "a41f",
                "prod",
                "production",
                null,
                state,
                wish,
                waitingFor,
                error,
                null,
                11,
                null,
                List.of(),
                "cyd",
                NOON,
                begun,
                null,
                1,
                backfill == null ? List.of(expand) : List.of(expand, walk),
                backfill,
                List.of());
    }
}
