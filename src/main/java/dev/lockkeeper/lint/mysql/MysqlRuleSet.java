package dev.lockkeeper.lint.mysql;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.LockOf;
import dev.lockkeeper.lint.Rule;
import dev.lockkeeper.lint.RuleSet;
import dev.lockkeeper.lint.sql.SqlReader;
import dev.lockkeeper.plan.Engine;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** What lint knows of MySQL and MariaDB. */
@Component
public final class MysqlRuleSet implements RuleSet {

    private static final List<Rule> RULES = Stream.of(
                    AlgorithmRules.ALL,
                    ColumnRules.ALL,
                    TypeRules.ALL,
                    KeyRules.ALL,
                    IndexRules.ALL,
                    DropRules.ALL,
                    TableRules.ALL,
                    RowRules.ALL,
                    SessionRules.ALL,
                    StyleRules.ALL)
            .flatMap(List::stream)
            .toList();

    private final SqlReader reader = new MysqlReader();

    @Override
    public Engine engine() {
        return Engine.MYSQL;
    }

    @Override
    public SqlReader reader() {
        return reader;
    }

    @Override
    public List<Rule> rules() {
        return RULES;
    }

    @Override
    public List<LockOf> locks(Case statement) {
        return MysqlLocks.of(statement);
    }
}
