package dev.lockkeeper.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.lint.mysql.MysqlRuleSet;
import dev.lockkeeper.lint.postgres.PostgresRuleSet;
import dev.lockkeeper.lint.sql.SqlReader;
import dev.lockkeeper.plan.Engine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The statements that a server reads to itself when it starts. */
class WarmUpTest {

    private static final List<RuleSet> SETS = List.of(new PostgresRuleSet(), new MysqlRuleSet());

    /** Of what a grammar cannot read it learns nothing. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MYSQL"})
    void everyStatementIsSqlOfItsEngine(Engine engine) {
        List<LintFinding> unread = WarmUp.everyday(engine).stream()
                .flatMap(script -> new Linting(SETS).lint(LintRequest.of(engine, new LintRequest.Sql(script))).stream())
                .filter(finding -> finding.rule().equals(OwnRules.UNREADABLE.id()))
                .toList();

        assertThat(WarmUp.everyday(engine)).hasSizeGreaterThan(40);
        assertThat(unread).isEmpty();
    }

    @Test
    void readsThemAllInTheBackgroundAndEnds() {
        List<String> read = Collections.synchronizedList(new ArrayList<>());
        WarmUp warmUp = new WarmUp(new Linting(List.of(new Noting(read, new CountDownLatch(0)))));

        Thread thread = warmUp.begin();

        assertThat(thread.isDaemon()).isTrue();
        await().until(() -> !thread.isAlive());
        assertThat(read).isEqualTo(WarmUp.everyday(Engine.POSTGRESQL));
    }

    @Test
    void endsWithTheServer() {
        List<String> read = Collections.synchronizedList(new ArrayList<>());
        WarmUp warmUp = new WarmUp(new Linting(List.of(new Noting(read, new CountDownLatch(1)))));
        Thread thread = warmUp.begin();
        await().until(() -> read.size() == 1);

        warmUp.stop();

        await().until(() -> !thread.isAlive());
        assertThat(warmUp.isRunning()).isFalse();
        assertThat(read).hasSize(1);
    }

    /** Knows no rule, and notes what it is given to read. */
    private record Noting(List<String> read, CountDownLatch onwards) implements RuleSet {

        @Override
        public Engine engine() {
            return Engine.POSTGRESQL;
        }

        @Override
        public SqlReader reader() {
            return sql -> {
                read.add(sql);
                try {
                    onwards.await();
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
                return new PostgresRuleSet().reader().read("select 1");
            };
        }

        @Override
        public List<Rule> rules() {
            return List.of();
        }

        @Override
        public List<LockOf> locks(Case statement) {
            return List.of();
        }
    }
}
