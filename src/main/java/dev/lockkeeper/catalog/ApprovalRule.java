package dev.lockkeeper.catalog;

import dev.lockkeeper.security.Role;
import dev.lockkeeper.security.User;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether a phase is approved: by as many different people as the policy asks for, each of them somebody else than the author, with
 * one of the roles still, and each for exactly this text, SQL, target and policy; and rejected by nobody.
 */
public final class ApprovalRule {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);
    private static final int COMMENT_SHOWN = 200;

    private ApprovalRule() {}

    /**
     * What is to be approved.
     *
     * @param gateAsksOwn whether the gate of the phase asks for approvals of its own
     * @param digest of the text
     * @param sqlDigest of the phase's SQL as it would be sent, forward and back
     * @param authorId who wrote the revision
     */
    public record What(
            String phase, boolean gateAsksOwn, String digest, String sqlDigest, long authorId, String author) {}

    /** @param fingerprint of the target as it is now */
    public record Where(String target, String fingerprint, @Nullable String environment, @Nullable String team) {}

    /** @param policy of the environment, as it is now */
    public record Question(What what, Where where, Policy policy) {

        /** Whether an approval of the plan as a whole does not do. */
        public boolean needsOwn() {
            return what.gateAsksOwn() || policy.asksOwn(what.phase());
        }

        Policy.Approvers asked() {
            return policy.approvals().of(what.phase());
        }
    }

    /**
     * @param why one sentence or more for people, whatever the answer
     * @param needsOwn whether an approval of the plan as a whole does not do
     * @param needed how many different people
     * @param roles of which each needs one
     * @param counted the approvals that count, one a person
     * @param uncounted those that do not count, each with its reason
     * @param rejections that stand in the way
     */
    public record Decision(
            boolean approved,
            String why,
            boolean needsOwn,
            int needed,
            List<Role> roles,
            List<Approval> counted,
            List<Uncounted> uncounted,
            List<Rejection> rejections) {
        public Decision {
            roles = List.copyOf(roles);
            counted = List.copyOf(counted);
            uncounted = List.copyOf(uncounted);
            rejections = List.copyOf(rejections);
        }

        /** How many more people have to approve. */
        public int missing() {
            return Math.max(0, needed - counted.size());
        }

        /** Whether that person's approval counts already. */
        public boolean by(long userId) {
            return counted.stream().anyMatch(approval -> approval.approverId() == userId);
        }

        /** {@code approver or admin}. */
        public String roleWords() {
            return roles.stream().map(Role::wire).collect(Collectors.joining(" or "));
        }
    }

    /** An approval that does not count, with the reason. @param meant whether it speaks of this phase at all */
    public record Uncounted(Approval approval, boolean meant, String why) {}

    /** @param votes of the revision; those for other targets are passed over */
    public static Decision decide(Votes votes, Question question) {
        Map<Long, Approval> counted = new LinkedHashMap<>();
        List<Uncounted> uncounted = new ArrayList<>();
        for (Approval approval : votes.approvals()) {
            if (!approval.target().equals(question.where().target())) {
                continue;
            }
            String reason = whyNot(approval, votes.people().get(approval.approverId()), question);
            if (reason == null) {
                counted.putIfAbsent(approval.approverId(), approval);
            } else {
                boolean meant = approval.means(question.what().phase(), question.needsOwn());
                uncounted.add(new Uncounted(approval, meant, reason));
            }
        }
        List<Rejection> rejections = votes.rejections().stream()
                .filter(rejection -> rejection.stops(
                        question.where().target(), question.what().phase()))
                .toList();
        return decision(question, List.copyOf(counted.values()), uncounted, rejections);
    }

    private static Decision decision(
            Question question, List<Approval> counted, List<Uncounted> uncounted, List<Rejection> rejections) {
        Policy.Approvers asked = question.asked();
        boolean enough = counted.size() >= asked.count();
        List<String> why = new ArrayList<>();
        rejections.forEach(rejection -> why.add(words(rejection)));
        if (!counted.isEmpty()) {
            why.add(given(counted) + (enough ? "." : "; " + stillNeeded(counted.size(), asked) + "."));
        }
        if (!enough) {
            uncounted.forEach(each -> why.add(each.why()));
        }
        if (why.isEmpty()) {
            why.add(nobody(question));
        }
        return new Decision(
                enough && rejections.isEmpty(),
                String.join(" ", why),
                question.needsOwn(),
                asked.count(),
                asked.roles(),
                counted,
                uncounted,
                rejections);
    }

    private static String nobody(Question question) {
        Policy.Approvers asked = question.asked();
        return "Nobody has approved "
                + (question.needsOwn() ? "the phase " + question.what().phase() : "it") + " for "
                + question.where().target()
                + (asked.count() == 1 ? "." : "; " + stillNeeded(0, asked) + ".");
    }

    private static String stillNeeded(int given, Policy.Approvers asked) {
        return given + " of " + asked.count() + ", each by another " + asked.roleWords();
    }

    private static String given(List<Approval> counted) {
        List<String> names = counted.stream().map(Approval::approver).toList();
        String who = names.size() == 1
                ? names.getFirst() + " has"
                : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast() + " have";
        String what = counted.stream().map(Approval::subject).distinct().collect(Collectors.joining(" and "));
        return who + " approved " + what + " with exactly this SQL";
    }

    private static String words(Rejection rejection) {
        String comment = rejection.comment().length() > COMMENT_SHOWN
                ? rejection.comment().substring(0, COMMENT_SHOWN) + "…"
                : rejection.comment();
        return rejection.rejecter() + " rejected " + rejection.subject() + ": “" + comment
                + (comment.endsWith(".") ? "”" : "”.");
    }

    /** Null when it counts. */
    private static @Nullable String whyNot(Approval approval, @Nullable User approver, Question question) {
        String whose = "The approval of " + approval.approver();
        What what = question.what();
        if (approval.withdrawnAt() != null) {
            return whose + " was withdrawn.";
        }
        // By name as well: a user who was deleted and made again has another id.
        if (approval.approverId() == what.authorId() || approval.approver().equals(what.author())) {
            return whose + " does not count: it is the author's own.";
        }
        if (!approval.means(what.phase(), question.needsOwn())) {
            return approval.phase() == null
                    ? whose + " covers the plan; " + what.phase() + " asks for one of its own."
                    : whose + " is for the phase " + approval.phase() + " only.";
        }
        String standing = whyNoVoice(approver, question);
        return standing != null ? whose + standing : stale(approval, question, whose);
    }

    /** Whether who has approved would be let approve now. */
    private static @Nullable String whyNoVoice(@Nullable User approver, Question question) {
        if (approver == null) {
            return " does not count: the user was deleted.";
        }
        if (!approver.enabled()) {
            return " does not count: the user is disabled.";
        }
        Where where = question.where();
        boolean held = question.asked().heldBy(approver.grants(), where.environment(), where.team());
        return held
                ? null
                : " does not count: the user is no " + question.asked().roleWords() + " here any more.";
    }

    private static @Nullable String stale(Approval approval, Question question, String whose) {
        What what = question.what();
        if (!approval.digest().equals(what.digest())) {
            return whose + " was for another text: void.";
        }
        if (approval.fingerprint() != null
                && !approval.fingerprint().equals(question.where().fingerprint())) {
            return whose + " was for another database or environment of that name: void.";
        }
        if (!what.sqlDigest().equals(approval.sqlDigests().get(what.phase()))) {
            return whose + " was for other SQL: void.";
        }
        Policy.Approvers now = question.policy().approvals();
        String digest = Objects.requireNonNullElse(approval.policyDigest(), Policy.Approvers.ONE.digest());
        return digest.equals(now.digest()) ? null : whose + " is void: " + policyChange(approval, question.policy());
    }

    private static String policyChange(Approval approval, Policy policy) {
        String before = Objects.requireNonNullElse(approval.policyWords(), Policy.Approvers.ONE.words());
        return policy.title() + " changed" + (policy.since() == null ? "" : " on " + DAY.format(policy.since()))
                + " from " + before + " to " + policy.approvals().words() + ".";
    }
}
