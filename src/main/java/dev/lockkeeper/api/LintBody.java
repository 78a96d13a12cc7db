package dev.lockkeeper.api;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.Failure.Problem;
import dev.lockkeeper.check.Lints;
import dev.lockkeeper.lint.LintRequest;
import dev.lockkeeper.lint.Versions;
import dev.lockkeeper.plan.Engine;
import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.plan.PlanReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is sent to be looked at: a script with its engine, or a migration file, which names its own.
 *
 * @param version of the server, {@code 14}, {@code 8.4.3}, {@code 10.11.6-MariaDB}
 * @param target whose tables the statements are for
 */
record LintBody(
        @Nullable String engine,
        @Nullable String sql,
        @Nullable String migration,
        @Nullable String version,
        @Nullable String target) {

    private static final int LONGEST_VERSION = 100;

    /**
     * @param engineOf the engine of a target; empty for one that is not there
     * @throws Failure {@code invalid} with everything that is wrong, {@code invalid-plan} with every finding of the file
     */
    Lints.Question question(Function<String, Optional<Engine>> engineOf) {
        List<Problem> problems = new ArrayList<>();
        if ((sql == null) == (migration == null)) {
            problem(problems, sql == null ? "sql" : "migration", "exactly one of 'sql' and 'migration' is needed");
        }
        Engine named = named(problems);
        if (version != null
                && (version.length() > LONGEST_VERSION || Versions.of(version).isEmpty())) {
            problem(problems, "version", "'version' is like 14, 8.4.3 or 10.11.6-MariaDB");
        }
        if (target != null && target.isBlank()) {
            problem(problems, "target", "'target' is empty; leave it out for none");
        }
        if (engine == null && sql != null && target == null) {
            problem(problems, "engine", "'engine' is missing: a script does not say which it is for");
        }
        throwIfAny(problems);
        return migration == null ? script(named, engineOf) : file(migration, named);
    }

    private @Nullable Engine named(List<Problem> problems) {
        if (engine == null) {
            return null;
        }
        Optional<Engine> known = Engine.of(engine);
        if (known.isEmpty()) {
            problem(problems, "engine", "'engine' is postgresql or mysql (MariaDB too), not '" + shown(engine) + "'");
        }
        return known.orElse(null);
    }

    private Lints.Question script(@Nullable Engine named, Function<String, Optional<Engine>> engineOf) {
        Engine of =
                named != null ? named : engineOf.apply(String.valueOf(target)).orElseThrow();
        return new Lints.Question(of, new LintRequest.Sql(String.valueOf(sql)), version, target);
    }

    private Lints.Question file(String text, @Nullable Engine named) {
        Plan plan = PlanReader.read(text);
        if (named != null && named != plan.engine()) {
            throw new Failure(
                    Code.WRONG_ENGINE,
                    "The migration file is for " + plan.engine().wire() + ", 'engine' says " + named.wire()
                            + ". Nothing was looked at.",
                    "Leave 'engine' out: the file names it.");
        }
        return new Lints.Question(plan.engine(), new LintRequest.File(plan, text), version, target);
    }

    private static void problem(List<Problem> problems, String path, String message) {
        problems.add(new Problem(0, 0, path, message));
    }

    private static void throwIfAny(List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw new Failure(
                    Code.INVALID,
                    (problems.size() == 1 ? "One thing is wrong" : problems.size() + " things are wrong")
                            + " with the call; nothing was looked at.",
                    "Send {\"engine\": \"postgresql\", \"sql\": …} or {\"migration\": …}.",
                    problems);
        }
    }

    private static String shown(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
