package dev.lockkeeper.lint.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.Facts;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.MysqlDatabases;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is predicted of a change is asked of a server by name: it accepts the way, and refuses a gentler one. */
class WaysOnServerTest {

    private static final List<String> MADE = List.of(
            "create table o (id int primary key) engine=innodb",
            "insert into o values (1)",
            "create table t (id bigint not null, a int, b int not null, v varchar(20), e enum('a','b','c') not null, g point not null,"
                    + " d datetime, primary key (id), key i (a), key j (b), constraint c check (a > 0)) engine=innodb",
            "insert into t values (1, 1, 1, 'x', 'a', point(1, 1), now())",
            "create table p (id bigint not null primary key, a int) engine=innodb partition by range (id)"
                    + " (partition p0 values less than (10), partition p1 values less than (20))");
    private static final Map<String, String> COLUMNS = Map.of(
            "id",
            "bigint(20)",
            "a",
            "int(11)",
            "b",
            "int(11)",
            "v",
            "varchar(20)",
            "e",
            "enum('a','b','c')",
            "g",
            "point",
            "d",
            "datetime");

    private static Facts facts;

    @BeforeAll
    static void asksForTheVersion() {
        String text = MysqlDatabases.fresh("ways").ask("select version()");
        Matcher version = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+).*").matcher(text);
        assertThat(version.matches()).isTrue();
        Facts.Table table =
                new Facts.Table(1L, 100, null, COLUMNS, List.of("id", "b", "e", "g"), List.of("i", "j"), Map.of());
        facts = new Facts(
                new Facts.Version(number(version, 1), number(version, 2), number(version, 3)),
                text.contains("MariaDB"),
                true,
                Map.of(ObjectName.of("t"), table),
                null,
                null);
    }

    private static int number(Matcher version, int group) {
        return Integer.parseInt(version.group(group));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "add column n int",
                "add column n int not null default 5",
                "add column n int after id",
                "add column n datetime default current_timestamp",
                "add column n varchar(36) default (uuid())",
                "add column n int as (a + 1) virtual",
                "add column n int as (a + 1) stored",
                "add column n bigint auto_increment unique",
                "add column n int unique",
                "add column n int check (n > 0)",
                "add column n int references o (id)",
                "drop column v",
                "modify column v varchar(40)",
                "modify column v varchar(10)",
                "modify column v varchar(20) not null",
                "modify column b int",
                "modify column a bigint",
                "modify column a int first",
                "modify column a int comment 'x'",
                "modify column e enum('a','b','c','d') not null",
                "modify column e enum('a','c','b') not null",
                "change column a aa int",
                "alter column a set default 7",
                "alter column a drop default",
                "add index n (v)",
                "add unique index n (v)",
                "add fulltext index n (v)",
                "add spatial index n (g)",
                "drop index i",
                "rename index i to k",
                "add constraint f foreign key (b) references o (id)",
                "add constraint k check (b > 0)",
                "drop constraint c",
                "drop primary key",
                "drop primary key, add primary key (id, b)",
                "convert to character set latin1",
                "default character set latin1",
                "row_format=compressed",
                "engine=innodb",
                "engine=myisam",
                "force",
                "comment 'x'",
                "auto_increment=100",
                "rename to z"
            })
    void theServerAgrees(String change) {
        Case in = Looked.cases("alter table t " + change, facts, false).getFirst();
        Way way = Altered.of(in).orElseThrow().way();
        String asked = refusal(change + ", " + way.options());
        String gentler = gentler(way);
        String gentlerAsked = gentler.isEmpty() ? "refused" : refusal(change + ", " + gentler);
        assertThat(asked).as("%s is %s", change, way).isEmpty();
        assertThat(gentlerAsked)
                .as("%s is %s, and %s must be refused", change, way, gentler)
                .isNotEmpty();
    }

    /** What must be refused when the prediction is no worse than true; empty where nothing is gentler. */
    private static String gentler(Way way) {
        return switch (way) {
            case INSTANT, METADATA, UNKNOWN -> "";
            case BUILD -> "algorithm=instant";
            case REBUILD -> facts.mariadb() ? "algorithm=nocopy" : "algorithm=instant";
            case SHARED_BUILD, SHARED_REBUILD, COPY -> "algorithm=inplace, lock=none";
        };
    }

    private static String refusal(String change) {
        Database database = MysqlDatabases.fresh("ways");
        MADE.forEach(database::run);
        try {
            database.run("alter table t " + change);
            return "";
        } catch (RuntimeException refused) {
            return refused.getMessage() == null ? "refused" : refused.getMessage();
        }
    }
}
