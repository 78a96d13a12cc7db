package dev.lockkeeper.catalog;

import dev.lockkeeper.catalog.Policy.Approvers;
import dev.lockkeeper.security.Grant;
import dev.lockkeeper.security.Role;
import dev.lockkeeper.security.User;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** People who have approved a revision of ann's, in every state that this can be in; asked about the phase contract on shop. */
final class Votings {

    static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    static final long ANN = 1;

    private static final String NOW = "as it is now";
    private static final String BEFORE = "as it was";
    private static final Approvers OTHER = new Approvers(2, List.of(Role.APPROVER, Role.ADMIN), Map.of());

    private Votings() {}

    /** What has become of an approval. */
    enum State {
        GIVEN,
        WITHDRAWN,
        REJECTED,
        STALE_TEXT,
        STALE_SQL,
        STALE_TARGET,
        STALE_POLICY,
        DISABLED,
        DELETED,
        ELSEWHERE,
        OLDER_VERSION

    }

    /**
     * @param grant what the person may do now; null for nothing
     * @param asked what the policy asked for when it was given
     */
    record Voter(
            long id, String name, @Nullable Grant grant, @Nullable String phase, Approvers asked, State state) {

        static Voter good(String name) {
            return new Voter(
                    100 + name.hashCode() % 100, name, new Grant(Role.APPROVER, null, null), null, Approvers.ONE, State.GIVEN);
        }

        static Voter author() {
            return new Voter(ANN, "ann", new Grant(Role.APPROVER, null, null), null, Approvers.ONE, State.GIVEN);
        }

        Voter in(State other) {
            return new Voter(id, name, grant, phase, asked, other);
        }

        Voter under(Approvers policy) {
            return new Voter(id, name, grant, phase, policy, state);
        }

        Voter of(@Nullable String onlyPhase) {
            return new Voter(id, name, grant, onlyPhase, asked, state);
        }

        Voter role(Role role) {
            return with(new Grant(role, null, null));
        }

        Voter with(@Nullable Grant other) {
            return new Voter(id, name, other, phase, asked, state);
        }

        private Approval approval() {
            boolean older = state == State.OLDER_VERSION;
            Approvers policy = state == State.STALE_POLICY ? OTHER : asked;
            return new Approval(
                    UUID.randomUUID(),
                    "m",
                    1,
                    state == State.ELSEWHERE ? "other" : "shop",
                    phase,
                    state == State.STALE_TEXT ? BEFORE : NOW,
                    Map.of(phase == null ? "contract" : phase, state == State.STALE_SQL ? BEFORE : NOW),
                    older ? null : state == State.STALE_TARGET ? BEFORE : NOW,
                    older ? null : policy.digest(),
                    older ? null : policy.words(),
                    id,
                    name,
                    "",
                    AT,
                    state == State.WITHDRAWN ? AT : null);
        }

        private User user() {
            return new User(
                    id, name, grant == null ? List.of() : List.of(grant), true, AT, state == State.DISABLED ? AT : null);
        }
    }

    static Votes votes(Voter... voters) {
        List<Approval> approvals = new ArrayList<>();
        List<Rejection> rejections = new ArrayList<>();
        Map<Long, User> people = new HashMap<>();
        for (Voter voter : voters) {
            approvals.add(voter.approval());
            if (voter.state() != State.DELETED) {
                people.put(voter.id(), voter.user());
            }
            if (voter.state() == State.REJECTED) {
                rejections.add(rejection("shop", null, null));
            }
        }
        return new Votes(approvals, rejections, people);
    }

    static Rejection rejection(String target, @Nullable String phase, @Nullable Instant withdrawnAt) {
        return new Rejection(UUID.randomUUID(), "m", 1, target, phase, 7, "eve", "not like this", AT, withdrawnAt);
    }

    static ApprovalRule.Question question(String environment, Approvers asked, boolean gateAsksOwn) {
        Policy policy = new Policy(
                environment, Map.of(), Map.of(), asked, Instant.parse("2026-02-03T04:05:06Z"));
        return new ApprovalRule.Question(
                new ApprovalRule.What("contract", gateAsksOwn, NOW, NOW, ANN, "ann"),
                new ApprovalRule.Where("shop", NOW, environment, "accounts"),
                policy);
    }
}
