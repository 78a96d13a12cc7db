package dev.lockkeeper.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Browser;
import dev.lockkeeper.testing.Crew;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.MysqlDatabases;
import dev.lockkeeper.testing.People;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** What {@code /sql} and the review page say of a statement's effect on others. */
@LockkeeperTest
class BlastRadiusTest {

    private static final String FILE =
            """
            migration: %s
            title: Several kinds of statements
            engine: %s
            phases:
              - phase: all
                steps:
            %s
            """;

    @Autowired
    Api api;

    @Autowired
    People people;

    private String name;

    @BeforeEach
    void name(TestInfo test) {
        String method = test.getTestMethod().orElseThrow().getName().toLowerCase();
        name = method.substring(0, Math.min(40, method.length()));
    }

    private Database postgres() {
        Database database = Databases.fresh("blast")
                .run(
                        "create table users (id int primary key, v int, t text)",
                        "insert into users select i, i, 'x' from generate_series(1, 5000) i",
                        "analyze users");
        new Crew(people, database, name);
        return database;
    }

    /** The blast of each statement forward. @param steps with their indentation */
    private JsonNode steps(String engine, String steps) {
        people.author()
                .postYaml("/migrations", FILE.formatted(name, engine, steps))
                .expect(201);
        return sql();
    }

    private JsonNode sql() {
        return people.viewer()
                .get("/migrations/" + name + "/revisions/1/sql?target=" + name)
                .expect(200)
                .json()
                .at("/phases/0/steps");
    }

    @Test
    void namesWhoIsInTheWayAndWhoWouldQueue() throws SQLException {
        Database database = postgres();
        try (Connection holder = database.connect()) {
            holder.createStatement().execute("set application_name = 'check<b>out'");
            holder.setAutoCommit(false);
            holder.createStatement().execute("select * from users limit 1");
            long pid = holder.unwrap(org.postgresql.PGConnection.class).getBackendPID();
            JsonNode steps = steps(
                    "postgresql",
                    """
                          - addColumn: {table: users, column: note, type: text}
                          - createIndex: {name: users_v, table: users, columns: [v]}
                    """);
            JsonNode reach = steps.at("/0/forward/0/blast/tables/0");
            assertThat(reach.at("/table").asString()).isEqualTo("users");
            assertThat(reach.at("/lock/mode").asString()).isEqualTo("access exclusive");
            assertThat(reach.at("/blocks").toString()).isEqualTo("[\"reads\",\"writes\",\"ddl\"]");
            assertThat(reach.at("/rows").asLong()).isEqualTo(5000);
            assertThat(reach.at("/time/words").asString()).contains("neither reads nor writes the rows");
            assertThat(reach.at("/aheadInAll").asInt()).isEqualTo(1);
            assertThat(reach.at("/ahead/0/session").asLong()).isEqualTo(pid);
            assertThat(reach.at("/ahead/0/mode").asString()).isEqualTo("access share");
            assertThat(reach.at("/queue").asString()).contains("not measured yet");

            JsonNode index = steps.at("/1/forward/0/blast/tables/0");
            assertThat(index.at("/lock/mode").asString()).isEqualTo("share update exclusive");
            assertThat(index.at("/blocks").toString()).isEqualTo("[\"ddl\"]");
            assertThat(index.at("/aheadInAll").asInt())
                    .as("a reader is in nobody's way there")
                    .isZero();
            assertThat(index.at("/time/words").asString())
                    .isEqualTo("unknown: no run on this target has measured an index build yet");
            assertThat(index.at("/time").has("lowMillis")).isFalse();

            Browser vic = new Browser(api);
            vic.submit("/login", "/login", Map.of("username", "vic", "password", People.PASSWORD));
            assertThat(vic.get("/migrations/" + name + "?target=" + name).body())
                    .contains(
                            "waits first for",
                            "session " + pid + " of postgres (check&lt;b&gt;out; idle in transaction")
                    .contains("would queue behind it", "keeps reads, writes, DDL waiting")
                    .doesNotContain("check<b>out");
        }
    }

    @Test
    void ratesAreMeasuredBetweenTwoLooks() {
        Database database = postgres();
        steps("postgresql", "      - addColumn: {table: users, column: note, type: text}");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    database.run("update users set v = v where id < 200", "select * from users where id = 1");
                    String queue = sql().at("/0/forward/0/blast/tables/0/queue").asString();
                    return queue.matches("some [0-9.,]+ writes/s and some [0-9.,]+ reads/s");
                });
    }

    @Test
    void authorsOwnSqlIsForetoldStatementByStatement() {
        postgres();
        JsonNode steps = steps(
                "postgresql",
                """
                      - sql: {up: "alter table users alter column v type bigint; create index on users (t)", irreversible: it is a test}
                      - sql: {up: "do $$ begin execute 'drop table ' || 'users'; end $$", irreversible: it is a test}
                """);
        JsonNode reach = steps.at("/0/forward/0/blast/tables/0");
        assertThat(reach.at("/table").asString()).isEqualTo("users");
        assertThat(reach.at("/lock/mode").asString()).isEqualTo("access exclusive");
        assertThat(reach.at("/lock/rewrites").asBoolean()).isTrue();
        assertThat(steps.at("/0/forward/0/blast").has("unknown")).isFalse();
        assertThat(steps.at("/1/forward/0/blast/unknown").asString()).contains("a block of code is not taken apart");
    }

    @Test
    void nextIndexBuildIsReckonedByTheLast() {
        Database database = Databases.fresh("blast")
                .run(
                        "create table users (id int primary key, t text)",
                        "insert into users select i, md5(i::text) || md5((i * 7)::text) from generate_series(1, 300000) i",
                        "analyze users");
        Crew crew = new Crew(people, database, name);
        long run = crew.launch(crew.approved(FILE.formatted(
                name, "postgresql", "      - createIndex: {name: users_t, table: users, columns: [t]}")));
        crew.await(run, "succeeded");
        assertThat(people.viewer()
                        .get("/runs/" + run + "/events?limit=200")
                        .expect(200)
                        .body())
                .contains("an index build of about 300,000 rows of users");
        people.author()
                .postYaml(
                        "/migrations",
                        FILE.formatted(
                                name + "2",
                                "postgresql",
                                "      - createIndex: {name: users_t2, table: users, columns: [t, id]}"))
                .expect(201);
        JsonNode time = people.viewer()
                .get("/migrations/" + name + "2/revisions/1/sql?target=" + name)
                .expect(200)
                .json()
                .at("/phases/0/steps/0/forward/0/blast/tables/0/time");
        assertThat(time.at("/words").asString())
                .isEqualTo("by 1 index build of earlier runs here, the last of run " + run);
        assertThat(time.at("/lowMillis").asLong())
                .isPositive()
                .isLessThan(time.at("/highMillis").asLong());
    }

    @Test
    void mysqlToo() throws SQLException {
        Database database = MysqlDatabases.fresh("blast")
                .run("create table users (id int primary key, v int)", "insert into users values (1, 1)");
        new Crew(people, database, name);
        try (Connection holder = database.connect()) {
            holder.setAutoCommit(false);
            holder.createStatement().executeQuery("select * from users");
            JsonNode steps = steps(
                    "mysql",
                    """
                          - addColumn: {table: users, column: note, type: text}
                          - sql: {up: "alter table users modify v bigint", irreversible: it is a test, transaction: false}
                    """);
            JsonNode reach = steps.at("/0/forward/0/blast/tables/0");
            assertThat(reach.at("/table").asString()).isEqualTo("users");
            assertThat(reach.at("/lock/mode").asString()).contains("exclusive metadata");
            assertThat(reach.at("/aheadInAll").asInt()).isEqualTo(1);
        }
    }
}
