package dev.lockkeeper.check;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.catalog.Policies;
import dev.lockkeeper.catalog.Policy;
import dev.lockkeeper.catalog.Revision;
import dev.lockkeeper.lint.Facts;
import dev.lockkeeper.lint.FactsReader;
import dev.lockkeeper.lint.LintRequest;
import dev.lockkeeper.lint.LintRequest.File;
import dev.lockkeeper.lint.LintRequest.Source;
import dev.lockkeeper.lint.Linting;
import dev.lockkeeper.lint.StepFinding;
import dev.lockkeeper.lint.Versions;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.plan.Engine;
import dev.lockkeeper.plan.Level;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.TargetSession;
import dev.lockkeeper.target.Targets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Lint with the policy of an environment, joined with a target where one is named. */
@Component
public class Lints {

    private final Linting linting;
    private final Targets targets;
    private final Policies policies;

    Lints(Linting linting, Targets targets, Policies policies) {
        this.linting = linting;
        this.targets = targets;
        this.policies = policies;
    }

    /**
     * What somebody wants to know.
     *
     * @param version of the server that it is for, as people write it; wins over the target's
     * @param target that it is for, null for none
     */
    public record Question(Engine engine, Source source, @Nullable String version, @Nullable String target) {}

    /**
     * @param findings with their steps, in the order of the file
     * @param unjoined why the target could not be asked, null when it was
     */
    public record Linted(List<StepFinding> findings, @Nullable Failure unjoined) {
        public static final Linted NOTHING = new Linted(List.of(), null);

        public Linted {
            findings = List.copyOf(findings);
        }
    }

    /**
     * @throws Failure {@code not-found} for a target that the person may not see, {@code wrong-engine}, {@code not-yet}, {@code
     *     too-large}, {@code target-unreachable} and what else the target refuses
     */
    public List<StepFinding> ask(Question question, Person by) {
        if (question.target() == null) {
            Facts facts = with(Facts.NONE, question.version());
            return find(question.engine(), question.source(), levels(Policy.ALL), tables -> facts);
        }
        Target target = targets.get(question.target(), by);
        requireEngine(question.engine(), target);
        try (TargetSession session = targets.open(target, "lockkeeper lint")) {
            return find(
                    question.engine(),
                    question.source(),
                    levels(target.environment()),
                    tables -> with(FactsReader.read(session, target, tables), question.version()));
        }
    }

    /** Of a revision wherever it may run; nothing for an engine without rules. */
    public List<StepFinding> of(Revision revision) {
        return of(file(revision));
    }

    /** The same of a file that is not stored, or not yet. */
    public List<StepFinding> of(File file) {
        return linting.knows(file.plan().engine()) ? find(file, Policy.ALL, tables -> Facts.NONE) : List.of();
    }

    /** Of a revision on a target. When the target cannot be asked, as it would be anywhere in that environment. */
    public Linted of(Revision revision, Target target) {
        return of(file(revision), target);
    }

    /** The same of a file that is not stored, or not yet. */
    public Linted of(File file, Target target) {
        if (!linting.knows(file.plan().engine()) || file.plan().engine() != target.engine()) {
            return Linted.NOTHING;
        }
        try (TargetSession session = targets.open(target, "lockkeeper lint")) {
            return new Linted(of(file, target, session), null);
        } catch (Failure unreachable) {
            return new Linted(find(file, target.environment(), tables -> Facts.NONE), unreachable);
        }
    }

    /** The same on a session that is open. */
    List<StepFinding> of(Revision revision, Target target, TargetSession session) {
        return of(file(revision), target, session);
    }

    /** The same; without the target when it tells nothing. */
    Linted on(Revision revision, Target target, TargetSession session) {
        if (!linting.knows(revision.plan().engine()) || revision.plan().engine() != target.engine()) {
            return Linted.NOTHING;
        }
        try {
            return new Linted(of(revision, target, session), null);
        } catch (Failure refused) {
            return without(revision, target, refused);
        }
    }

    /** As it would be anywhere in the target's environment. @param why the target was not asked */
    Linted without(Revision revision, Target target, Failure why) {
        return linting.knows(revision.plan().engine()) && revision.plan().engine() == target.engine()
                ? new Linted(find(file(revision), target.environment(), tables -> Facts.NONE), why)
                : Linted.NOTHING;
    }

    private List<StepFinding> of(File file, Target target, TargetSession session) {
        return find(file, target.environment(), tables -> FactsReader.read(session, target, tables));
    }

    boolean known(Revision revision) {
        return linting.knows(revision.plan().engine());
    }

    private List<StepFinding> find(File file, String environment, Function<Set<ObjectName>, Facts> facts) {
        return find(file.plan().engine(), file, levels(environment), facts);
    }

    private List<StepFinding> find(
            Engine engine, Source source, Map<String, Level> levels, Function<Set<ObjectName>, Facts> facts) {
        return linting.find(new LintRequest(engine, source, levels, facts));
    }

    private Map<String, Level> levels(String environment) {
        return policies.of(environment).lint();
    }

    private static File file(Revision revision) {
        return new File(revision.plan(), revision.text());
    }

    private static Facts with(Facts facts, @Nullable String version) {
        return version == null
                ? facts
                : new Facts(
                        Versions.of(version).orElse(facts.version()),
                        Versions.mariadb(version),
                        facts.joined(),
                        facts.tables(),
                        facts.longestTransaction(),
                        facts.replicas());
    }

    private static void requireEngine(Engine engine, Target target) {
        if (engine != target.engine()) {
            throw new Failure(
                    Code.WRONG_ENGINE,
                    "The SQL is for " + engine.wire() + "; " + target.name() + " is "
                            + target.engine().wire() + ". Nothing was looked at.",
                    "Choose a target of that engine, or say which engine the SQL is for.");
        }
    }
}
