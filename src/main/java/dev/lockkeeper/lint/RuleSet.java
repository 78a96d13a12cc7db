package dev.lockkeeper.lint;

import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Routine;
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

    /** What runs inside of a block, as far as it can be read; nothing for other statements. */
    default Routine inside(Act act) {
        return Routine.NOTHING;
    }
}
