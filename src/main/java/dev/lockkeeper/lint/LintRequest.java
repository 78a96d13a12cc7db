package dev.lockkeeper.lint;

import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.plan.Engine;
import dev.lockkeeper.plan.Level;
import dev.lockkeeper.plan.Plan;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What is to be looked at.
 *
 * @param levels rule to level, of the policy that counts; what is not in it is as the rule has it
 * @param facts asked once, for the tables that the statements name
 */
public record LintRequest(
        Engine engine, Source source, Map<String, Level> levels, Function<Set<ObjectName>, Facts> facts) {

    public LintRequest {
        levels = Map.copyOf(levels);
    }

    /** Knowing nothing of a server. */
    public static LintRequest of(Engine engine, Source source) {
        return new LintRequest(engine, source, Map.of(), tables -> Facts.NONE);
    }

    /** Where the statements come from. */
    public sealed interface Source {}

    /** A script that something else will run. */
    public record Sql(String text) implements Source {}

    /** A migration file; findings have places of the file. @param text that the plan was read from */
    public record File(Plan plan, String text) implements Source {}
}
