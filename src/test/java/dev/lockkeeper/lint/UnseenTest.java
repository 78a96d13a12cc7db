package dev.lockkeeper.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.lint.postgres.PostgresRuleSet;
import dev.lockkeeper.plan.Engine;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    /** A block must be no way around the rules: each statement in it is looked at, with the name of the line. */
    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '"',
            value = {
                "ban-drop-table => do $$ begin drop table users; end $$",
                "ban-drop-table => do language plpgsql $x$ begin execute 'drop table users'; end $x$",
                "ban-drop-table => do $$ begin perform 1; execute 'dr' || 'op table x'; drop table users; end $$",
                "ban-truncate => do $$ begin if true then truncate users; end if; end $$",
                "changing-column-type => do $$ begin alter table users alter column a type bigint; end $$",
                "require-concurrent-index-creation => do $$ begin create index i on users (email); end $$",
                "ban-concurrent-index-creation-in-transaction => do $$ begin create index concurrently i on users (a); end $$",
                "unbatched-update => do $$ begin update users set a = 1; end $$",
                "validate-in-same-transaction => do $$ begin alter table users add constraint c check (a > 0) not valid; "
                        + "alter table users validate constraint c; end $$",
                "unseen-sql => do $$ begin drop table users; execute 'dr' || 'op table users'; end $$",
                "unseen-sql => do $$ begin drop table users; alter tabel users; end $$",
            })
    void rulesLookIntoBlocks(String rule, String sql) {
        assertThat(lint(sql)).extracting(LintFinding::rule).contains(rule);
    }

    @Test
    void aFindingInABlockNamesItsLineAndCanBeSuppressed() {
        String block = "do $$\nbegin\n  drop table users;\nend $$";
        assertThat(lint(block))
                .filteredOn(finding -> finding.rule().equals("ban-drop-table"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).startsWith("In line 3 of the block: "));
        assertThat(lint("-- lockkeeper: allow ban-drop-table because it is empty\n" + block))
                .filteredOn(LintFinding::blocks)
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "do $$ begin create table t (a int); create index i on t (a); drop table t; end $$",
                "do $$ begin if not exists (select from pg_constraint where conname = 'c') then "
                        + "alter table users add constraint c check (a > 0) not valid; end if; end $$",
                "do $$ begin create type mood as enum ('a'); exception when duplicate_object then null; end $$",
                "do $$ declare n int; begin loop update users set a = 1 where id in "
                        + "(select id from users where a is null limit 10); get diagnostics n = row_count; "
                        + "exit when n = 0; commit; end loop; end $$",
            })
    void whatIsSafeIsSafeInABlock(String sql) {
        assertThat(lint(sql)).filteredOn(LintFinding::blocks).isEmpty();
        assertThat(lint(sql))
                .extracting(LintFinding::rule)
                .doesNotContain("unbatched-update", "delete-or-update-without-where");
    }

    @Test
    void aBlockOfManyStatementsEndsSoonAndIsNotPassedOver() {
        String block = "do $$ begin " + "update users set a = 1 where id = 1; ".repeat(3_000) + "end $$;";
        assertThat(lint(block.repeat(20))).extracting(LintFinding::rule).contains("unseen-sql");
    }
}
