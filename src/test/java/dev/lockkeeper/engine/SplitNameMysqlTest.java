package dev.lockkeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Crew;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.MysqlDatabases;
import dev.lockkeeper.testing.People;
import dev.lockkeeper.testing.Writers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** {@code examples/mysql/split-user-name-mysql.yaml}, from the file to contract and back, while an application writes. */
@LockkeeperTest
class SplitNameMysqlTest {

    private static final int ROWS = 20_000;
    private static final List<String> CHECKLIST = List.of(
            "The release that reads and writes first_name and last_name is deployed everywhere",
            "No report, export or script reads users.name");

    /** What the comments of the example promise, said in another way than the example says it. */
    private static final String WRONG =
            """
            select count(*) from (
                select u.*, trim(regexp_replace(coalesce(name, ''), '[ \t]+', ' ')) as one from users u) u
             where not (first_name <=> case when locate(' ', one) = 0 then one else left(one, locate(' ', one) - 1) end)
                or not (last_name <=> case when locate(' ', one) = 0 then one else substr(one, locate(' ', one) + 1) end)
            """;

    @Autowired
    People people;

    @Test
    void splitsEveryNameWhileTheApplicationWrites() {
        Database database = MysqlDatabases.fresh("split");
        database.run(Crew.example("schema/users-mysql.sql"));
        fill(database);
        Crew crew = new Crew(people, asDocumented(database), "split-mysql");
        String id = crew.approved(Crew.example("mysql/split-user-name-mysql.yaml"));
        long run;
        try (Writers writers = new Writers(database, 2, SplitNameMysqlTest::write)) {
            run = crew.launch(id);
            crew.await(run, "waiting");
            assertThat(writers.writes()).isGreaterThan(100);
            assertThat(writers.longestMillis())
                    .as("longest wait of the application")
                    .isLessThan(3000);
        }
        assertThat(database.ask(WRONG)).isEqualTo("0");
        crew.approve(id, "contract");
        crew.open(run, "contract", CHECKLIST).expect(202);
        crew.await(run, "succeeded");
        assertThat(columns(database)).contains("first_name", "last_name").doesNotContain(",name,");
        database.run(
                "insert into users (first_name, last_name, email) values ('Grace', 'Hopper', 'grace@example.com')");

        crew.wish(run, "rollback", "{}").expect(202);
        crew.await(run, "rolledBack");
        assertThat(columns(database)).contains(",name,").doesNotContain("first_name", "last_name");
        assertThat(database.ask("select count(*) from information_schema.triggers where trigger_schema = database()"))
                .isEqualTo("0");
    }

    /** A login with what docs/operations.md asks for and nothing else. */
    private static Database asDocumented(Database database) {
        String here = "`" + MysqlDatabases.name(database).replace("_", "\\_") + "`.*";
        return MysqlDatabases.limited(
                database,
                "select, insert, update, delete, create, alter, index, drop, trigger, create temporary tables on "
                        + here,
                "process on *.*",
                (MysqlDatabases.mariadb() ? "connection admin" : "connection_admin") + ", super on *.*",
                "select on performance_schema.*");
    }

    private static void fill(Database database) {
        StringBuilder rows = new StringBuilder();
        String[] names = {"'Prince'", "'  Ada   Lovelace '", "'Mary Jane Watson'", "null", "''", "'First Last'"};
        for (int i = 1; i <= ROWS; i++) {
            rows.append(rows.isEmpty() ? "" : ",")
                    .append("(")
                    .append(names[i % names.length])
                    .append(",'u")
                    .append(i)
                    .append("@example.com')");
        }
        database.run("insert into users (name, email) values " + rows, "analyze table users");
    }

    /** However fast it writes, the number of rows stays within what the plan allows: new rows come and go. */
    private static String write(long n) {
        return switch ((int) (n % 4)) {
            case 0 -> "insert into users (name, email) values ('New Person " + n + "', 'new" + n + "@example.com')";
            case 1 -> "update users set name = 'Changed   Name" + n + "' where id = " + (1 + n * 7919 % ROWS);
            case 2 -> "delete from users where email like 'new%' order by email limit 1";
            default -> "delete from users where id = " + (1 + n * 104_729 % (ROWS / 200));
        };
    }

    private static String columns(Database database) {
        return ","
                + database.ask(
                        "select group_concat(column_name) from information_schema.columns where table_schema = database() and table_name = 'users'")
                + ",";
    }
}
