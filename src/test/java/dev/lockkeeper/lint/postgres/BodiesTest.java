package dev.lockkeeper.lint.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.lint.sql.Routine;
import dev.lockkeeper.lint.sql.Routine.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read from the bodies of {@code do} blocks and functions. */
class BodiesTest {

    private static Routine plpgsql(String body) {
        return Bodies.of("plpgsql", body);
    }

    private static List<String> texts(List<Routine.Statement> statements) {
        return statements.stream().map(Routine.Statement::text).toList();
    }

    private static Routine.Loop loop(String body) {
        List<Routine.Loop> loops = plpgsql(body).loops();
        assertThat(loops).hasSize(1);
        return loops.getFirst();
    }

    @Test
    void everyStatementOfSqlIsReadWithItsLine() {
        Routine routine = plpgsql(
                """
                declare
                  n int := 0; -- update a comment;
                begin
                  n := n + 1;
                  update t set a = n where id = 1;
                  if n > 1 then
                    delete from t;
                  elsif exists (select 1 from u) then
                    insert into t values (1) returning id into n;
                  else
                    perform f(n) from v;
                  end if;
                exception when others then
                  truncate w;
                end""");

        assertThat(routine.statements().stream().map(one -> one.line() + " " + one.text()))
                .containsExactly(
                        "5 update t set a = n where id = 1",
                        "7 delete from t",
                        "9 insert into t values (1) returning id into n",
                        "11 perform f(n) from v",
                        "14 truncate w");
        assertThat(routine.statements().stream().map(one -> one.act().getClass().getSimpleName()))
                .containsExactly("Update", "Delete", "Insert", "Select", "Truncate");
        assertThat(routine.loops()).isEmpty();
    }

    @Test
    void intoNamesVariablesAndNoTable() {
        Routine routine = plpgsql("begin select max(id), min(id) into strict a, b.c from t where x > 1; end");

        assertThat(routine.statements().getFirst().act()).isInstanceOfSatisfying(Act.Select.class, select -> assertThat(
                        select.reads().tables())
                .containsExactly(ObjectName.of("t")));
    }

    @Test
    void aConstantThatIsExecutedIsReadAndWhatIsPutTogetherIsNot() {
        List<Routine.Statement> statements = plpgsql(
                        """
                        begin
                          execute 'truncate t';
                          execute format('drop table %I', name);
                          execute 'drop table ' || name;
                          execute command;
                        end""")
                .statements();

        assertThat(statements.get(0).act()).isInstanceOf(Act.Truncate.class);
        assertThat(statements.get(1).act()).isInstanceOf(Act.DropTable.class);
        assertThat(statements.get(2).act()).isInstanceOf(Act.Other.class);
        assertThat(statements.get(3).act()).isInstanceOf(Act.Other.class);
    }

    @Test
    void whatNobodyCanReadHasItsPlaceInTheBody() {
        Routine routine = plpgsql("begin\n  update t\n    sett a = 1;\n  delete from t;\nend");

        assertThat(routine.statements().getFirst().act())
                .isInstanceOfSatisfying(Act.Unreadable.class, unread -> assertThat(unread.line())
                        .isEqualTo(3));
        assertThat(routine.statements().get(1).act()).isInstanceOf(Act.Delete.class);
    }

    @Test
    void quotesAndDollarsHideTheirWords() {
        Routine routine =
                plpgsql("begin raise notice 'loop; delete from t'; update t set a = $x$end; loop$x$ where id = 1; end");

        assertThat(texts(routine.statements())).containsExactly("update t set a = $x$end; loop$x$ where id = 1");
        assertThat(routine.loops()).isEmpty();
    }

    @Test
    void aLoopHasItsStatementsAndTheEndsOfItsTransactions() {
        Routine.Loop loop = loop(
                """
                begin
                  loop
                    update t set a = 1 where id in (select id from t where a is null limit 100);
                    exit when not found;
                    commit;
                  end loop;
                  delete from u;
                end""");

        assertThat(loop.kind()).isEqualTo(Kind.PLAIN);
        assertThat(loop.line()).isEqualTo(2);
        assertThat(texts(loop.inside())).hasSize(2).last().isEqualTo("commit");
        assertThat(loop.commits()).isTrue();
        assertThat(loop.exits()).containsExactly("not found");
        assertThat(loop.endsOnNoRows()).isTrue();
        assertThat(loop.rows()).isNull();
    }

    @Test
    void aLoopInALoopIsInBoth() {
        List<Routine.Loop> loops = plpgsql(
                        """
                        begin
                          for i in 1..10 loop
                            for r in select id from t loop
                              update t set a = 1 where id = r.id;
                            end loop;
                            delete from u;
                          end loop;
                        end""")
                .loops();

        assertThat(loops).extracting(Routine.Loop::kind).containsExactly(Kind.COUNTED, Kind.ROWS);
        assertThat(texts(loops.get(0).inside())).containsExactly("update t set a = 1 where id = r.id", "delete from u");
        assertThat(texts(loops.get(1).inside())).containsExactly("update t set a = 1 where id = r.id");
        assertThat(loops.get(1).rows()).isInstanceOf(Act.Select.class);
        assertThat(loops).noneMatch(Routine.Loop::commits);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    exit when not found                                            | true
                    if not found then exit; end if                                 | true
                    get diagnostics n = row_count; exit when n = 0                 | true
                    get diagnostics n = row_count; if n < 1 then return; end if    | true
                    exit when last >= most                                         | false
                    n := 5; exit when n = 0                                        | false
                    """)
    void whetherALoopEndsOnNoRowsIsToldByItsConditions(String ends, boolean noRows) {
        Routine.Loop loop = loop("begin loop update t set a = 1 where id > last; " + ends + "; end loop; end");

        assertThat(loop.endsOnNoRows()).isEqualTo(noRows);
        assertThat(loop.exits()).hasSize(1);
    }

    @Test
    void aCursorOfItsOwnIsWhatItSetsAndComparesWith() {
        Routine.Loop loop = loop(
                """
                begin
                  while last < most loop
                    select max(id) into last from (select id from t where id > last order by id limit 10) x;
                    n := n + 1;
                  end loop;
                end""");

        assertThat(loop.kind()).isEqualTo(Kind.WHILE);
        assertThat(loop.moving()).containsExactly("last");
        assertThat(loop.exits()).containsExactly("last < most");
    }

    @Test
    void aCaseIsNoEndOfItsBlock() {
        Routine routine = plpgsql(
                """
                begin
                  case a when 1 then delete from t; else truncate t; end case;
                  update t set a = case when b then 1 else 2 end where id = 1;
                  loop exit; end loop;
                  drop table u;
                end""");

        assertThat(texts(routine.statements()))
                .containsExactly(
                        "delete from t",
                        "truncate t",
                        "update t set a = case when b then 1 else 2 end where id = 1",
                        "drop table u");
        assertThat(routine.loops()).hasSize(1);
    }

    @Test
    void aFunctionInSqlIsItsStatementsAndOtherLanguagesAreNotRead() {
        assertThat(texts(Bodies.of("sql", "delete from t; select 1").statements()))
                .containsExactly("delete from t", "select 1");
        assertThat(Bodies.of("plpython3u", "delete from t")).isEqualTo(Routine.NOTHING);
        assertThat(Bodies.of(null, "delete from t")).isEqualTo(Routine.NOTHING);
    }

    @Test
    void bodiesThatEndTooEarlyAreReadAsFarAsTheyGo() {
        for (String body : List.of(
                "",
                "begin",
                "begin loop",
                "end loop; end if;",
                "begin if x then loop update t set a = 1",
                "for r in select 1 from t",
                "begin case",
                "exit",
                "<<a",
                "begin execute",
                "loop return query")) {
            assertThat(plpgsql(body)).as(body).isNotNull();
        }
        assertThat(texts(plpgsql("begin if x then loop update t set a = 1")
                        .loops()
                        .getFirst()
                        .inside()))
                .containsExactly("update t set a = 1");
    }
}
