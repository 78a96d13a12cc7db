package dev.lockkeeper.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.audit.Actor;
import dev.lockkeeper.audit.AuditLog;
import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

@LockkeeperTest
class AuditApiTest {

    @Autowired
    People people;

    @Autowired
    AuditLog log;

    @Autowired
    TransactionTemplate transaction;

    private void record(String subject, String reason) {
        transaction.executeWithoutResult(
                status -> log.record(Actor.engine("node-1"), "test.note", subject, null, Map.of("n", 1), reason));
    }

    @Test
    void theListHasObjectsBeforeAndAfter() {
        people.somebody("fay", "viewer");
        Api.Answer answer = people.auditor()
                .get("/audit?subject=user:fay&action=user.create")
                .expect(200);
        assertThat(answer.text("/items/0/actor")).isEqualTo("admin");
        assertThat(answer.text("/items/0/via")).isEqualTo("bootstrap");
        assertThat(answer.text("/items/0/after/roles/0")).isEqualTo("viewer");
        assertThat(answer.json().at("/items/0/before").isMissingNode()).isTrue();
    }

    @Test
    void noRecordHoldsAPasswordOrAToken() {
        people.somebody("gus", "viewer");
        people.admin()
                .patch("/users/gus", Map.of("password", "another secret word"))
                .expect(200);
        String all = people.auditor().get("/audit?limit=500").expect(200).body();
        assertThat(all).doesNotContain(People.PASSWORD, "another secret word", People.ADMIN_TOKEN, "lk_", "$2a$");
        assertThat(all).contains("\"password\":\"changed\"");
    }

    @Test
    void anExportForSpreadsheetsHoldsNoFormula() {
        record("csv:1", "=HYPERLINK(\"http://evil\")");
        record("csv:1", "line\none, \"two\"");
        Api.Answer csv = people.auditor()
                .call("GET", "/audit?subject=csv:1", null, "Accept", "text/csv")
                .expect(200);
        assertThat(csv.header("Content-Type")).startsWith("text/csv");
        assertThat(csv.body().lines().findFirst().orElse("")).startsWith("seq,at,actorKind");
        assertThat(csv.body()).contains("\"'=HYPERLINK(\"\"http://evil\"\")\"").contains("\"line\none, \"\"two\"\"\"");
    }

    @Test
    void anExportForProgramsIsOneObjectALine() {
        record("lines:1", "first");
        record("lines:1", "second");
        Api.Answer lines = people.auditor()
                .call("GET", "/audit?subject=lines:1", null, "Accept", "application/x-ndjson")
                .expect(200);
        assertThat(lines.header("Content-Type")).startsWith("application/x-ndjson");
        assertThat(lines.body().lines())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("{\"seq\":")
                .contains("\"first\"");
    }

    @Test
    void whoAsksForNothingInParticularGetsJson() {
        Api.Answer answer =
                people.auditor().call("GET", "/audit", null, "Accept", "*/*").expect(200);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(people.nobody()
                        .get("/v3/api-docs")
                        .expect(200)
                        .json()
                        .at("/paths")
                        .has("/api/v1/audit"))
                .isTrue();
    }

    @Test
    void verifyTellsTheHead() {
        Api.Answer answer = people.auditor().get("/audit/verify").expect(200);
        assertThat(answer.json().at("/ok").asBoolean()).isTrue();
        assertThat(answer.json().at("/records").asLong()).isPositive();
        assertThat(answer.text("/head")).hasSize(64);
        assertThat(answer.json().has("firstBad")).isFalse();
    }

    @Test
    void aTimeThatIsNoneIsRefusedByName() {
        Api.Answer answer = people.auditor().get("/audit?from=yesterday").expect(400);
        assertThat(answer.code()).isEqualTo("invalid");
        assertThat(answer.text("/detail")).contains("from");
    }
}
