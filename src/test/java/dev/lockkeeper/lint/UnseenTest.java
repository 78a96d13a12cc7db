package dev.lockkeeper.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.lint.postgres.PostgresRuleSet;
import dev.lockkeeper.plan.Engine;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no rule looks at is told of, never passed over in silence. */
class UnseenTest {

    private static final Linting LINTING = new Linting(List.of(new PostgresRuleSet()));

    private static List<LintFinding> lint(String sql) {
        return LINTING.lint(
                new LintRequest(Engine.POSTGRESQL, new LintRequest.Sql(sql), Map.of(), tables -> Facts.NONE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "do $$ begin drop table users; end $$",
                "do $$ begin execute 'dr' || 'op table users'; end $$",
                "call drop_it()",
                "prepare s as delete from users",
                "execute s",
            })
    void onPostgres(String sql) {
        assertThat(lint(sql)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"select 1", "prepared", "set lock_timeout = '1s'"})
    void whatIsSeenIsNotSaidToBeHidden(String sql) {
        assertThat(lint(sql)).extracting(LintFinding::rule).doesNotContain("unseen-sql");
    }
}
