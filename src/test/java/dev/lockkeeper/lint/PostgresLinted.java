package dev.lockkeeper.lint;

import dev.lockkeeper.lint.postgres.PostgresRuleSet;
import dev.lockkeeper.plan.Engine;
import dev.lockkeeper.plan.Level;
import dev.lockkeeper.plan.PlanReader;
import java.util.List;
import java.util.Map;

/** Lints for the tests of PostgreSQL's rules, through the same door as everybody. */
public final class PostgresLinted {

    private static final Linting LINTING = new Linting(List.of(new PostgresRuleSet()));

    private PostgresLinted() {}

    public static List<LintFinding> script(String sql, Facts facts) {
        return script(sql, facts, Map.of());
    }

    public static List<LintFinding> script(String sql, Facts facts, Map<String, Level> levels) {
        return LINTING.lint(new LintRequest(Engine.POSTGRESQL, new LintRequest.Sql(sql), levels, tables -> facts));
    }

    /** A migration file. */
    public static List<LintFinding> file(String yaml, Facts facts) {
        return LINTING.lint(new LintRequest(
                Engine.POSTGRESQL, new LintRequest.File(PlanReader.read(yaml), yaml), Map.of(), tables -> facts));
    }
}
