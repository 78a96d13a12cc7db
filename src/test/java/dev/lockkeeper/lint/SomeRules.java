package dev.lockkeeper.lint;

import dev.lockkeeper.lint.postgres.PostgresRuleSet;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.lint.sql.SqlReader;
import dev.lockkeeper.plan.Engine;
import dev.lockkeeper.plan.Level;
import dev.lockkeeper.target.Statement.Lock;
import dev.lockkeeper.target.Statement.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The real reader of PostgreSQL with a few rules of which a test knows everything; and each case that they were asked about. */
final class SomeRules implements RuleSet {

    private final RuleSet postgres = new PostgresRuleSet();
    final List<Case> asked = new ArrayList<>();

    @Override
    public Engine engine() {
        return Engine.POSTGRESQL;
    }

    @Override
    public SqlReader reader() {
        return postgres.reader();
    }

    @Override
    public List<Rule> rules() {
        return List.of(
                rule("index", Level.BLOCKING, SomeRules::index),
                rule(
                        "dropping",
                        Level.ADVISORY,
                        subject -> subject.statement().act() instanceof Act.DropTable drop
                                ? List.of(
                                        Remark.of("drops " + drop.tables().getFirst(), ""),
                                        Remark.of("drops " + drop.tables().getFirst(), ""))
                                : List.of()),
                rule("style", Level.OFF, subject -> List.of(Remark.of("not pretty", ""))),
                rule("every", Level.OFF, subject -> {
                    asked.add(subject);
                    return List.of();
                }),
                rule("broken", Level.OFF, subject -> {
                    throw new IllegalStateException("a rule with a defect");
                }));
    }

    private static Rule rule(String id, Level usual, Function<Case, List<Remark>> look) {
        return new Rule(id, usual, "what " + id + " is about", look);
    }

    /** Less of a small table. */
    private static List<Remark> index(Case subject) {
        if (!(subject.statement().act() instanceof Act.CreateIndex create)
                || create.concurrently()
                || subject.isNew(create.table())) {
            return List.of();
        }
        Long rows = subject.table(create.table()).map(Facts.Table::rows).orElse(null);
        Remark remark = Remark.of("keeps writers of " + create.table() + " out", "create index concurrently …")
                .with("migration: safer");
        return List.of(rows != null && rows < 1000 ? remark.at(Level.ADVISORY) : remark);
    }

    /** Of two tables, the strongest not first. */
    @Override
    public List<LockOf> locks(Case statement) {
        return statement.statement().act() instanceof Act.CreateIndex create
                ? List.of(
                        new LockOf(ObjectName.of("other"), Lock.NONE),
                        new LockOf(create.table(), new Lock("share", "writes", false, true, Source.PREDICTED)))
                : List.of();
    }
}
