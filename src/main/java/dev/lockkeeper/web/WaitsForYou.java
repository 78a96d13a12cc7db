package dev.lockkeeper.web;

import dev.lockkeeper.catalog.Decisions;
import dev.lockkeeper.catalog.MigrationLine;
import dev.lockkeeper.catalog.MigrationSearch;
import dev.lockkeeper.catalog.Migrations;
import dev.lockkeeper.catalog.Policy;
import dev.lockkeeper.catalog.Revision;
import dev.lockkeeper.catalog.Said;
import dev.lockkeeper.run.GateWait;
import dev.lockkeeper.run.RunLine;
import dev.lockkeeper.run.RunSearch;
import dev.lockkeeper.run.RunState;
import dev.lockkeeper.run.Runs;
import dev.lockkeeper.run.Standing;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What waits for a reader, of all runs and of the newest changes of the catalog. Read for all of them at once, from what the engine says
 * that each waits for; the page that a line leads to asks anew.
 */
@Component
class WaitsForYou {
    private static final int RUNS = 60;
    private static final int NEWEST = 20;
    private static final int TARGETS = 10;
    private static final List<RunState> STANDING_STILL =
            List.of(RunState.FAILED, RunState.STUCK, RunState.WAITING, RunState.PAUSED);

    private final Runs runs;
    private final Migrations migrations;
    private final Decisions decisions;

    WaitsForYou(Runs runs, Migrations migrations, Decisions decisions) {
        this.runs = runs;
        this.migrations = migrations;
        this.decisions = decisions;
    }

    /**
     * A line.
     *
     * @param key last part of the key of what is so, {@code overview.waits.failed}
     * @param subject what the key speaks of: a phase, an author, a target
     * @param who the second thing that it speaks of
     */
    record Line(
            Mark mark,
            String key,
            String title,
            String subject,
            String who,
            @Nullable String why,
            String href,
            Act act) {
        public String message() {
            return "overview.waits." + key;
        }
    }

    List<Line> of(Person person) {
        if (Stream.of(Role.AUTHOR, Role.APPROVER, Role.OPERATOR, Role.ADMIN).noneMatch(person::mayAnywhere)) {
            return List.of();
        }
        List<Line> lines = new ArrayList<>(runs(person));
        lines.addAll(reviews(person));
        return lines;
    }

    private List<Line> runs(Person person) {
        List<RunLine> still =
                runs.search(RunSearch.in(STANDING_STILL), RUNS, null, person).items();
        List<RunLine> unapproved = still.stream()
                .filter(run -> GateWait.approvalOf(run.waitingFor()).isPresent())
                .toList();
        Asked asked = asked(unapproved);
        List<Line> lines = new ArrayList<>();
        for (RunLine run : still) {
            boolean operator = person.may(Role.OPERATOR, run.environment(), run.team());
            Optional<String> approval = GateWait.approvalOf(run.waitingFor());
            if (approval.isPresent()) {
                if (asked.from(person, run, approval.get())) {
                    lines.add(line(run, "approval", approval.get(), Act.APPROVE));
                }
            } else if (operator && run.state() == RunState.WAITING) {
                GateWait.launchOf(run.waitingFor())
                        .filter(phase -> !GateWait.soaks(run.waitingFor()))
                        .ifPresent(phase -> lines.add(line(run, "gate", phase, Act.OPEN_GATE)));
            } else if (operator) {
                Act act = run.state() == RunState.PAUSED ? Act.RESUME : Act.RETRY;
                lines.add(line(run, run.state().wire(), run.target(), act));
            }
        }
        return lines;
    }

    private static Line line(RunLine run, String key, String subject, Act act) {
        return new Line(
                Mark.of(run.state()), key, run.title(), subject, run.target(), run.error(), Address.run(run.id()), act);
    }

    /** What is needed to say whose approval is waited for. */
    private record Asked(Map<String, Policy> policies, Map<String, Revision> revisions, List<Said> said) {
        boolean from(Person person, RunLine run, String phase) {
            Policy policy = policies.get(run.environment());
            Revision revision = revisions.get(numbered(run.migration(), run.revision()));
            return policy != null
                    && revision != null
                    && policy.approvals().heldAnywhereBy(person.grants(), run.environment(), run.team())
                    && revision.authorId() != person.userId()
                    && said.stream()
                            .filter(word -> word.migration().equals(run.migration())
                                    && word.revision() == run.revision()
                                    && word.target().equals(run.target()))
                            .noneMatch(word -> word.yes()
                                    ? word.person() == person.userId() && phase.equals(word.phase())
                                    : word.phase() == null || phase.equals(word.phase()));
        }
    }

    private Asked asked(List<RunLine> unapproved) {
        List<String> revisions = unapproved.stream()
                .map(run -> numbered(run.migration(), run.revision()))
                .distinct()
                .toList();
        return new Asked(
                policies(unapproved.stream().map(RunLine::environment).toList()),
                migrations.revisions(revisions),
                decisions.said(revisions));
    }

    private Map<String, Policy> policies(Collection<String> environments) {
        return environments.isEmpty() ? Map.of() : decisions.policies(environments);
    }

    private static String numbered(String migration, int revision) {
        return migration + "/" + revision;
    }

    /** A newest revision that was never launched waits for an approver, once approved for an operator, rejected for its author. */
    private List<Line> reviews(Person person) {
        List<MigrationLine> newest =
                migrations.search(MigrationSearch.all(), NEWEST, null, person).items();
        Map<String, Integer> revisions = new LinkedHashMap<>();
        newest.forEach(line -> revisions.put(line.id(), line.latest()));
        revisions.keySet().removeAll(runs.launched(revisions, person));
        List<Standing> standings = runs.standings(revisions, null, TARGETS, person);
        Map<String, Policy> policies =
                policies(standings.stream().map(Standing::environment).toList());
        Map<String, List<Standing>> of = standings.stream().collect(Collectors.groupingBy(Standing::migration));
        List<Line> lines = new ArrayList<>();
        for (MigrationLine migration : newest) {
            if (!revisions.containsKey(migration.id())) {
                continue;
            }
            Line line = review(migration, of.getOrDefault(migration.id(), List.of()), policies, person);
            if (line != null) {
                lines.add(line);
            }
        }
        return lines;
    }

    private static @Nullable Line review(
            MigrationLine migration, List<Standing> there, Map<String, Policy> policies, Person person) {
        boolean own = migration.authorId() == person.userId();
        Optional<Standing> rejected =
                there.stream().filter(standing -> standing.rejecter() != null).findFirst();
        if (rejected.isPresent() && own) {
            return line(migration, "rejected", rejected.get(), Act.SUBMIT);
        }
        Optional<Standing> approved = there.stream()
                .filter(standing -> enough(standing, policies.get(standing.environment())))
                .findFirst();
        if (approved.isPresent()) {
            Standing at = approved.get();
            return person.may(Role.OPERATOR, at.environment(), at.team())
                    ? line(migration, "approved", at, Act.OPEN_BOARD)
                    : null;
        }
        boolean mine = there.stream().anyMatch(Standing::mine) || rejected.isPresent();
        return person.mayAnywhere(Role.APPROVER) && !own && !mine ? unapproved(migration) : null;
    }

    /** Whether as many have approved as are asked for; whether these count, the review says. */
    private static boolean enough(Standing standing, @Nullable Policy policy) {
        return policy != null
                && standing.rejecter() == null
                && !standing.approvers().isEmpty()
                && standing.approvers().size() >= policy.approvals().count();
    }

    private static Line unapproved(MigrationLine migration) {
        return new Line(
                new Mark("clock", "needs approval", "run"),
                "review",
                migration.title(),
                String.valueOf(migration.latest()),
                migration.author(),
                null,
                Address.review(migration.id(), migration.latest(), null),
                Act.APPROVE);
    }

    private static Line line(MigrationLine migration, String key, Standing at, Act act) {
        boolean rejected = at.rejecter() != null;
        return new Line(
                rejected ? Mark.REJECTED : Mark.APPROVED,
                key,
                migration.title(),
                at.target(),
                rejected ? String.valueOf(at.rejecter()) : String.join(", ", at.approvers()),
                at.comment(),
                Address.review(migration.id(), migration.latest(), at.target()),
                act);
    }
}
