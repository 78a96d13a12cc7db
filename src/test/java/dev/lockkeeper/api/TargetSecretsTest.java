package dev.lockkeeper.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Api.Answer;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.Logins;
import dev.lockkeeper.testing.People;
import dev.lockkeeper.testing.TargetBodies;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A target's password goes in and is found nowhere: not in answers, not in the log, not in the store. */
@LockkeeperTest
@ExtendWith(OutputCaptureExtension.class)
class TargetSecretsTest {

    private static final String CANARY = "canary-51f0-pa55w0rd";
    private static final Database DATABASE = Databases.fresh("secrets");

    @Autowired
    People people;

    @Autowired
    JdbcClient store;

    private String name;

    @BeforeEach
    void prepare(TestInfo test) {
        name = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    }

    @Test
    void secretIsNowhere(CapturedOutput output) {
        Database login = Logins.guarded(DATABASE, CANARY);
        Map<String, Object> body = body("prod", Map.of("username", login.username(), "password", CANARY));
        StringBuilder answers = new StringBuilder();
        answers.append(people.admin()
                .call("POST", "/targets", body, "Idempotency-Key", name)
                .expect(201)
                .body());
        answers.append(people.admin().post("/targets", body).expect(409).body());
        answers.append(people.admin()
                .call("PATCH", "/targets/" + name, "{\"password\": \"" + CANARY + "\", oops", "X", "y")
                .expect(400)
                .body());
        answers.append(people.admin()
                .patch("/targets/" + name, Map.of("password", List.of(CANARY)))
                .expect(400)
                .body());
        answers.append(people.admin()
                .patch("/targets/" + name, Map.of("password", CANARY, "passwordFrom", "env:X"))
                .expect(400)
                .body());
        answers.append(people.admin()
                .patch("/targets/" + name, Map.of("url", DATABASE.url() + "?password=" + CANARY))
                .expect(400)
                .body());
        answers.append(people.admin()
                .post("/targets/" + name + "/probe", null)
                .expect(200)
                .body());
        answers.append(people.admin()
                .patch("/targets/" + name, Map.of("url", DATABASE.url().replace("/secrets", "/none")))
                .expect(400)
                .body());
        answers.append(people.admin()
                .patch(
                        "/targets/" + name,
                        Map.of("url", DATABASE.url().replace("/secrets", "/none"), "password", CANARY))
                .expect(200)
                .body());
        answers.append(people.admin()
                .post("/targets/" + name + "/probe", null)
                .expect(200)
                .body());
        answers.append(
                people.admin().get("/targets/" + name + "/tables").expect(422).body());
        answers.append(people.admin().get("/targets").expect(200).body());
        answers.append(people.auditor().get("/audit").expect(200).body());
        assertThat(answers.toString()).contains(name).doesNotContain(CANARY);
        assertThat(output.getAll()).doesNotContain(CANARY);
        assertThat(everythingStored())
                .contains(name)
                .doesNotContain(CANARY)
                .doesNotContain(HexFormat.of().formatHex(CANARY.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void cipherThatTheKeyDoesNotOpenNamesTheSetting() {
        people.admin()
                .post("/targets", body("prod", Map.of("name", name + "-other")))
                .expect(201);
        people.admin().post("/targets", body("prod", Map.of())).expect(201);
        store.sql(
                        "update targets set password_cipher = (select password_cipher from targets where name = :other) where name = :name")
                .param("other", name + "-other")
                .param("name", name)
                .update();
        Answer probe = people.viewer().post("/targets/" + name + "/probe", null).expect(200);
        assertThat(probe.text("/error")).contains("cannot be decrypted");
        assertThat(probe.text("/advice")).contains("LOCKKEEPER_KEY");
        assertThat(people.viewer()
                        .get("/targets/" + name + "/tables")
                        .expect(500)
                        .code())
                .isEqualTo("wrong-settings");
    }

    /** Every row of every table of the store as text. */
    private String everythingStored() {
        StringBuilder all = new StringBuilder();
        for (String table : store.sql("select quote_ident(tablename) from pg_tables where schemaname = 'public'")
                .query(String.class)
                .list()) {
            store.sql("select t::text from " + table + " t")
                    .query(String.class)
                    .list()
                    .forEach(row -> all.append(row).append('\n'));
        }
        return all.toString();
    }

    private Map<String, Object> body(String environment, Map<String, Object> more) {
        return TargetBodies.of(name, DATABASE, environment, more);
    }
}
