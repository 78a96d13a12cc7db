package dev.lockkeeper.lint.mysql;

import static dev.lockkeeper.lint.mysql.Looked.MARIADB;
import static dev.lockkeeper.lint.mysql.Looked.MYSQL_8_0;
import static dev.lockkeeper.lint.mysql.Looked.MYSQL_8_4;
import static dev.lockkeeper.lint.mysql.Looked.mariadb;
import static dev.lockkeeper.lint.mysql.Looked.mysql;
import static dev.lockkeeper.lint.mysql.Looked.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.lint.Facts;
import dev.lockkeeper.lint.Rule;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.ObjectName;
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

    private static final String ASKED = ", algorithm=instant;";
    private static final String IN_PLACE = ", algorithm=inplace, lock=none;";
    private static final Map<ObjectName, Facts.Table> TYPED = table(
            500_000,
            Map.of("a", "int(11)", "v", "varchar(20)", "e", "enum('a','b','c')", "s", "set('1','2','3','4','5','6','7','8')", "n", "bigint"),
            "a");
    private static final Facts KNOWN = mysql(8, 4, 0, TYPED);
    private static final Facts MARIA = mariadb(TYPED);
    private static final String MADE = "create table t (id int primary key);\n";

    /** @param flagged by the rule, and @param clean not by this rule, on a server of which @param facts are known */
    record Example(String rule, Facts facts, String flagged, String clean) {
        @Override
        public String toString() {
            return rule + ": " + flagged;
        }
    }

    private static Example of(String rule, Facts facts, String flagged, String clean) {
        return new Example(rule, facts, flagged, clean);
    }

    static Stream<Example> examples() {
        return Stream.of(ALGORITHMS, COLUMNS, TYPES, KEYS, DROPS, TABLES, ROWS, SESSIONS, STYLE).flatMap(List::stream);
    }

    private static final List<Example> ALGORITHMS = List.of(
            of("require-algorithm-and-lock", MYSQL_8_4, "alter table t add column a int;", "alter table t add column a int" + ASKED),
            of("require-algorithm-and-lock", MARIADB, "create index i on t (a);", "create index i on t (a) algorithm=nocopy lock=none;"),
            of("require-algorithm-and-lock", MYSQL_8_4, "drop index i on t algorithm=inplace;", "drop index i on t algorithm=inplace lock=none;"),
            of("require-algorithm-and-lock", MYSQL_8_0, "alter table t drop column a;", MADE + "alter table t drop column a;"),
            of("require-algorithm-and-lock", MARIADB, "alter table t add index (a), algorithm=default;", "alter online table t add index (a), algorithm=nocopy;"),
            of("copy-algorithm", MYSQL_8_4, "alter table t add index i (a), algorithm=copy;", "alter table t add index i (a)" + IN_PLACE),
            of("copy-algorithm", MARIADB, "alter table t add column a int, algorithm=copy, lock=shared;", "alter table t convert to character set utf8mb4, algorithm=copy;"),
            of("lock-shared-or-exclusive", MYSQL_8_4, "alter table t add index i (a), algorithm=inplace, lock=shared;", "alter table t add fulltext index (a), algorithm=inplace, lock=shared;"),
            of("lock-shared-or-exclusive", MARIADB, "create index i on t (a) lock=exclusive;", "create index i on t (a) lock=none;"),
            of("several-alters-of-one-table", MYSQL_8_4, "alter table t add index (a)" + IN_PLACE + "alter table t add index (b)" + IN_PLACE,
                    "alter table t add index (a)" + IN_PLACE + "alter table u add index (b)" + IN_PLACE + "alter table t add column c int" + ASKED),
            of("column-position", MYSQL_8_0, "alter table t add column a int first;", "alter table t add column a int;"));

    private static final List<Example> COLUMNS = List.of(
            of("adding-required-field", MYSQL_8_4, "alter table t add column a int not null" + ASKED, "alter table t add column a int not null default 0" + ASKED),
            of("adding-required-field", MARIADB, "alter table t add column (a int not null, b int)" + ASKED, "alter table t add column a int" + ASKED),
            of("adding-field-with-default", MYSQL_8_4, "alter table t add column a varchar(36) default (uuid());", "alter table t add column a datetime default now()" + ASKED),
            of("adding-field-with-default", MARIADB, "alter table t add column a varchar(36) default uuid();", "alter table t add column a int default 5" + ASKED),
            of("adding-auto-incrementing-field", MYSQL_8_4, "alter table t add column a int auto_increment unique;", "alter table t add column a int" + ASKED),
            of("adding-stored-generated-column", MYSQL_8_4, "alter table t add column g int as (a + 1) stored;", "alter table t add column g int as (a + 1) virtual" + ASKED),
            of("adding-stored-generated-column", MARIADB, "alter table t add column g int as (a + 1) persistent;", MADE + "alter table t add column g int as (id) persistent;"),
            of("adding-not-nullable-field", KNOWN, "alter table t modify n bigint not null" + IN_PLACE, "alter table t modify a int not null" + IN_PLACE));

    private static final List<Example> TYPES = List.of(
            of("changing-column-type", KNOWN, "alter table t modify a bigint not null;", "alter table t modify a integer not null comment 'x'" + ASKED),
            of("changing-column-type", MARIA, "alter table t change v v varchar(10);", "alter table t change v v varchar(40)" + ASKED),
            of("changing-column-type", KNOWN, "alter table t modify v varchar(200);", "alter table t modify v varchar(60)" + IN_PLACE),
            of("changing-column-type", Facts.NONE, "alter table t modify v text;", "alter table t modify v text" + IN_PLACE),
            of("changing-character-set", MYSQL_8_4, "alter table t convert to character set utf8mb4;", "alter table t default character set utf8mb4" + IN_PLACE),
            of("changing-character-set", MARIA, "alter table t modify v varchar(20) character set latin1;", "alter table t modify v varchar(20)" + ASKED),
            of("enum-value-removed", KNOWN, "alter table t modify e enum('a','c');", "alter table t modify e enum('a','b','c','d')" + ASKED),
            of("enum-value-reordered", MARIA, "alter table t modify e enum('a','c','b');", "alter table t modify e enum('a','b','c')" + ASKED),
            of("enum-value-inserted", KNOWN, "alter table t modify e enum('a','x','b','c');", "alter table t modify e enum('a','b','c','x')" + ASKED),
            of("enum-size-crossing", KNOWN, "alter table t modify s set('1','2','3','4','5','6','7','8','9');", "alter table t modify e enum('a','b','c','9')" + ASKED));

    private static final List<Example> KEYS = List.of(
            of("adding-primary-key-constraint", MYSQL_8_4, "alter table t add primary key (id);", "alter table t add primary key (id)" + IN_PLACE),
            of("dropping-primary-key", MARIADB, "alter table t drop primary key;", "alter table t drop primary key, add primary key (id, a)" + IN_PLACE),
            of("adding-foreign-key-constraint", MYSQL_8_4, "alter table t add constraint f foreign key (a) references o (id);",
                    "set foreign_key_checks = 0; alter table t add constraint f foreign key (a) references o (id)" + IN_PLACE),
            of("adding-foreign-key-constraint", MARIADB, "alter table t add column a int references o (id);", "create table t (a int primary key, foreign key (a) references o (id));"),
            of("adding-check-constraint", MYSQL_8_4, "alter table t add constraint c check (a > 0);", "alter table t add constraint c check (a > 0) not enforced" + IN_PLACE),
            of("table-without-primary-key", MYSQL_8_4, "create table t (a int);", "create table t (a int not null, unique (a)); create table u like t; create temporary table x (a int);"),
            of("ignored-inline-reference", MYSQL_8_4, "create table t (id int primary key, a int references o (id));", "create table t (id int primary key, a int, foreign key (a) references o (id));"),
            of("adding-fulltext-or-spatial-index", MYSQL_8_4, "create fulltext index f on t (a);", "create index f on t (a) algorithm=inplace lock=none;"),
            of("adding-fulltext-or-spatial-index", MARIADB, "alter table t add spatial index (g);", MADE + "alter table t add fulltext index (g);"),
            of("adding-unique-index", MYSQL_8_4, "create unique index u on t (a, b) algorithm=inplace lock=none;", "create index u on t (a) algorithm=inplace lock=none;"),
            of("drop-index-without-invisible", MYSQL_8_4, "alter table t drop index i" + IN_PLACE, "alter table t alter index i invisible" + IN_PLACE + "drop index i on t algorithm=inplace lock=none;"),
            of("drop-index-without-invisible", MARIADB, "drop index i on t algorithm=inplace lock=none;", "alter table t alter index i ignored" + IN_PLACE + "alter table t drop index i" + IN_PLACE));

    private static final List<Example> DROPS = List.of(
            of("ban-drop-column", MYSQL_8_4, "alter table t drop column a" + ASKED, "alter table t add column a int" + ASKED + "alter table t drop column a" + ASKED),
            of("ban-drop-table", MYSQL_8_4, "drop table t;", MADE + "drop table t; drop temporary table x;"),
            of("ban-drop-database", MYSQL_8_4, "drop schema shop;", "drop view v;"),
            of("ban-truncate", MARIADB, "truncate t;", MADE + "truncate table t;"),
            of("renaming-column", KNOWN, "alter table t rename column a to b" + ASKED, "alter table t modify a int not null" + ASKED),
            of("renaming-column", MYSQL_8_4, "alter table t change a b int" + ASKED, MADE + "alter table t change id b int;"),
            of("renaming-table", MYSQL_8_4, "rename table t to u;", MADE + "rename table t to u;"),
            of("renaming-table", MARIADB, "alter table t rename to u;", "alter table t rename index a to b" + IN_PLACE));

    private static final List<Example> TABLES = List.of(
            of("optimize-table", MYSQL_8_4, "optimize table t;", "analyze table t;"),
            of("changing-partitions", MYSQL_8_4, "alter table t partition by hash (id) partitions 4;", "alter table t add partition (partition p values less than (9));"),
            of("changing-partitions", MARIADB, "alter table t drop partition p;", "alter table t exchange partition p with table u;"),
            of("changing-engine-or-row-format", MYSQL_8_4, "alter table t row_format=compressed;", "alter table t row_format=compressed" + IN_PLACE),
            of("changing-engine-or-row-format", MARIADB, "alter table t engine=aria;", "alter table t comment 'x'" + IN_PLACE),
            of("myisam-engine", MYSQL_8_4, "create table t (id int primary key) engine=MyISAM;", "create table t (id int primary key) engine=InnoDB;"),
            of("lock-tables", MARIADB, "lock tables t write;", MADE + "lock tables t write; unlock tables;"));

    private static final List<Example> ROWS = List.of(
            of("delete-or-update-without-where", MYSQL_8_4, "update t set a = 1;", MADE + "update t set id = 1;"),
            of("delete-or-update-without-where", MARIADB, "delete from t;", "delete from t where id < 10 order by id limit 5;"),
            of("unbatched-update", MYSQL_8_4, "update t set a = 1 where b is null;", "update t set a = 1 where b is null order by id limit 1000;"),
            of("unbatched-update", mysql(8, 4, 0, table(2_000_000, Map.of())), "delete t from t join u on u.id = t.id;", MADE + "delete from t where id > 5;"),
            of("limit-without-order-by", MYSQL_8_4, "delete from t where a = 1 limit 1000;", "delete from t where a = 1 order by id limit 1000;"),
            of("insert-select-unbatched", MARIADB, "insert into u select * from t;", "insert into u select * from t where id > 5 order by id limit 1000; insert into u values (1);"),
            of("offset-paging", MYSQL_8_4, "select id from t order by id limit 100 offset 500;", "select id from t where id > 500 order by id limit 100;"),
            of("skip-locked-moving-cursor", MYSQL_8_4, "select id from t order by id limit 9 for update skip locked;", "select id from t order by id limit 9 for update;"));

    private static final List<Example> SESSIONS = List.of(
            of("require-lock-timeout", MYSQL_8_4, "drop table t;", "set lock_wait_timeout = 3; drop table t;"),
            of("require-lock-timeout", MARIADB, "alter table t add column a int" + ASKED, "alter table t wait 3 add column a int" + ASKED),
            of("require-lock-timeout", MARIADB, "truncate t;", "set statement lock_wait_timeout=2 for alter table t add column a int" + ASKED),
            of("implicit-commit-in-transaction", MYSQL_8_4, "begin; update t set a = 1 where id = 1; alter table t add column b int; commit;",
                    "begin; update t set a = 1 where id = 1; commit; alter table t add column b int;"),
            of("implicit-commit-in-transaction", MARIADB, "start transaction; create table x (id int primary key);", "begin; create temporary table x (a int); commit;"),
            of("setting-global-variable", MYSQL_8_4, "set @@global.max_connections = 5;", "set session max_join_size = 5;"),
            of("skipping-binary-log", MARIADB, "set sql_log_bin = OFF;", "set sql_log_bin = 1;"));

    private static final List<Example> STYLE = List.of(
            of("prefer-bigint-over-int", MYSQL_8_4, "create table t (id int unsigned auto_increment primary key);", "create table t (id bigint auto_increment primary key);"),
            of("prefer-decimal-over-float", MYSQL_8_4, "create table t (id int primary key, a float);", "create table t (id int primary key, a decimal(10,2));"),
            of("prefer-datetime-over-timestamp", MARIADB, "alter table t add column a timestamp null" + ASKED, "alter table t add column a datetime" + ASKED),
            of("prefer-utf8mb4", MYSQL_8_4, "create table t (id int primary key) default charset=utf8;", "create table t (id int primary key) default charset=utf8mb4;"));

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
        String safer = Looked.at(example.flagged(), example.facts()).only(example.rule()).remark().saferWay();
        assertThat(readable(safer)).as(safer).isTrue();
        assertThat(Looked.at(safer, example.facts()).ids()).as(safer).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void offersPlansThatAreMigrationFiles(Example example) {
        String plan = Looked.at(example.flagged(), example.facts()).only(example.rule()).remark().plan();
        if (plan != null) {
            assertThat(PlanReader.read(plan).engine()).as(plan).isEqualTo(Engine.MYSQL);
        }
    }

    private static boolean readable(String sql) {
        return Looked.RULES.reader().read(sql).statements().stream().noneMatch(one -> one.act() instanceof Act.Unreadable);
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
        assertThat(Looked.at(change, mysql(8, 4, 0, table(300, columns))).only("changing-column-type").level())
                .isEqualTo(Level.ADVISORY);
        Looked.Said large = Looked.at(change, mysql(8, 4, 0, table(300_000_000, columns))).only("changing-column-type");
        assertThat(large.level()).isEqualTo(Level.BLOCKING);
        assertThat(large.remark().message()).contains("300,000,000 rows", "12.5 writes a second", "t.a", "bigint instead of int");
        String index = "create index i on t (a);";
        assertThat(Looked.at(index, mysql(8, 4, 0, table(300_000_000, columns))).only("require-algorithm-and-lock").level())
                .isEqualTo(Level.BLOCKING);
    }

    @Test
    void saysWhenTheOldTypeIsNotKnown() {
        assertThat(Looked.at("alter table t modify a bigint;").only("changing-column-type").remark().message())
                .contains("not known");
    }

    @Test
    void aColumnInTheMiddleIsInstantSinceMysql8029AndOnMariadb() {
        String change = "alter table t add column a int first" + ASKED;
        assertThat(Looked.at(change, mysql(8, 0, 28, Map.of())).ids()).contains("column-position");
        assertThat(Looked.at(change, mysql(8, 0, 29, Map.of())).ids()).doesNotContain("column-position");
        assertThat(Looked.at(change, MARIADB).ids()).doesNotContain("column-position");
        assertThat(Looked.at(change).only("column-position").remark().message()).contains("version is not known");
    }

    @Test
    void asksForWhatTheVersionCanDo() {
        String change = "alter table t drop column a;";
        assertThat(Looked.at(change, mysql(8, 0, 28, Map.of())).only("require-algorithm-and-lock").remark().message())
                .contains("add algorithm=inplace, lock=none");
        assertThat(Looked.at(change, MYSQL_8_4).only("require-algorithm-and-lock").remark().message())
                .contains("add algorithm=instant");
    }

    @Test
    void aManagedStepHasTimeOutsOfItsOwn() {
        assertThat(Looked.at("drop table t;", MYSQL_8_4, true).ids()).containsExactly("ban-drop-table");
    }

    @Test
    void anUpdateBecomesABackfillWithItsCondition() {
        String plan = Looked.at("update t set a = b * 2 where c is null;", MYSQL_8_4).only("unbatched-update").remark().plan();
        assertThat(plan).contains("case when c is null then b * 2 else `a` end");
        assertThat(Looked.at("update t set a = a + 1 where c is null;").only("unbatched-update").remark().plan()).isNull();
        assertThat(Looked.at("update t set a = now() where c = 1;").only("unbatched-update").remark().plan()).isNull();
    }
}
