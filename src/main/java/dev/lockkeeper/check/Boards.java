package dev.lockkeeper.check;

import dev.lockkeeper.Failure;
import dev.lockkeeper.catalog.Approvals;
import dev.lockkeeper.catalog.Policies;
import dev.lockkeeper.catalog.Revision;
import dev.lockkeeper.plan.Level;
import dev.lockkeeper.plan.Phase;
import dev.lockkeeper.target.Condition;
import dev.lockkeeper.target.Probe;
import dev.lockkeeper.target.Resolved;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.TargetPolicy;
import dev.lockkeeper.target.TargetSession;
import dev.lockkeeper.target.Targets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Reads boards, fresh each time. */
@Component
public class Boards {

    /** Checks without which nothing may run, or nothing is known to run: never overridden, never set lower by a policy. */
    public static final Set<String> UNBENDING =
            Set.of("phase-approved", "target-reachable", "engine-fits", "plan-resolves");

    /** What must hold when any phase begins, also days after the launch; reachability and the approval are asked by the engine. */
    private static final Set<String> AT_EACH_BEGINNING = Set.of("target-writable", "target-privileges");

    private static final String IN_WINDOW = "in-window";

    private static final Logger LOG = LoggerFactory.getLogger(Boards.class);

    private final List<Check> checks;
    private final Targets targets;
    private final Reviews reviews;
    private final Approvals approvals;
    private final Policies policies;
    private final Clock clock;

    Boards(List<Check> checks, Targets targets, Reviews reviews, Approvals approvals, Policies policies, Clock clock) {
        this.checks = List.copyOf(checks);
        this.targets = targets;
        this.reviews = reviews;
        this.approvals = approvals;
        this.policies = policies;
        this.clock = clock;
    }

    /**
     * @param run the run whose gate is asked about, null for a new run
     * @param frozen the statements that are launched, or that the run was launched with; null to resolve now
     */
    public record Question(
            Revision revision,
            Target target,
            String phase,
            @Nullable Long run,
            @Nullable Resolved frozen,
            @Nullable Instant phaseBeforeEndedAt,
            Given given) {

        /** Asked by somebody who says nothing but what is confirmed. */
        public Question(
                Revision revision,
                Target target,
                String phase,
                @Nullable Long run,
                @Nullable Resolved frozen,
                @Nullable Instant phaseBeforeEndedAt,
                Set<String> confirmed) {
            this(revision, target, phase, run, frozen, phaseBeforeEndedAt, Given.confirmed(confirmed));
        }
    }

    /**
     * A board with what the target gave for it.
     *
     * @param resolved null when the target could not be reached or the plan not be resolved; then {@code refused} says why
     */
    public record Reading(Board board, @Nullable Resolved resolved, @Nullable Failure refused) {}

    /**
     * Asks every check. Never throws for what it finds.
     *
     * @throws Failure {@code not-found} when the plan has no such phase
     */
    public Board read(Question question) {
        return reading(question).board();
    }

    /** The same, with the statements that the board is about: resolved in the session that answered the checks. */
    public Reading reading(Question question) {
        Phase phase = phase(question);
        try (TargetSession session = targets.open(question.target(), application(question))) {
            return reading(reached(question, phase, session));
        } catch (Failure unreachable) {
            return reading(unreached(question, phase, unreachable));
        }
    }

    private Reading reading(Launch launch) {
        Failure refused = launch.unresolved() == null ? launch.unreachable() : launch.unresolved();
        return new Reading(ask(launch, Set.of()), launch.resolved(), refused);
    }

    /**
     * The board of a reading that is some seconds old: what the target said stays, with its time, and what only the store knows is asked
     * now. For pages; nothing is launched by it.
     *
     * @param question the one of the reading, with the same approvals and policy
     */
    public Board again(Question question, Reading known) {
        Seen seen = new Seen(null, null, known.refused(), known.resolved(), null, List.of());
        Map<String, Finding> now = new HashMap<>();
        Set<String> ofStore = checks.stream()
                .filter(check -> !check.asksTarget())
                .map(Check::id)
                .collect(Collectors.toSet());
        ask(launch(question, phase(question), seen), ofStore).checks().forEach(found -> now.put(found.id(), found));
        return new Board(known.board().checks().stream()
                .map(found -> now.getOrDefault(found.id(), found))
                .toList());
    }

    private static Phase phase(Question question) {
        return question.revision()
                .plan()
                .phase(question.phase())
                .orElseThrow(() -> Failure.notFound("phase", question.phase()));
    }

    /**
     * What keeps a phase from beginning that was launched before, or that follows by itself: the window has closed, the target has become
     * a replica, a privilege was taken away. A target that does not answer stops nothing here: the engine tries it again. So does nothing
     * that the target does not tell.
     */
    public List<Finding> atBeginning(Question question) {
        Phase phase = question.revision().plan().phase(question.phase()).orElseThrow();
        // Hours may go by outside a window: nobody is connected to meanwhile.
        Seen nothing = new Seen(null, null, null, question.frozen(), null, List.of());
        List<Finding> failed = failed(launch(question, phase, nothing), Set.of(IN_WINDOW));
        if (!failed.isEmpty()) {
            return failed;
        }
        try (TargetSession session = targets.open(question.target(), application(question))) {
            Seen seen = new Seen(session, session.probe(), null, question.frozen(), null, List.of());
            return failed(launch(question, phase, seen), AT_EACH_BEGINNING);
        } catch (Failure unreachable) {
            return List.of();
        }
    }

    private List<Finding> failed(Launch launch, Set<String> which) {
        return ask(launch, which).stopping().stream()
                .filter(finding -> finding.result() == Finding.Result.FAIL)
                .toList();
    }

    private static String application(Question question) {
        return question.run() == null ? "lockkeeper board" : "lockkeeper board of run " + question.run();
    }

    private Launch reached(Question question, Phase phase, TargetSession session) {
        Probe probe = session.probe();
        Resolved resolved = question.frozen();
        Failure unresolved = null;
        if (resolved == null) {
            try {
                resolved = reviews.resolve(question.revision(), question.target(), session);
            } catch (Failure refused) {
                unresolved = refused;
            }
        }
        List<Condition> conditions = session.conditions(
                TouchedTables.of(phase), TargetPolicy.of(question.target()).limits());
        return launch(question, phase, new Seen(session, probe, null, resolved, unresolved, conditions));
    }

    private Launch unreached(Question question, Phase phase, Failure unreachable) {
        return launch(question, phase, new Seen(null, null, unreachable, question.frozen(), null, List.of()));
    }

    /** What the target gave. */
    private record Seen(
            @Nullable TargetSession session,
            @Nullable Probe probe,
            @Nullable Failure unreachable,
            @Nullable Resolved resolved,
            @Nullable Failure unresolved,
            List<Condition> conditions) {}

    private Launch launch(Question question, Phase phase, Seen seen) {
        Revision revision = question.revision();
        return new Launch(
                revision,
                question.target(),
                phase,
                question.run(),
                seen.session(),
                seen.probe(),
                seen.unreachable(),
                seen.resolved(),
                question.run() != null && question.frozen() != null,
                seen.unresolved(),
                approvals.of(revision.migration(), revision.number()),
                question.phaseBeforeEndedAt(),
                seen.conditions(),
                question.given(),
                clock.instant());
    }

    /** @param which empty for all */
    private Board ask(Launch launch, Set<String> which) {
        Map<String, Level> levels = policies.of(launch.target().environment()).checks();
        List<Finding> findings = new ArrayList<>();
        for (Check check : checks) {
            Level level = UNBENDING.contains(check.id()) ? null : levels.get(check.id());
            if (level != Level.OFF && (which.isEmpty() || which.contains(check.id()))) {
                Finding finding = ask(check, launch);
                findings.add(level == null ? finding : finding.blocking(level == Level.BLOCKING));
            }
        }
        return new Board(findings);
    }

    private static Finding ask(Check check, Launch launch) {
        try {
            return check.ask(launch);
        } catch (Failure failure) {
            return check.unknown(launch, failure.message(), failure.advice());
        } catch (RuntimeException broken) {
            LOG.error(
                    "The check {} of {} on {} broke",
                    check.id(),
                    launch.revision().migration(),
                    launch.target().name(),
                    broken);
            return check.unknown(
                    launch,
                    "The check itself broke (" + broken.getClass().getSimpleName()
                            + "); the server's log has the reason.",
                    "Tell whoever runs this server.");
        }
    }
}
