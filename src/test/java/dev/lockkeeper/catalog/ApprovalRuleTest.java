package dev.lockkeeper.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.catalog.ApprovalRule.Decision;
import dev.lockkeeper.catalog.ApprovalRule.Question;
import dev.lockkeeper.catalog.Policy.Approvers;
import dev.lockkeeper.catalog.Votings.State;
import dev.lockkeeper.catalog.Votings.Voter;
import dev.lockkeeper.security.Role;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApprovalRuleTest {

    private static final Approvers TWO = new Approvers(2, List.of(Role.APPROVER), Map.of());

    @Test
    void nobodyHasApproved() {
        assertThat(ask(Approvers.ONE, false).why()).isEqualTo("Nobody has approved it for shop.");
        assertThat(ask(Approvers.ONE, true).why()).isEqualTo("Nobody has approved the phase contract for shop.");
        assertThat(ask(TWO, false).why())
                .isEqualTo("Nobody has approved it for shop; 0 of 2, each by another approver.");
    }

    @Test
    void onePersonOtherThanTheAuthorIsEnough() {
        Decision decision = ask(Approvers.ONE, false, Voter.good("bob"));

        assertThat(decision.approved()).isTrue();
        assertThat(decision.why()).isEqualTo("bob has approved the plan with exactly this SQL.");
        assertThat(decision.counted()).extracting(Approval::approver).containsExactly("bob");
        assertThat(decision.missing()).isZero();
    }

    @Test
    void twoDifferentPeopleAreNeededWhereThePolicySaysTwo() {
        Voter bob = Voter.good("bob").under(TWO);
        Voter eve = Voter.good("eve").under(TWO);

        assertThat(ask(TWO, false, bob).why())
                .isEqualTo("bob has approved the plan with exactly this SQL; 1 of 2, each by another approver.");
        assertThat(ask(TWO, false, bob, bob).approved()).as("one person twice").isFalse();
        assertThat(ask(TWO, false, bob, bob).missing()).isEqualTo(1);
        assertThat(ask(TWO, false, bob, eve).approved()).isTrue();
        assertThat(ask(TWO, false, bob, eve).why())
                .isEqualTo("bob and eve have approved the plan with exactly this SQL.");
    }

    @Test
    void aPhaseOfThePolicyNeedsApprovalsOfItsOwn() {
        Approvers contract =
                new Approvers(1, List.of(Role.APPROVER), Map.of("contract", new Approvers(1, List.of(Role.ADMIN), Map.of())));
        Voter plan = Voter.good("bob").under(contract);
        Voter own = Voter.good("eve").under(contract).of("contract");

        assertThat(ask(contract, false, plan).why())
                .isEqualTo("The approval of bob covers the plan; contract asks for one of its own.");
        assertThat(ask(contract, false, own).why())
                .isEqualTo("The approval of eve does not count: the user is no admin here any more.");
        assertThat(ask(contract, false, own.role(Role.ADMIN)).approved()).isTrue();
        assertThat(ask(contract, false, own.role(Role.ADMIN)).roles()).containsExactly(Role.ADMIN);
    }

    @Test
    void everyReasonIsTold() {
        Map<State, String> reasons = Map.of(
                State.WITHDRAWN, "The approval of bob was withdrawn.",
                State.STALE_TEXT, "The approval of bob was for another text: void.",
                State.STALE_SQL, "The approval of bob was for other SQL: void.",
                State.STALE_TARGET, "The approval of bob was for another database or environment of that name: void.",
                State.STALE_POLICY,
                        "The approval of bob is void: the policy of prod changed on 2026-02-03 04:05 UTC from 2 of approver or admin to 1 approver.",
                State.DISABLED, "The approval of bob does not count: the user is disabled.",
                State.DELETED, "The approval of bob does not count: the user was deleted.",
                State.ELSEWHERE, "Nobody has approved it for shop.",
                State.REJECTED, "eve rejected the plan: “not like this”. bob has approved the plan with exactly this SQL.");
        reasons.forEach((state, words) -> {
            Decision decision = ask(Approvers.ONE, false, Voter.good("bob").in(state));

            assertThat(decision.approved()).as(state.name()).isFalse();
            assertThat(decision.why()).isEqualTo(words);
        });
        assertThat(reasons.keySet()).as("all but the good ones").hasSize(State.values().length - 2);
        assertThat(ask(Approvers.ONE, false, Voter.author()).why())
                .isEqualTo("The approval of ann does not count: it is the author's own.");
        assertThat(ask(Approvers.ONE, false, Voter.good("ann")).why())
                .as("the author, deleted and made again")
                .isEqualTo("The approval of ann does not count: it is the author's own.");
    }

    @Test
    void aLaterApprovalCountsAfterAVoidOne() {
        Voter bob = Voter.good("bob");

        assertThat(ask(Approvers.ONE, false, bob.in(State.STALE_SQL), bob).approved()).isTrue();
        assertThat(ask(Approvers.ONE, false, bob.in(State.STALE_SQL), bob).uncounted()).hasSize(1);
    }

    @Test
    void anApprovalOfAnOlderVersionIsBoundToWhatWasShipped() {
        Voter bob = Voter.good("bob").in(State.OLDER_VERSION);

        assertThat(ask(Approvers.ONE, false, bob).approved()).isTrue();
        assertThat(ask(TWO, false, bob).why())
                .isEqualTo("The approval of bob is void: the policy of prod changed on 2026-02-03 04:05 UTC"
                        + " from 1 approver to 2 approvers.");
    }

    @Test
    void aRejectionOfAnotherPhaseOrTargetOrOneWithdrawnIsNotInTheWay() {
        Voter bob = Voter.good("bob");
        Instant at = Votings.AT;

        assertThat(rejected(bob, Votings.rejection("shop", "expand", null)).approved()).isTrue();
        assertThat(rejected(bob, Votings.rejection("other", null, null)).approved()).isTrue();
        assertThat(rejected(bob, Votings.rejection("shop", null, at)).approved()).isTrue();
        assertThat(rejected(bob, Votings.rejection("shop", "contract", null)).approved()).isFalse();
        assertThat(rejected(bob, Votings.rejection("shop", null, null)).approved()).isFalse();
    }

    private static Decision rejected(Voter voter, Rejection rejection) {
        Votes votes = Votings.votes(voter);
        return ApprovalRule.decide(
                new Votes(votes.approvals(), List.of(rejection), votes.people()), question(Approvers.ONE, false));
    }

    private static Decision ask(Approvers asked, boolean gateAsksOwn, Voter... voters) {
        return ApprovalRule.decide(Votings.votes(voters), question(asked, gateAsksOwn));
    }

    private static Question question(Approvers asked, boolean gateAsksOwn) {
        return Votings.question("prod", asked, gateAsksOwn);
    }
}
