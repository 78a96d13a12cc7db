package dev.lockkeeper.check;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.catalog.Approval;
import dev.lockkeeper.catalog.ApprovalRule;
import dev.lockkeeper.catalog.Approvals;
import dev.lockkeeper.catalog.Decisions;
import dev.lockkeeper.catalog.Migrations;
import dev.lockkeeper.catalog.Policy;
import dev.lockkeeper.catalog.Rejection;
import dev.lockkeeper.catalog.Rejections;
import dev.lockkeeper.catalog.Revision;
import dev.lockkeeper.catalog.Votes;
import dev.lockkeeper.plan.Gate;
import dev.lockkeeper.plan.Phase;
import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.target.PhaseSql;
import dev.lockkeeper.target.Resolved;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.TargetSession;
import dev.lockkeeper.target.Targets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a revision means on a target, and the approval of exactly that. */
@Component
public class Reviews {

    private final Migrations migrations;
    private final Approvals approvals;
    private final Rejections rejections;
    private final Decisions decisions;
    private final Targets targets;
    private final ReviewedTables reviewed;

    Reviews(
            Migrations migrations,
            Approvals approvals,
            Rejections rejections,
            Decisions decisions,
            Targets targets,
            ReviewedTables reviewed) {
        this.migrations = migrations;
        this.approvals = approvals;
        this.rejections = rejections;
        this.decisions = decisions;
        this.targets = targets;
        this.reviewed = reviewed;
    }

    /** @throws dev.lockkeeper.Failure {@code wrong-engine}, {@code missing-object}, {@code target-unreachable}, {@code unsupported} */
    public Resolved resolve(Revision revision, Target target) {
        return resolve(revision.plan(), target);
    }

    /** The same of a plan that is not stored, or not yet. */
    public Resolved resolve(Plan plan, Target target) {
        requireEngine(plan, target);
        try (TargetSession session = targets.open(target, "lockkeeper review")) {
            return session.resolve(plan);
        }
    }

    /** The same on a session that is open. */
    Resolved resolve(Revision revision, Target target, TargetSession session) {
        requireEngine(revision.plan(), target);
        return session.resolve(revision.plan());
    }

    /** @throws dev.lockkeeper.Failure {@code wrong-engine} */
    public static void requireEngine(Plan plan, Target target) {
        if (plan.engine() != target.engine()) {
            throw new Failure(
                    Code.WRONG_ENGINE,
                    plan.migration() + " is written for " + plan.engine().wire() + "; " + target.name() + " is "
                            + target.engine().wire() + ".",
                    "Choose a target of the engine that the file names, or write the migration for this one.");
        }
    }

    /**
     * Resolves the revision on the target now and shows all of it.
     *
     * @throws dev.lockkeeper.Failure as {@link #resolve(Revision, Target)}
     */
    public ReviewView review(Revision revision, Target target) {
        return review(revision, target, resolve(revision, target));
    }

    /** The same of SQL that was resolved before; what was said of it is read now. */
    public ReviewView review(Revision revision, Target target, Resolved resolved) {
        Votes votes = decisions.votes(revision.migration(), revision.number());
        Policy policy = decisions.policy(target.environment());
        List<ReviewView.PhaseView> phases = revision.plan().phases().stream()
                .map(phase -> view(votes, question(revision, target, phase, resolved, policy), phase, resolved))
                .toList();
        return new ReviewView(
                revision.migration(),
                revision.number(),
                revision.digest(),
                target.name(),
                resolved.serverVersion(),
                phases);
    }

    private static ReviewView.PhaseView view(
            Votes votes, ApprovalRule.Question question, Phase phase, Resolved resolved) {
        PhaseSql sql = resolved.phase(phase.name());
        boolean first = resolved.phases().getFirst().equals(sql);
        return new ReviewView.PhaseView(
                phase.name(),
                sql.digest(),
                phase.gate(),
                GateWords.of(phase.gate(), first),
                sql.steps(),
                ApprovalRule.decide(votes, question));
    }

    /**
     * Whether a phase is approved with that SQL, now. The one place where that is asked: by boards, gates, pages and the engine, which asks
     * again when a phase begins.
     *
     * @param resolved the SQL as it would be sent, or as it was frozen
     */
    public ApprovalRule.Decision decide(Revision revision, Target target, Phase phase, Resolved resolved) {
        return ApprovalRule.decide(
                decisions.votes(revision.migration(), revision.number()),
                question(revision, target, phase, resolved, decisions.policy(target.environment())));
    }

    private static ApprovalRule.Question question(
            Revision revision, Target target, Phase phase, Resolved resolved, Policy policy) {
        ApprovalRule.What what = new ApprovalRule.What(
                phase.name(),
                phase.gate().approval() == Gate.Approval.REQUIRED,
                revision.digest(),
                resolved.phase(phase.name()).digest(),
                revision.authorId(),
                revision.author());
        ApprovalRule.Where where =
                new ApprovalRule.Where(target.name(), target.fingerprint(), target.environment(), target.team());
        return new ApprovalRule.Question(what, where, policy);
    }

    /**
     * Says no to the revision on the target, or to one phase of it; the target need not be up.
     *
     * @throws dev.lockkeeper.Failure as {@link Rejections#reject}
     */
    public Rejection reject(Word word, Person by) {
        Revision revision = migrations.revision(word.migration(), word.revision(), by);
        Target target = targets.get(word.target(), by);
        return rejections.reject(
                new Rejections.Request(
                        revision.migration(),
                        revision.number(),
                        word.digest(),
                        target.name(),
                        target.environment(),
                        target.team(),
                        word.phase(),
                        word.comment()),
                by);
    }

    /**
     * Resolves the revision on the target now and approves text and SQL together.
     *
     * @param digest of the text, as the approver saw it
     * @param phase null for every phase whose gate asks for no approval of its own
     */
    public Approval approve(
            String migration,
            int revision,
            String digest,
            String target,
            @Nullable String phase,
            String comment,
            Person by) {
        return approve(new Word(migration, revision, digest, target, phase, Map.of(), comment), by);
    }

    /**
     * Somebody's approval or rejection as it comes in.
     *
     * @param digest of the text, as the approver saw it
     * @param phase null for every phase whose gate asks for no approval of its own
     * @param seen phase to digest of the SQL as the approver saw it; phases that are not in it are taken as they are now
     */
    public record Word(
            String migration,
            int revision,
            String digest,
            String target,
            @Nullable String phase,
            Map<String, String> seen,
            String comment) {}

    /**
     * Resolves the revision on the target now and approves text and SQL together.
     *
     * @throws dev.lockkeeper.Failure as {@link Approvals#give} and {@link #resolve(Revision, Target)}; {@code digest-changed} also
     *     when the SQL is no longer the one that was seen
     */
    public Approval approve(Word word, Person by) {
        Revision revision = migrations.revision(word.migration(), word.revision(), by);
        Target target = targets.get(word.target(), by);
        // Before the target is asked: who may not approve learns nothing of it, and needs it not to be up.
        Policy policy = decisions.policy(target.environment());
        Policy.Approvers asked = policy.approvals().of(word.phase());
        approvals.requireMay(revision, word.digest(), asked, target.environment(), target.team(), by);
        List<String> covered = covered(revision, policy, word.phase());
        Seen seen = seen(revision, target);
        Map<String, String> all = seen.resolved().digests();
        Map<String, String> digests = new LinkedHashMap<>();
        covered.forEach(phase -> digests.put(phase, all.get(phase)));
        requireSeen(word.seen(), digests);
        Approvals.Request request = new Approvals.Request(
                revision.migration(),
                revision.number(),
                word.digest(),
                target.name(),
                target.fingerprint(),
                target.environment(),
                target.team(),
                word.phase(),
                digests,
                policy,
                word.comment());
        return reviewed.with(seen.tables(), () -> approvals.give(request, by));
    }

    /** @param tables their definitions at that moment */
    private record Seen(Resolved resolved, Map<String, Map<String, String>> tables) {}

    private Seen seen(Revision revision, Target target) {
        requireEngine(revision.plan(), target);
        try (TargetSession session = targets.open(target, "lockkeeper review")) {
            return new Seen(session.resolve(revision.plan()), Definitions.of(revision.plan(), session));
        }
    }

    private static List<String> covered(Revision revision, Policy policy, @Nullable String phase) {
        if (phase != null) {
            return List.of(revision.plan()
                    .phase(phase)
                    .orElseThrow(() -> Failure.notFound("phase", phase))
                    .name());
        }
        List<String> covered = revision.plan().phases().stream()
                .filter(one -> one.gate().approval() == Gate.Approval.NONE && !policy.asksOwn(one.name()))
                .map(Phase::name)
                .toList();
        if (covered.isEmpty()) {
            throw Failure.invalid(
                    "Every phase of " + revision.migration()
                            + " asks for an approval of its own. Nothing was approved.",
                    "Name the phase that you approve.");
        }
        return covered;
    }

    private static void requireSeen(Map<String, String> seen, Map<String, String> now) {
        List<String> changed = now.entrySet().stream()
                .filter(phase -> !phase.getValue().equals(seen.getOrDefault(phase.getKey(), phase.getValue())))
                .map(Map.Entry::getKey)
                .toList();
        if (!changed.isEmpty()) {
            throw new Failure(
                    Code.DIGEST_CHANGED,
                    "The SQL of " + String.join(", ", changed)
                            + " is no longer the one that you read, because the target has changed."
                            + " Nothing was approved.",
                    "Read the SQL again and approve what it is now.");
        }
    }
}
