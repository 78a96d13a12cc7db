package dev.lockkeeper.lint;

import dev.lockkeeper.lint.sql.SqlReader;
import dev.lockkeeper.plan.Engine;
import java.util.List;

/** What lint knows of one engine. A bean each. */
public interface RuleSet {

    Engine engine();

    SqlReader reader();

    /** All of them, those that are off by default too. */
    List<Rule> rules();

    /** What the statement locks, a line a table; empty when it locks nothing that matters or cannot be told. */
    List<LockOf> locks(Case statement);
}
