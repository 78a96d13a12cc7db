package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.LockOf;
import dev.lockkeeper.lint.Rule;
import dev.lockkeeper.lint.RuleSet;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Routine;
import dev.lockkeeper.lint.sql.SqlReader;
import dev.lockkeeper.plan.Engine;
import java.util.List;
import org.springframework.stereotype.Component;

/** What lint knows of PostgreSQL. */
@Component
public final class PostgresRuleSet implements RuleSet {

    @Override
    public Engine engine() {
        return Engine.POSTGRESQL;
    }

    @Override
    public SqlReader reader() {
        return PostgresReader.ONE;
    }

    @Override
    public List<Rule> rules() {
        return PostgresRules.all();
    }

    @Override
    public List<LockOf> locks(Case statement) {
        return PostgresLocks.of(statement);
    }

    @Override
    public Routine inside(Act act) {
        return act instanceof Act.Block block ? Bodies.of(block) : Routine.NOTHING;
    }
}
