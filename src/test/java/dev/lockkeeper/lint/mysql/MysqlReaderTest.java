package dev.lockkeeper.lint.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Alteration;
import dev.lockkeeper.lint.sql.ColumnDef.Generated;
import dev.lockkeeper.lint.sql.Constraint.Kind;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.lint.sql.Online;
import dev.lockkeeper.lint.sql.Parsed;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MysqlReaderTest {

    private static List<Parsed> read(String sql) {
        return new MysqlReader().read(sql).statements();
    }

    private static Act act(String sql) {
        return read(sql).getFirst().act();
    }

    private static Alteration alteration(String change) {
        return ((Act.AlterTable) act("alter table t " + change)).alterations().getFirst();
    }

    @Test
    void tellsWhereEachStatementBeginsAndWhatIsSaidBeforeIt() {
        List<Parsed> found =
                read("-- first\nselect 1;  # second\n/* third */ drop table `a;b` ; select 'x;y' -- end\n");
        assertThat(found).extracting(Parsed::number).containsExactly(1, 2, 3);
        assertThat(found).extracting(Parsed::line).containsExactly(2, 3, 3);
        assertThat(found).extracting(Parsed::column).containsExactly(1, 13, 32);
        assertThat(found.get(1).comments()).containsExactly("second", "third");
        assertThat(found.get(1).act()).isEqualTo(new Act.DropTable(List.of(ObjectName.of("a;b")), false, false));
        assertThat(found.get(2).text()).isEqualTo("select 'x;y'");
    }

    @Test
    void readsWhatServersExecuteInComments() {
        assertThat(act("/*!40101 set names utf8 */;")).isEqualTo(new Act.Set("names", "utf8", false));
        assertThat(act("/*M!100600 truncate t */")).isEqualTo(new Act.Truncate(List.of(ObjectName.of("t")), false));
        assertThat(act("drop table /*!32312 if exists */ t"))
                .isEqualTo(new Act.DropTable(List.of(ObjectName.of("t")), false, true));
    }

    @Test
    void heedsTheClientsDelimiter() {
        List<Parsed> found = read("delimiter //\ncreate procedure p() begin select 1; select '//'; end//\n"
                + "create function f() returns int return 1 //\ndelimiter ;\nselect 2;");
        assertThat(found).extracting(Parsed::line).containsExactly(2, 3, 5);
        assertThat(found.getFirst().act()).isEqualTo(new Act.Create("procedure", ObjectName.of("p")));
        assertThat(found.get(1).act()).isInstanceOf(Act.CreateFunction.class);
        assertThat(found.get(2).act()).isInstanceOf(Act.Select.class);
    }

    @Test
    void findsTheEndOfARoutineWithoutADelimiter() {
        assertThat(
                        read(
                                "create trigger r before insert on t for each row begin if new.a then set new.b = 1; end if; end; select 1"))
                .extracting(Parsed::act)
                .hasExactlyElementsOfTypes(Act.CreateTrigger.class, Act.Select.class);
    }

    @Test
    void readsColumnsAsTheyAreWritten() {
        var column = ((Alteration.AddColumn) alteration(
                "add column `a b` ENUM('A', 'b') character set latin1 not null default 'A' comment 'x' after c"));
        assertThat(column.moved()).isTrue();
        assertThat(column.column().name()).isEqualTo("a b");
        assertThat(column.column().type()).isEqualTo("enum('A','b')");
        assertThat(column.column().notNull()).isTrue();
        assertThat(column.column().extras()).containsExactly("comment", "character set latin1");
        var key = ((Alteration.AddColumn) alteration("add id bigint  unsigned auto_increment primary key")).column();
        assertThat(key.type()).isEqualTo("bigint unsigned");
        assertThat(key.automatic()).isTrue();
        assertThat(key.has(Kind.PRIMARY_KEY)).isTrue();
        var computed = ((Alteration.AddColumn) alteration("add g int as (a + 1) stored")).column();
        assertThat(computed.generated()).isEqualTo(Generated.STORED);
        assertThat(computed.extras()).containsExactly("as a + 1");
    }

    @Test
    void keepsPlacesBehindCharactersOfTwoUnits() {
        var column = ((Alteration.AddColumn) alteration("add x varchar(10) default (concat('😀', `b`))")).column();
        assertThat(column.defaultValue()).isNotNull().satisfies(value -> {
            assertThat(value.text()).isEqualTo("concat('😀', `b`)");
            assertThat(value.calls()).containsExactly("concat");
            assertThat(value.columns()).isTrue();
        });
        assertThat(act("select '😀'; drop tabel t")).isInstanceOf(Act.Select.class);
        assertThat(read("select '😀'; drop tabel t").get(1).act())
                .isInstanceOfSatisfying(
                        Act.Unreadable.class, what -> assertThat(what.column()).isEqualTo(19));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter online table t add column if not exists a int, algorithm=nocopy",
                "alter table if exists t wait 5 drop column if exists a, drop index if exists i",
                "alter table t nowait add column a uuid default uuid(), add i inet6 not null",
                "create index if not exists i on t (a) nowait",
                "create sequence if not exists s start with 1",
                "drop sequence s",
                "set statement lock_wait_timeout = 5 for alter table t add a int",
                "create table t (id int primary key, a date default curdate(), b int as (id) persistent) with system versioning",
                "alter table t alter index i not ignored",
                "begin not atomic update t set a = 1; end",
                "alter table t add v vector(3) not null"
            })
    void readsMariadbsOwn(String sql) {
        assertThat(read(sql)).singleElement().extracting(Parsed::act).isNotInstanceOf(Act.Unreadable.class);
    }

    @Test
    void tellsHowAChangeWantsToBeCarriedOut() {
        assertThat(((Act.AlterTable) act("alter online table t add a int, algorithm=nocopy")).online())
                .isEqualTo(new Online("nocopy", "none"));
        assertThat(((Act.CreateIndex) act("create index i on t (a, b(5), (lower(c))) ALGORITHM inplace lock=shared")))
                .satisfies(index -> {
                    assertThat(index.online()).isEqualTo(new Online("inplace", "shared"));
                    assertThat(index.parts()).containsExactly("a", "b(5)", "(lower(c))");
                });
    }

    @Test
    void findsTheTableThatAJoinedUpdateWrites() {
        Act.Update update = (Act.Update) act("update u join s.t as q on q.id = u.id set q.a = u.a + 1 where q.b in"
                + " (select b from v order by b limit 5 offset 2)");
        assertThat(update.table()).isEqualTo(new ObjectName("s", "t"));
        assertThat(update.columns()).containsExactly("a");
        assertThat(update.reads().joined()).isTrue();
        assertThat(update.reads().limit()).isTrue();
        assertThat(update.reads().offset()).isTrue();
        assertThat(update.reads().ordered()).isTrue();
        assertThat(update.reads().tables()).containsExactlyInAnyOrder(ObjectName.of("u"), ObjectName.of("v"));
        Act.Delete delete = (Act.Delete) act("delete q from t as q join x on q.id = x.id");
        assertThat(delete.table()).isEqualTo(ObjectName.of("t"));
        assertThat(delete.reads().tables()).containsExactly(ObjectName.of("x"));
    }

    @Test
    void readsEachVariableOfASet() {
        assertThat(
                        read(
                                "set session lock_wait_timeout = 5, @@global.max_connections = 9, @x = 1, foreign_key_checks = default"))
                .extracting(Parsed::act)
                .containsExactly(
                        new Act.Set("lock_wait_timeout", "5", false),
                        new Act.Set("global max_connections", "9", false),
                        new Act.Set("@x", "1", false),
                        new Act.Set("foreign_key_checks", null, false));
    }

    @Test
    void whatItCannotReadIsAFindingAndTheRestIsReadAllTheSame() {
        List<Parsed> found = read("drop table a;\nthis is no sql;\ndrop table b;\n  select 'never ends");
        assertThat(found.get(1).act()).isInstanceOfSatisfying(Act.Unreadable.class, what -> assertThat(what.line())
                .isEqualTo(2));
        assertThat(found.get(2).act()).isInstanceOf(Act.DropTable.class);
        assertThat(found.get(3).act()).isInstanceOfSatisfying(Act.Unreadable.class, what -> assertThat(what.column())
                .isEqualTo(10));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                "not ",
                "- ",
                "case when 1 then ",
                "if(",
                "select (",
                "select * from (",
                "/*",
                "\u0000",
                "`",
                "\uD800",
                ";",
                "delimiter x\n"
            })
    void survivesHostileText(String piece) {
        for (int times : new int[] {1, 400, 20_000}) {
            long start = System.nanoTime();
            List<Parsed> found = read("select " + piece.repeat(times));
            assertThat(found).isNotNull();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(1));
        }
    }

    @Test
    void readsLongSumsAndTenMegabytes() {
        String sum = IntStream.range(0, 3_000).mapToObj(i -> "a").collect(Collectors.joining(" + "));
        assertThat(read("update t set a = " + sum + " where id = 1")).hasSize(1);
        String row = "insert into t (a, b) values (1, 'some text; with a semicolon');\n";
        assertThat(read("-- ".repeat(3) + "x\n" + ("/* " + "x".repeat(10 << 20) + " */\n") + row.repeat(3)))
                .hasSize(3);
        assertThat(act("insert into t values ('" + "x".repeat(10 << 20) + "')")).isInstanceOf(Act.Unreadable.class);
    }

    @Test
    void readsAThousandStatementsInASecond() {
        String script = IntStream.range(0, 1_000)
                .mapToObj(i -> "alter table t" + i + " add column a int not null default " + i
                        + ", add index i (a), algorithm=inplace, lock=none;\n")
                .collect(Collectors.joining());
        read(script);
        long start = System.nanoTime();
        assertThat(read(script)).hasSize(1_000);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        System.out.println("1,000 statements of MySQL read in " + took.toMillis() + " ms");
        assertThat(took).isLessThan(Duration.ofSeconds(2));
    }
}
