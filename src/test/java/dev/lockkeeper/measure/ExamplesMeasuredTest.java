package dev.lockkeeper.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Browser;
import dev.lockkeeper.testing.Crew;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/** Measured locks as people and programs see them; those of the examples are the ones that were predicted. */
@LockkeeperTest(embedded = true)
@ExtendWith(OutputCaptureExtension.class)
class ExamplesMeasuredTest {

    @Autowired
    Api api;

    @Autowired
    People people;

    private JsonNode sql(String id, String target) {
        JsonNode[] seen = new JsonNode[1];
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            seen[0] = people.viewer()
                    .get("/migrations/" + id + "/revisions/1/sql?target=" + target)
                    .expect(200)
                    .json();
            return !seen[0].toString().contains("it is being measured");
        });
        return seen[0];
    }

    @ParameterizedTest
    @CsvSource({
        "constant-default, users",
        "customer-tier, customers",
        "split-user-name, users",
        "verify-email, users",
    })
    void predictedEqualsMeasured(String example, String schema, CapturedOutput log) {
        Database database = Databases.fresh("examples").run(Crew.example("schema/" + schema + ".sql"));
        new Crew(people, database, example);
        people.author()
                .postYaml("/migrations", Crew.example("postgresql/" + example + ".yaml"))
                .expect(201);
        List<String> unmeasured = new ArrayList<>();
        int measured = 0;
        for (JsonNode phase : sql(example, example).path("phases")) {
            for (JsonNode step : phase.path("steps")) {
                for (String way : List.of("forward", "back")) {
                    for (JsonNode statement : step.path(way)) {
                        if (statement.at("/lock/source").asString().equals("measured")) {
                            measured++;
                        } else if (statement.has("blast")) {
                            unmeasured.add(statement.at("/blast/unmeasured").asString());
                        }
                    }
                }
            }
        }
        assertThat(measured).isPositive();
        assertThat(unmeasured)
                .allMatch(
                        why -> why.startsWith("it runs beside others")
                                || why.equals(AllowedActs.ONLY)
                                || why.endsWith("it works on rows, and the copy has none"),
                        "known reason");
        assertThat(log.getOut()).doesNotContain(", measured: ");
    }

    @Test
    void pageAndAnswerSayWhatWasMeasuredAndWhyNot(CapturedOutput log) {
        Database database = Databases.fresh("shown")
                .run("create table users (id int primary key, v varchar(10))", "create index on users (lower(v))");
        new Crew(people, database, "shown");
        people.author()
                .postYaml(
                        "/migrations",
                        """
                        migration: shown
                        title: Several kinds of statements
                        engine: postgresql
                        phases:
                          - phase: all
                            steps:
                              - sql: {up: alter table users alter column v type varchar(20), irreversible: it is a test}
                              - sql: {up: update users set v = 'x', irreversible: it is a test}
                        """)
                .expect(201);
        JsonNode steps = sql("shown", "shown").at("/phases/0/steps");
        assertThat(steps.at("/0/forward/0/lock/source").asString()).isEqualTo("measured");
        assertThat(steps.at("/0/forward/0/lock/scans").asBoolean())
                .as("for the index over lower(v)")
                .isTrue();
        assertThat(steps.at("/0/forward/0/blast").has("unmeasured")).isFalse();
        assertThat(steps.at("/1/forward/0/lock/source").asString()).isEqualTo("predicted");
        assertThat(steps.at("/1/forward/0/blast/unmeasured").asString())
                .isEqualTo("it works on rows, and the copy has none");
        assertThat(log.getOut()).contains("Of users predicted: access exclusive, measured: access exclusive, scans");
        Browser vic = new Browser(api);
        vic.submit("/login", "/login", Map.of("username", "vic", "password", People.PASSWORD));
        assertThat(vic.get("/migrations/shown?target=shown").body())
                .contains(">measured<", ">predicted<", "not measured: it works on rows, and the copy has none");
    }
}
