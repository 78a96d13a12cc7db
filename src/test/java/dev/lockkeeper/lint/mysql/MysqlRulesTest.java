package dev.lockkeeper.lint.mysql;

import static dev.lockkeeper.lint.mysql.Looked.MARIADB;
import static dev.lockkeeper.lint.mysql.Looked.MYSQL_8_4;
import static dev.lockkeeper.lint.mysql.Looked.mysql;
import static dev.lockkeeper.lint.mysql.Looked.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.lint.Rule;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.plan.Engine;
import dev.lockkeeper.plan.Level;
import dev.lockkeeper.plan.PlanReader;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** For each rule: what it flags, what it does not, and that what it offers instead is clean itself. */
class MysqlRulesTest {

    static Stream<Example> examples() {
        return Stream.of(
                        ChangeExamples.ALGORITHMS,
                        ChangeExamples.COLUMNS,
                        ChangeExamples.TYPES,
                        ChangeExamples.KEYS,
                        OtherExamples.DROPS,
                        OtherExamples.TABLES,
                        OtherExamples.ROWS,
                        OtherExamples.SESSIONS,
                        OtherExamples.STYLE)
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void flagsTheDangerOnceAndNotTheOther(Example example) {
        Looked flagged = Looked.at(example.flagged(), example.facts());
        Looked clean = Looked.at(example.clean(), example.facts());
        assertThat(readable(example.flagged() + ";\n" + example.clean())).isTrue();
        assertThat(flagged.of(example.rule())).as("flagged").hasSize(1);
        assertThat(clean.of(example.rule())).as("clean: %s", example.clean()).isEmpty();
        assertThat(flagged.only(example.rule()).remark().message()).matches("(?s).*[^.;,]\\.");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void offersSqlThatIsCleanItself(Example example) {
        String safer = Looked.at(example.flagged(), example.facts())
                .only(example.rule())
                .remark()
                .saferWay();
        assertThat(readable(safer)).as(safer).isTrue();
        assertThat(Looked.at(safer, example.facts()).ids()).as(safer).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void offersPlansThatAreMigrationFiles(Example example) {
        String plan = Looked.at(example.flagged(), example.facts())
                .only(example.rule())
                .remark()
                .plan();
        if (plan != null) {
            assertThat(PlanReader.read(plan).engine()).as(plan).isEqualTo(Engine.MYSQL);
        }
    }

    private static boolean readable(String sql) {
        return Looked.RULES.reader().read(sql).statements().stream()
                .noneMatch(one -> one.act() instanceof Act.Unreadable);
    }

    @Test
    void everyRuleHasAnExampleAndAnIdOfItsOwn() {
        List<String> ids = Looked.RULES.rules().stream().map(Rule::id).toList();
        assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(24);
        assertThat(examples().map(Example::rule).distinct()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(Looked.RULES.rules()).allSatisfy(rule -> {
            assertThat(rule.id()).matches("[a-z0-9]+(-[a-z0-9]+)+");
            assertThat(rule.danger()).endsWith(".");
        });
    }

    @Test
    void theSameStatementIsAdvisoryOnSmallTablesAndInTheWayOnLargeOnes() {
        String change = "alter table t modify a bigint;";
        Map<String, String> columns = Map.of("a", "int");
        assertThat(Looked.at(change, mysql(8, 4, 0, table(300, columns)))
                        .only("changing-column-type")
                        .level())
                .isEqualTo(Level.ADVISORY);
        Looked.Said large =
                Looked.at(change, mysql(8, 4, 0, table(300_000_000, columns))).only("changing-column-type");
        assertThat(large.level()).isEqualTo(Level.BLOCKING);
        assertThat(large.remark().message())
                .contains("300,000,000 rows", "12.5 writes a second", "t.a", "bigint instead of int");
        String index = "create index i on t (a);";
        assertThat(Looked.at(index, mysql(8, 4, 0, table(300_000_000, columns)))
                        .only("require-algorithm-and-lock")
                        .level())
                .isEqualTo(Level.BLOCKING);
    }

    @Test
    void saysWhenTheOldTypeIsNotKnown() {
        assertThat(Looked.at("alter table t modify a bigint;")
                        .only("changing-column-type")
                        .remark()
                        .message())
                .contains("not known");
    }

    /** Who takes the safer way would still break every reader of the old name. */
    @Test
    void offersNoOtherAlgorithmForWhatRenamesAsWell() {
        Looked looked = Looked.at("alter table t change a b varchar(300);");
        assertThat(looked.only("changing-column-type").remark().saferWay()).isEmpty();
        assertThat(looked.ids()).contains("renaming-column");
    }

    @Test
    void aColumnInTheMiddleIsInstantSinceMysql8029AndOnMariadb() {
        String change = "alter table t add column a int first" + Example.ASKED;
        assertThat(Looked.at(change, mysql(8, 0, 28, Map.of())).ids()).contains("column-position");
        assertThat(Looked.at(change, mysql(8, 0, 29, Map.of())).ids()).doesNotContain("column-position");
        assertThat(Looked.at(change, MARIADB).ids()).doesNotContain("column-position");
        assertThat(Looked.at(change).only("column-position").remark().message()).contains("version is not known");
    }

    @Test
    void asksForWhatTheVersionCanDo() {
        String change = "alter table t drop column a;";
        assertThat(Looked.at(change, mysql(8, 0, 28, Map.of()))
                        .only("require-algorithm-and-lock")
                        .remark()
                        .message())
                .contains("add algorithm=inplace, lock=none");
        assertThat(Looked.at(change, MYSQL_8_4)
                        .only("require-algorithm-and-lock")
                        .remark()
                        .message())
                .contains("add algorithm=instant");
    }

    @Test
    void aManagedStepHasTimeOutsOfItsOwn() {
        assertThat(Looked.at("drop table t;", MYSQL_8_4, true).ids()).containsExactly("ban-drop-table");
    }

    @Test
    void anUpdateBecomesABackfillWithItsCondition() {
        String plan = Looked.at("update t set a = b * 2 where c is null;", MYSQL_8_4)
                .only("unbatched-update")
                .remark()
                .plan();
        assertThat(plan).contains("case when c is null then b * 2 else `a` end");
        assertThat(Looked.at("update t set a = a + 1 where c is null;")
                        .only("unbatched-update")
                        .remark()
                        .plan())
                .isNull();
        assertThat(Looked.at("update t set a = now() where c = 1;")
                        .only("unbatched-update")
                        .remark()
                        .plan())
                .isNull();
    }
}
