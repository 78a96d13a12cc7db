package dev.lockkeeper.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.catalog.Policies;
import dev.lockkeeper.catalog.Policy;
import dev.lockkeeper.plan.Level;
import dev.lockkeeper.security.Role;
import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Api.Answer;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@LockkeeperTest
class PoliciesApiTest {

    private static final Map<String, Object> TWO = Map.of("approvals", Map.of("count", 2));

    @Autowired
    private People people;

    @Autowired
    private Policies policies;

    @Autowired
    private JdbcClient store;

    @Test
    void withoutAnyItIsAsShipped() {
        Answer shipped = people.viewer().get("/policies/nowhere").expect(200);

        assertThat(shipped.text("/source")).isEqualTo("shipped");
        assertThat(shipped.json().at("/approvals/count").asInt()).isEqualTo(1);
        assertThat(shipped.json().at("/approvals/roles").toString()).isEqualTo("[\"approver\"]");
        assertThat(policies.of("nowhere")).isEqualTo(Policy.shipped("nowhere"));
    }

    @Test
    void itsOwnHoldsBeforeThatForAll() {
        set("*", Map.of("checks", Map.of("long-transactions", "blocking"))).expect(201);
        assertThat(people.viewer().get("/policies/first").text("/source")).isEqualTo("all");
        assertThat(policies.of("first").checks()).containsExactly(Map.entry("long-transactions", Level.BLOCKING));

        set("first", TWO).expect(201);
        assertThat(people.viewer().get("/policies/first").text("/source")).isEqualTo("own");
        assertThat(policies.of("first").approvals().count()).isEqualTo(2);
        assertThat(policies.of("first").checks()).isEmpty();

        people.admin().delete("/policies/first").expect(204);
        assertThat(people.viewer().get("/policies/first").text("/source")).isEqualTo("all");
        people.admin().delete("/policies/*").expect(204);
        assertThat(people.viewer().get("/policies/first").text("/source")).isEqualTo("shipped");
        assertThat(policies.of("first").since()).as("known since when it is as shipped again").isNotNull();
    }

    @Test
    void theHistoryIsKeptAndTheSameAgainChangesNothing() {
        set("kept", TWO).expect(201);
        set("kept", TWO).expect(200);
        set("kept", Map.of("approvals", Map.of("count", 3))).expect(200);
        people.admin().delete("/policies/kept").expect(204);

        Answer now = people.viewer().get("/policies/kept").expect(200);
        assertThat(now.json().at("/history").size()).isEqualTo(3);
        assertThat(now.json().at("/history/0/approvals").isMissingNode()).isTrue();
        assertThat(now.json().at("/history/1/approvals/count").asInt()).isEqualTo(3);
        assertThat(now.json().at("/history/2/approvals/count").asInt()).isEqualTo(2);
        assertThat(records("kept"))
                .containsExactly(
                        "policy.set null 2 approvers", "policy.set 2 approvers 3 approvers", "policy.remove 3 approvers null");
        assertThatThrownBy(() -> store.sql("update policies set changed_by = 'nobody'").update())
                .hasMessageContaining("never changed or deleted");
    }

    @Test
    void onlyAdminsOfTheEnvironmentChangeIt() {
        Api here = people.somebody("admin-here", "admin@mine");

        here.call("PUT", "/policies/mine", TWO).expect(201);
        assertThat(here.call("PUT", "/policies/theirs", TWO).expect(403).code()).isEqualTo("forbidden");
        assertThat(here.call("PUT", "/policies/*", TWO).expect(403).code()).isEqualTo("forbidden");
        here.delete("/policies/theirs").expect(403);
        for (Api other : List.of(people.author(), people.approver(), people.operator(), people.viewer())) {
            other.call("PUT", "/policies/mine", Map.of()).expect(403);
            other.delete("/policies/mine").expect(403);
        }
        people.nobody().get("/policies").expect(401);
        assertThat(policies.of("mine").approvals().count()).isEqualTo(2);
    }

    @Test
    void whoSeesOneEnvironmentSeesItsPolicyAndThatForAll() {
        set("seen", TWO).expect(201);
        set("unseen", TWO).expect(201);
        Api one = people.somebody("sees-one", "viewer@seen");

        assertThat(one.get("/policies").expect(200).body()).contains("\"seen\"").doesNotContain("unseen");
        one.get("/policies/seen").expect(200);
        one.get("/policies/*").expect(200);
        assertThat(one.get("/policies/unseen").expect(404).code()).isEqualTo("not-found");
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        Answer refused = set(
                        "wrong",
                        Map.of(
                                "approvals", Map.of("count", 0, "roles", List.of("boss")),
                                "checks", Map.of("phase-approved", "advisory", "no-such", "off"),
                                "lint", Map.of("some-rule", "loud"),
                                "windows", List.of()))
                .expect(422);

        assertThat(refused.code()).isEqualTo("invalid-policy");
        assertThat(refused.json().at("/errors").findValuesAsString("path"))
                .contains("approvals.count", "approvals.roles[0]", "checks.phase-approved", "checks.no-such", "windows");
        assertThat(people.viewer().get("/policies/wrong").text("/source")).isEqualTo("shipped");
        set("wrong", Map.of("environment", "other")).expect(400);
        people.admin().call("PUT", "/policies/not%20one", TWO).expect(400);
        people.admin().call("PUT", "/policies/wrong", "").expect(422);
        people.admin().delete("/policies/wrong").expect(404);
    }

    @Test
    void theExamplesAreStoredAsFiles() throws Exception {
        String file = Files.readString(Path.of("config/policies/prod.yml"));

        Answer stored = people.admin()
                .call("PUT", "/policies/prod", file, "Content-Type", "application/yaml")
                .expect(201);

        assertThat(stored.text("/checks/long-transactions")).isEqualTo("blocking");
        assertThat(policies.of("prod").approvals().of("contract"))
                .isEqualTo(new Policy.Approvers(2, List.of(Role.APPROVER, Role.ADMIN), Map.of()));
        people.admin().delete("/policies/prod").expect(204);
    }

    private Answer set(String environment, Map<String, ?> policy) {
        return people.admin().call("PUT", "/policies/" + environment, policy);
    }

    private List<String> records(String environment) {
        return store.sql(
                        """
                        select concat_ws(' ', action, coalesce(before::jsonb ->> 'approvals', 'null'),
                            coalesce(after::jsonb ->> 'approvals', 'null'))
                        from audit_records where subject = :subject order by seq""")
                .param("subject", "policy:" + environment)
                .query(String.class)
                .list();
    }
}
