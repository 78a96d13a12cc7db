package dev.lockkeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Crew;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import dev.lockkeeper.testing.Writers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** {@code examples/postgresql/split-user-name.yaml}, from the file to contract, while an application writes. */
@LockkeeperTest
class SplitNameTest {

    private static final int ROWS = 60_000;
    private static final List<String> CHECKLIST = List.of(
            "The release that reads and writes first_name and last_name is deployed everywhere",
            "No report, export or script reads users.name");
    /** What the comments of the example promise, said in another way than the example says it. */
    private static final String WRONG =
            """
            select count(*) from (
                select *, regexp_split_to_array(btrim(name, E' \\t'), '\\s+') as words from users) u
            where first_name is distinct from coalesce(words[1], '')
               or last_name is distinct from case
                      when name is null or btrim(name) = '' then ''
                      when cardinality(words) = 1 then words[1]
                      else array_to_string(words[2:], ' ') end
            """;

    @Autowired
    People people;

    @Test
    void splitsEveryNameWhileTheApplicationWrites() {
        Database database = Databases.fresh("split");
        database.run(
                Crew.example("schema/users.sql"),
                "insert into users (name, email) select case i % 6 when 0 then 'Prince' when 1 then '  Ada   Lovelace ' when 2 then "
                        + "'Mary Jane Watson' when 3 then null when 4 then '' else 'First' || i || ' Last' || i end, 'u' || i || '@example.com' "
                        + "from generate_series(1, " + ROWS + ") i",
                "analyze users");
        Crew crew = new Crew(people, database, "split");
        String id = crew.approved(Crew.example("postgresql/split-user-name.yaml"));
        long run;
        try (Writers writers = new Writers(
                database,
                3,
                // Few enough new rows that the count stays within the example's one per cent, however long the run
                // makes room for them.
                n -> n % 3 == 0 && n < 900
                        ? "insert into users (name, email) values ('New Person " + n + "', 'new" + n + "-"
                                + System.nanoTime() + "@example.com')"
                        : n % 3 != 2 || n > 900
                                ? "update users set name = 'Changed   Name" + n + "' where id = "
                                        + (1 + n * 7919 % ROWS)
                                : "delete from users where id = " + (1 + n * 104_729 % ROWS))) {
            run = crew.launch(id);
            JsonNode waiting = crew.await(run, "waiting");
            assertThat(waiting.path("waitingFor").asString())
                    .contains("an approval of contract", "its checklist", "the launch of contract by a person");
            assertThat(writers.writes()).isGreaterThan(100);
            assertThat(writers.longestMillis())
                    .as("longest wait of the application")
                    .isLessThan(1500);
        }
        assertThat(database.ask(WRONG)).isEqualTo("0");
        assertThat(crew.open(run, "contract", CHECKLIST).status())
                .as("its own approval is missing")
                .isEqualTo(409);
        crew.approve(id, "contract");
        assertThat(crew.open(run, "contract", List.of()).status())
                .as("the checklist is not confirmed")
                .isEqualTo(409);
        crew.open(run, "contract", CHECKLIST).expect(202);
        crew.await(run, "succeeded");
        assertThat(columns(database))
                .contains(" first_name ", " last_name ", " name__dropped ")
                .doesNotContain(" name ");
        database.run(
                "insert into users (first_name, last_name, email) values ('Grace', 'Hopper', 'grace@example.com')");

        crew.wish(run, "rollback", "{}").expect(202);
        crew.await(run, "rolledBack");
        assertThat(columns(database))
                .contains(" name ")
                .doesNotContain(" first_name ", " last_name ", " name__dropped ");
        assertThat(database.ask("select count(*) from pg_trigger where not tgisinternal"))
                .isEqualTo("0");
        assertThat(database.ask("select count(*) from pg_proc where pronamespace = 'lockkeeper'::regnamespace"))
                .isEqualTo("0");
    }

    private static String columns(Database database) {
        return database.ask(
                "select ' ' || string_agg(column_name, ' ') || ' ' from information_schema.columns where table_name = 'users'");
    }
}
