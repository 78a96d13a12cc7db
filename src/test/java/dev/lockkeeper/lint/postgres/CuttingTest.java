package dev.lockkeeper.lint.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.lint.reading.Piece;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Parsed;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CuttingTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select ';'",
                "select E'\\';'",
                "select E'a'\n  'b\\';'",
                "select $$;$$, $a$;$$;$a$",
                "select \";\"\";\"",
                "select 1 /* ; /* ; */ ; */ + 1",
                "select 1 -- ;\r\n + 1",
                "select U&'\\0061;' , b'1', a$b$c",
                "create rule r as on insert to t do (delete from o; delete from p)",
                "create function f() returns int language sql begin atomic select case when true then 1 end; select 2; end",
                "do $x$ begin null; end; $x$",
            })
    void keepsOneStatementTogether(String sql) {
        assertThat(Cutting.of(sql + ";\nselect 2")).extracting(Piece::text).containsExactly(sql, "select 2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Ends for the server, whatever it looks like.
                "select '\\'; drop table t; --'",
                "select 1 -- \r; drop table t; --",
                "select (1; drop table t; --)",
                "/* a /* b */ c */ select 1; drop table t; --",
                "select $1$; drop table t; --$1$",
                "select a\u00a0$$; drop table t; --$$",
                "create table atomic (a int); drop table t; --",
            })
    void cutsWhereTheServerDoes(String sql) {
        assertThat(PostgresReader.ONE.read(sql).statements())
                .extracting(Parsed::act)
                .anyMatch(act -> act instanceof Act.DropTable);
    }

    @Test
    void tellsPlacesAndCommentsOfEachStatement() {
        List<Parsed> statements = PostgresReader.ONE
                .read(
                        "\uFEFF-- first\r\n/* and\n second */\r\n  select 1;\r\rselect\n2; -- none\n\n   -- third\nselect 3")
                .statements();

        assertThat(statements).extracting(Parsed::number).containsExactly(1, 2, 3);
        assertThat(statements).extracting(Parsed::line).containsExactly(4, 6, 10);
        assertThat(statements).extracting(Parsed::column).containsExactly(3, 1, 1);
        assertThat(statements.get(0).comments()).containsExactly("first", "and\n second");
        assertThat(statements.get(1).comments()).isEmpty();
        assertThat(statements.get(2).comments()).containsExactly("none", "third");
    }

    @Test
    void doesNotLetOneThatNobodyCanReadHideTheOthers() {
        List<Parsed> statements = PostgresReader.ONE
                .read(
                        "drop table a;\nalter table b frobnicate c;\n\\connect other\ndrop table d;\nselect (1;\ndrop table e")
                .statements();

        assertThat(statements).extracting(Parsed::act).hasSize(6);
        assertThat(statements.get(1).act()).isInstanceOfSatisfying(Act.Unreadable.class, unreadable -> {
            assertThat(unreadable.line()).isEqualTo(2);
            assertThat(unreadable.column()).isEqualTo(15);
            assertThat(unreadable.why()).contains("frobnicate");
        });
        assertThat(statements.get(2).act()).isInstanceOfSatisfying(Act.Unreadable.class, unreadable -> {
            assertThat(unreadable.line()).isEqualTo(3);
            assertThat(unreadable.why()).contains("psql");
        });
        assertThat(statements.get(3).act()).isInstanceOf(Act.DropTable.class);
        assertThat(statements.get(4).act()).isInstanceOf(Act.Unreadable.class);
        assertThat(statements.get(5).act()).isInstanceOf(Act.DropTable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 'open",
                "select \"open",
                "select $$open",
                "select 1 /* open",
                "select \0 1",
                "select \u0001",
                "drop table \"\"",
                "alter table t add column c int default 'x",
                "hello world",
                "{\"json\": true}",
                "select 1 2 3",
                "<html><body>;</body>",
                "create table t (a int",
                "select 1)",
                "\\d t",
                "select 1 \\gexec",
            })
    void makesAFindingOfWhatIsNoSql(String sql) {
        assertThat(PostgresReader.ONE.read(sql).statements())
                .isNotEmpty()
                .extracting(Parsed::act)
                .anyMatch(act -> act instanceof Act.Unreadable unreadable
                        && unreadable.line() >= 1
                        && unreadable.column() >= 1
                        && !unreadable.why().isBlank());
    }

    @Test
    void findsNothingWhereNothingIsSaid() {
        assertThat(PostgresReader.ONE.read(" ;; -- nothing\n ; /* at all */").statements())
                .isEmpty();
    }

    @Provide
    Arbitrary<String> scripts() {
        return Arbitraries.of(
                        "'",
                        "''",
                        "\"",
                        "$$",
                        "$a$",
                        "--",
                        "/*",
                        "*/",
                        "\n",
                        "\r",
                        ";",
                        " ",
                        "(",
                        ")",
                        "E'",
                        "\\",
                        "begin",
                        "atomic",
                        "create",
                        "function",
                        "rule",
                        "case",
                        "end",
                        "é",
                        "1",
                        "a",
                        "\0",
                        "\uD800",
                        "\u00a0",
                        "\uFEFF",
                        "select")
                .list()
                .ofMaxSize(40)
                .map(parts -> String.join("", parts));
    }

    /** Between two pieces lie semicolons, white space and comments, and nothing else. */
    @Property
    void losesNothing(@ForAll("scripts") String sql) {
        int at = sql.startsWith("\uFEFF") ? 1 : 0;
        for (Piece piece : Cutting.of(sql)) {
            assertThat(piece.from()).isGreaterThanOrEqualTo(at);
            assertSilent(sql.substring(at, piece.from()));
            assertThat(sql.substring(piece.from(), piece.from() + piece.text().length()))
                    .isEqualTo(piece.text());
            at = piece.from() + piece.text().length();
        }
        assertSilent(sql.substring(at));
    }

    @Property
    void neverThrows(@ForAll("scripts") String sql) {
        assertThat(PostgresReader.ONE.read(sql).statements()).hasSameSizeAs(Cutting.of(sql));
    }

    private static void assertSilent(String between) {
        Lexemes lexemes = new Lexemes(between, 0);
        while (lexemes.next() != Lexemes.Kind.END) {
            assertThat(lexemes.spoken() && !lexemes.is(';')).as(between).isFalse();
        }
    }
}
