package dev.lockkeeper.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.catalog.ApprovalRule.Decision;
import dev.lockkeeper.catalog.Policy.Approvers;
import dev.lockkeeper.catalog.Votings.State;
import dev.lockkeeper.catalog.Votings.Voter;
import dev.lockkeeper.security.Grant;
import dev.lockkeeper.security.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every combination of who approves, in which state that is, where, for what, and how many are asked for. The expectation is written
 * the other way round than the rule: what must all be true, with nothing taken from the rule but its answer.
 */
class ApprovalMatrixTest {

    private static final List<String> GOOD = List.of("bob", "cyd", "eve");

    private int asked;
    private int approved;
    private int withHelp;
    private final List<String> wrong = new ArrayList<>();

    /** One that is looked at; beside it {@code others} that are good. */
    private record Case(
            @Nullable Grant grant,
            boolean own,
            State state,
            String environment,
            @Nullable String phase,
            boolean gateAsksOwn,
            Approvers policy,
            int others) {}

    @Test
    void itIsApprovedOnlyWhenEnoughOfItCounts() {
        for (Grant grant : grants()) {
            for (boolean own : new boolean[] {false, true}) {
                for (State state : State.values()) {
                    places(grant, own, state);
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(asked).as("combinations").isEqualTo(25 * 2 * 11 * 2 * 3 * 2 * 6 * 3);
        assertThat(approved).as("both answers occur often").isBetween(asked / 20, asked / 2);
        assertThat(withHelp).as("cases in which this one approval is what was missing").isGreaterThan(100);
    }

    /** Nothing, and every role everywhere, here, elsewhere, and for the team. */
    private static List<Grant> grants() {
        List<Grant> grants = new ArrayList<>();
        grants.add(null);
        for (Role role : Role.values()) {
            grants.add(new Grant(role, null, null));
            grants.add(new Grant(role, "prod", null));
            grants.add(new Grant(role, null, "accounts"));
            grants.add(new Grant(role, null, "shipping"));
        }
        return grants;
    }

    private void places(@Nullable Grant grant, boolean own, State state) {
        for (String environment : List.of("prod", "test")) {
            for (String phase : new String[] {null, "contract", "expand"}) {
                for (boolean gateAsksOwn : new boolean[] {false, true}) {
                    for (Approvers policy : policies()) {
                        for (int others = 0; others < 3; others++) {
                            one(new Case(grant, own, state, environment, phase, gateAsksOwn, policy, others));
                        }
                    }
                }
            }
        }
    }

    private static List<Approvers> policies() {
        List<Role> both = List.of(Role.APPROVER, Role.ADMIN);
        return List.of(
                Approvers.ONE,
                new Approvers(2, List.of(Role.APPROVER), Map.of()),
                new Approvers(3, both, Map.of()),
                new Approvers(1, List.of(Role.OPERATOR), Map.of()),
                new Approvers(1, List.of(Role.APPROVER), Map.of("contract", new Approvers(2, both, Map.of()))),
                new Approvers(2, both, Map.of("expand", new Approvers(1, both, Map.of()))));
    }

    private void one(Case is) {
        Approvers policy = is.policy().of("contract");
        Voter looked = (is.own() ? Voter.author() : Voter.good("zoe"))
                .with(is.grant())
                .of(is.phase())
                .under(is.policy())
                .in(is.state());
        List<Voter> all = new ArrayList<>(List.of(looked));
        for (String name : GOOD.subList(0, is.others())) {
            all.add(Voter.good(name).role(policy.roles().getFirst()).of("contract").under(is.policy()));
        }
        Decision decision = ApprovalRule.decide(
                Votings.votes(all.toArray(Voter[]::new)),
                Votings.question(is.environment(), is.policy(), is.gateAsksOwn()));

        boolean counts = counts(is, policy);
        int sum = is.others() + (counts ? 1 : 0);
        boolean right = sum >= policy.count() && is.state() != State.REJECTED;
        asked++;
        approved += right ? 1 : 0;
        withHelp += right && counts && is.others() < policy.count() ? 1 : 0;
        if (decision.approved() != right
                || decision.counted().size() != sum
                || decision.missing() != Math.max(0, policy.count() - sum)
                || decision.why().isBlank()) {
            wrong.add(is + " -> " + decision);
        }
    }

    /** Everything that has to be so for one approval to be worth something. */
    private static boolean counts(Case is, Approvers policy) {
        boolean stands =
                switch (is.state()) {
                    case GIVEN, REJECTED -> true;
                    case OLDER_VERSION -> is.policy().equals(Approvers.ONE);
                    case WITHDRAWN, STALE_TEXT, STALE_SQL, STALE_TARGET, STALE_POLICY, DISABLED, DELETED, ELSEWHERE -> false;
                };
        boolean asksOwn = is.gateAsksOwn() || is.policy().phases().containsKey("contract");
        boolean meant = "contract".equals(is.phase()) || (is.phase() == null && !asksOwn);
        Grant grant = is.grant();
        boolean mayHere = grant != null
                && policy.roles().contains(grant.role())
                && (grant.environment() == null || grant.environment().equals(is.environment()))
                && (grant.team() == null || grant.team().equals("accounts"));
        return stands && meant && mayHere && !is.own();
    }
}
