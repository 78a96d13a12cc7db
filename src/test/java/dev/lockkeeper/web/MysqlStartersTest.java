package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Browser;
import dev.lockkeeper.testing.Crew;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.MysqlDatabases;
import dev.lockkeeper.testing.People;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What the editor begins with for MySQL and MariaDB, on the table of the examples. */
@LockkeeperTest
class MysqlStartersTest {
    static final List<String> OF_MYSQL = Starters.OF_MYSQL;

    private static Browser ann;

    @BeforeAll
    static void ground(@Autowired Api api, @Autowired People people) {
        Database database = MysqlDatabases.fresh("starters").run(Crew.example("schema/users-mysql.sql"));
        new Crew(people, database, "maria");
        people.author();
        ann = new Browser(api);
        ann.submit("/login", "/login", Map.of("username", "ann", "password", People.PASSWORD));
    }

    @ParameterizedTest
    @FieldSource("OF_MYSQL")
    void aTemplateHasExactSqlAndNothingBlocking(String name) {
        String text = new Starters().whole("mysql/" + name);
        String body = ann.submit("/migrations/new", "/migrations/check", Map.of("text", text, "target", "maria"))
                .body();

        assertThat(body).doesNotContain("lk-mark lk-bad", "Looked at without");
        assertThat(body).contains("as sent to maria");
    }
}
