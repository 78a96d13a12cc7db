package dev.lockkeeper.web;

import dev.lockkeeper.Failure;
import dev.lockkeeper.api.Turns;
import dev.lockkeeper.catalog.Migrations;
import dev.lockkeeper.check.Lints;
import dev.lockkeeper.check.Reviews;
import dev.lockkeeper.lint.LintRequest;
import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.target.Resolved;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.Targets;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Looks at a text as submitting and reviewing it would, and stores nothing. What is wrong is an answer, never thrown. */
@Component
class DraftReader {
    /** Somebody who types asks every second; a grammar's worst texts take seconds. */
    private final Turns turns = new Turns(2 * Runtime.getRuntime().availableProcessors(), 32);

    private final Migrations migrations;
    private final Lints lints;
    private final Reviews reviews;
    private final Targets targets;

    DraftReader(Migrations migrations, Lints lints, Reviews reviews, Targets targets) {
        this.migrations = migrations;
        this.lints = lints;
        this.reviews = reviews;
        this.targets = targets;
    }

    /** @param target that it is for; null for none in particular */
    Draft read(String text, @Nullable String target, Person by) {
        try {
            return turns.take(() -> look(text, target, by));
        } catch (Failure refusal) {
            return Draft.refused(refusal);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Draft look(String text, @Nullable String target, Person by) {
        Plan plan = migrations.read(text);
        LintRequest.File file = new LintRequest.File(plan, text);
        if (target == null) {
            return new Draft(null, plan, lints.of(file), null, null, null);
        }
        try {
            return on(targets.get(target, by), file);
        } catch (Failure unknown) {
            return new Draft(null, plan, lints.of(file), target, unknown, null);
        }
    }

    private Draft on(Target target, LintRequest.File file) {
        Lints.Linted linted = lints.of(file, target);
        try {
            Resolved exact = reviews.resolve(file.plan(), target);
            return new Draft(null, file.plan(), linted.findings(), target.name(), linted.unjoined(), exact);
        } catch (Failure unresolved) {
            boolean other = file.plan().engine() != target.engine();
            return new Draft(
                    null, file.plan(), other ? lints.of(file) : linted.findings(), target.name(), unresolved, null);
        }
    }
}
