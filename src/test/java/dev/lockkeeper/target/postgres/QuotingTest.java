package dev.lockkeeper.target.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuotingTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "users,users",
                "_a1,_a1",
                "Users,\"Users\"",
                "order,\"order\"",
                "value,value",
                "a b,\"a b\"",
                "a\"b,\"a\"\"b\"",
                "größe,\"größe\"",
                "1a,\"1a\""
            })
    void quotesOnlyWhereItMust(String name, String quoted) {
        assertThat(Quoting.name(name)).isEqualTo(quoted);
    }

    @Test
    void quotesEveryKeyWordThatTheServerQuotes() throws Exception {
        try (Trial trial = new Trial()) {
            assertThat(new Sending(trial.connection)
                            .texts("select word from pg_get_keywords() where quote_ident(word) <> word"))
                    .isNotEmpty()
                    .allMatch(word -> Quoting.name(word).startsWith("\""));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"it's", "a\\b", "'", "\\'", "é", ""})
    void textsComeBackAsTheyWere(String text) throws Exception {
        try (Trial trial = new Trial()) {
            assertThat(new Sending(trial.connection).first("select " + Quoting.literal(text)))
                    .contains(text);
            trial.connection.createStatement().execute("set standard_conforming_strings = off");
            assertThat(new Sending(trial.connection).first("select " + Quoting.literal(text)))
                    .contains(text);
        }
    }

    @Test
    void madeNamesFitAndStayApart() {
        String longName = "ä".repeat(31);
        assertThat(Quoting.fit(longName, "__dropped").getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThanOrEqualTo(63);
        assertThat(Quoting.fit(longName, "__dropped")).endsWith("__dropped");
        assertThat(Quoting.fit("x".repeat(70) + "a"))
                .isNotEqualTo(Quoting.fit("x".repeat(70) + "b"))
                .hasSize(63);
        assertThat(Quoting.fit("name", "__dropped")).isEqualTo("name__dropped");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a + b",
                "f('it''s; (')",
                "E'\\'; ('",
                "$$ ; ( $$",
                "$x$ $$ ; $x$",
                "\"a;(\"",
                "a -- ; (\n + b",
                "/* ; /* ( */ */ 1",
                "a[1]",
                "a$b || c$d",
                "'\\'",
                "e'a''b;'"
            })
    void seesThatAFragmentStandsAlone(String sql) {
        assertThat(Fragment.problem(sql)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "a;",
                "a); drop table x; --",
                "(a",
                "a)",
                "'a",
                "\"a",
                "$$ a",
                "$x$ a $$",
                "/* a",
                "f(a]",
                "'\\'; drop table x --'",
                "E'\\'",
                "$1 ;",
                "a /* /* */ b",
                "1 --\r); drop table x; --",
                "(select 1 as €$a$) ); drop table x; -- $a$)",
                "E'a'\n'\\''); drop table x; --'",
                "E'a' -- b\n'\\''); drop table x; --'",
                "$٣$'$٣$); drop table x; --'"
            })
    void seesThatAFragmentDoesNot(String sql) {
        assertThat(Fragment.problem(sql)).isPresent();
    }

    @Test
    void carriesStrangeNamesThroughEveryStep() throws Exception {
        String longest = "x".repeat(61) + "ß";
        try (Trial trial = new Trial(
                "create schema \"My Schema\"",
                "create table \"My Schema\".\"Select\" (\"ID\" bigint primary key, \"" + longest
                        + "\" text, \"it's\" text)",
                "insert into \"My Schema\".\"Select\" values (1, 'a', 'b')")) {
            String[] steps = {
                "addColumn: {table: My Schema.Select, column: 'a\"b', type: text, unique: true, check: '\"a\"\"b\" <> '''''}",
                "keepInSync: {table: My Schema.Select, set: {'a\"b': '\"it''s\"'}, reverse: {\"it's\": '\"a\"\"b\"'}}",
                "createIndex: {name: 'Index-1', table: My Schema.Select, columns: ['\"it''s\"'], unique: true}",
                "backfill: {table: My Schema.Select, set: {'a\"b': '\"it''s\"'}, clear: true}",
                "verify: {table: My Schema.Select, same: {'a\"b': '\"it''s\"'}}",
                "setNotNull: {table: My Schema.Select, columns: ['a\"b']}",
                "addCheck: {table: My Schema.Select, name: 'Check', expression: '\"ID\" > 0'}",
                "stopSync: {table: My Schema.Select}",
                "dropColumn: {table: My Schema.Select, column: '" + longest + "', keepFor: 1d}",
                "rowCount: {table: My Schema.Select}"
            };
            String digest = trial.resolve(Trial.plan(steps)).digests().toString();
            assertThat(trial.forward(steps)).hasSizeGreaterThan(12);
            assertThat(trial.resolve(Trial.plan(steps)).digests().toString()).isEqualTo(digest);
            assertThat(trial.ask("select \"a\"\"b\" from \"My Schema\".\"Select\""))
                    .isEqualTo("b");
            trial.back(steps);
            assertThat(trial.resolve(Trial.plan(steps)).digests().toString()).isEqualTo(digest);
            assertThat(
                            trial.ask(
                                    "select count(*) from pg_attribute where attrelid = '\"My Schema\".\"Select\"'::regclass and attnum > 0 and not attisdropped"))
                    .isEqualTo("3");
        }
    }
}
