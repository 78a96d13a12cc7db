package dev.lockkeeper.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Api.Answer;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import dev.lockkeeper.testing.TargetBodies;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@LockkeeperTest
class ApprovalPolicyTest {

    private static final AtomicInteger COUNT = new AtomicInteger();

    @Autowired
    private People people;

    @Autowired
    private JdbcClient store;

    private String name;
    private String digest;

    /** Target, environment and migration have one name. */
    @BeforeEach
    void submitForATarget() {
        name = "policy-" + COUNT.incrementAndGet();
        Databases.Database database =
                Databases.fresh("policy").run("create table users (id bigint primary key, name text)");
        people.admin().post("/targets", TargetBodies.of(name, database, name)).expect(201);
        digest = submit(name);
    }

    private String submit(String id) {
        return people.author()
                .postYaml(
                        "/migrations",
                        """
                        migration: %s
                        engine: postgresql
                        phases:
                          - phase: expand
                            steps: [addColumn: {table: users, column: more, type: text}]
                          - phase: contract
                            steps: [dropColumn: {table: users, column: name}]
                        """
                                .formatted(id))
                .expect(201)
                .text("/digest");
    }

    @Test
    void asManyDifferentPeopleApproveAsThePolicyAsksFor() {
        policy(Map.of("count", 2));
        Answer first = approve(people.approver(), Map.of()).expect(201);

        assertThat(first.text("/policy")).isEqualTo("2 approvers");
        assertThat(approved(0)).isFalse();
        assertThat(sql().json().at("/phases/0/approval/missing").asInt()).isEqualTo(1);
        assertThat(sql().json().at("/phases/0/approval/needed").asInt()).isEqualTo(2);
        assertThat(sql().json().at("/phases/0/approval/by").toString()).isEqualTo("[\"bob\"]");
        approve(people.approver(), Map.of("comment", "again")).expect(201);
        assertThat(approved(0)).as("the same person twice").isFalse();
        assertThat(board().text("/verdict")).isEqualTo("no-go");

        approve(second(), Map.of()).expect(201);
        assertThat(approved(0)).isTrue();
        assertThat(board().text("/verdict")).isEqualTo("go");
    }

    @Test
    void thePolicyNamesTheRolesThatCount() {
        policy(Map.of("roles", List.of("operator", "auditor")));

        assertThat(approve(people.approver(), Map.of()).expect(403).text("/detail"))
                .contains("operator or auditor");
        approve(people.auditor(), Map.of()).expect(201);
        assertThat(approved(0)).isTrue();
        assertThat(approve(people.author(), Map.of()).expect(403).code()).isEqualTo("four-eyes");
    }

    @Test
    void aPhaseOfThePolicyAsksForItsOwn() {
        policy(Map.of("phases", Map.of("expand", Map.of("count", 1))));

        assertThat(approve(people.approver(), Map.of()).expect(400).text("/detail"))
                .contains("asks for an approval of its own");
        approve(people.approver(), Map.of("phase", "expand")).expect(201);
        assertThat(approved(0)).isTrue();
        assertThat(approved(1)).isFalse();
    }

    @Test
    void aStricterPolicyVoidsWhatWasGivenBefore() {
        approve(people.approver(), Map.of()).expect(201);
        assertThat(approved(0)).isTrue();
        policy(Map.of("count", 2));

        assertThat(why())
                .startsWith("The approval of bob is void: the policy of " + name + " changed on 20")
                .endsWith("from 1 approver to 2 approvers.");
        approve(people.approver(), Map.of()).expect(201);
        approve(second(), Map.of()).expect(201);
        assertThat(approved(0)).isTrue();

        people.admin().delete("/policies/" + name).expect(204);
        assertThat(approved(0)).as("bob's first is as it was given").isTrue();
    }

    @Test
    void aLaxerPolicyIsAnotherOneToo() {
        policy(Map.of("count", 2));
        approve(people.approver(), Map.of()).expect(201);
        people.admin().delete("/policies/" + name).expect(204);

        assertThat(why()).contains("is void: ", "from 2 approvers to 1 approver.");
        approve(people.approver(), Map.of()).expect(201);
        assertThat(approved(0)).isTrue();
    }

    @Test
    void levelsOfRulesAndChecksVoidNothing() {
        approve(people.approver(), Map.of()).expect(201);
        people.admin()
                .call("PUT", "/policies/" + name, Map.of("checks", Map.of("long-transactions", "blocking")))
                .expect(201);

        assertThat(approved(0)).isTrue();
    }

    @Test
    void whoIsDisabledDeletedOrLostTheRoleHasNoVoice() {
        Api zoe = people.somebody("zoe-" + name, "approver");
        approve(zoe, Map.of()).expect(201);
        assertThat(approved(0)).isTrue();

        people.admin().patch("/users/zoe-" + name, Map.of("disabled", true)).expect(200);
        assertThat(why()).isEqualTo("The approval of zoe-" + name + " does not count: the user is disabled.");
        people.admin().patch("/users/zoe-" + name, Map.of("disabled", false)).expect(200);
        assertThat(approved(0)).isTrue();
        people.admin()
                .patch("/users/zoe-" + name, Map.of("roles", List.of("approver@elsewhere", "viewer")))
                .expect(200);
        assertThat(why()).endsWith("does not count: the user is no approver here any more.");
        people.admin().delete("/users/zoe-" + name).expect(204);
        assertThat(why()).endsWith("does not count: the user was deleted.");
    }

    @Test
    void aRejectionStopsUntilItIsWithdrawn() {
        approve(people.approver(), Map.of()).expect(201);
        Answer given = reject(second(), Map.of("comment", "too long a lock")).expect(201);

        assertThat(given.text("/rejecter")).isEqualTo("eve-second");
        assertThat(why()).startsWith("eve-second rejected the plan: “too long a lock”.");
        assertThat(board().text("/verdict")).isEqualTo("no-go");
        assertThat(people.operator()
                        .post("/runs", Map.of("migration", name, "target", name))
                        .expect(409)
                        .code())
                .isEqualTo("no-go");
        String path = rejections() + "/" + given.text("/rejection");
        people.approver().delete(path).expect(403);
        second().delete(path).expect(204);
        second().delete(path).expect(204);

        assertThat(approved(0)).isTrue();
        assertThat(people.viewer().get(rejections()).text("/items/0/withdrawnAt"))
                .isNotEmpty();
        assertThat(records())
                .containsExactly("revision.submit", "approval.give", "rejection.give", "rejection.withdraw");
    }

    @Test
    void aRejectionOfOnePhaseLetsTheOthersBe() {
        approve(people.approver(), Map.of()).expect(201);
        approve(people.approver(), Map.of("phase", "contract")).expect(201);
        Answer given = reject(second(), Map.of("phase", "contract")).expect(201);

        assertThat(approved(0)).isTrue();
        assertThat(approved(1)).isFalse();
        people.admin().delete(rejections() + "/" + given.text("/rejection")).expect(204);
        assertThat(approved(1)).isTrue();
    }

    @Test
    void onlyWhoMayApproveRejectsAndSaysWhy() {
        for (Api other :
                List.of(people.operator(), people.viewer(), people.somebody("far", "approver@far", "viewer"))) {
            assertThat(reject(other, Map.of()).expect(403).code()).isEqualTo("forbidden");
        }
        people.somebody("blind", "approver@far")
                .post(rejections(), body(Map.of("comment", "no")))
                .expect(404);
        Answer nothing = people.approver().post(rejections(), Map.of()).expect(400);
        assertThat(nothing.json().at("/errors").findValuesAsString("path"))
                .containsExactly("digest", "target", "comment");
        Answer wrong = reject(people.approver(), Map.of("comment", "x".repeat(4001), "phase", "nowhere"))
                .expect(400);
        assertThat(wrong.json().at("/errors").findValuesAsString("path")).containsExactly("comment", "phase");
        assertThat(reject(people.approver(), Map.of("digest", "0".repeat(64)))
                        .expect(409)
                        .code())
                .isEqualTo("digest-changed");
        assertThat(people.viewer().get(rejections()).json().at("/items").size()).isZero();
    }

    @Test
    void whoMayNotSeeTheTargetSeesNoRejectionForIt() {
        Answer given =
                reject(people.approver(), Map.of("comment", "hidden words")).expect(201);
        Api elsewhere = people.somebody("elsewhere", "admin@nowhere");

        assertThat(elsewhere.get(rejections()).expect(200).body()).doesNotContain("hidden words", name);
        elsewhere.delete(rejections() + "/" + given.text("/rejection")).expect(404);
    }

    private void policy(Map<String, ?> approvals) {
        people.admin()
                .call("PUT", "/policies/" + name, Map.of("approvals", approvals))
                .expect(201);
    }

    private Api second() {
        return people.somebody("eve-second", "approver");
    }

    private Answer approve(Api who, Map<String, ?> more) {
        return who.post("/migrations/" + name + "/revisions/1/approvals", body(more));
    }

    private Answer reject(Api who, Map<String, ?> more) {
        Map<String, Object> body = body(Map.of("comment", "no"));
        body.putAll(more);
        return who.post(rejections(), body);
    }

    private Map<String, Object> body(Map<String, ?> more) {
        Map<String, Object> body = new LinkedHashMap<>(Map.of("digest", digest, "target", name));
        body.putAll(more);
        return body;
    }

    private String rejections() {
        return "/migrations/" + name + "/revisions/1/rejections";
    }

    private Answer sql() {
        return people.viewer()
                .get("/migrations/" + name + "/revisions/1/sql?target=" + name)
                .expect(200);
    }

    private boolean approved(int phase) {
        return sql().json().at("/phases/" + phase + "/approval/approved").asBoolean();
    }

    private String why() {
        assertThat(approved(0)).isFalse();
        return sql().text("/phases/0/approval/why");
    }

    private Answer board() {
        return people.viewer()
                .get("/board?migration=" + name + "&revision=1&target=" + name + "&phase=expand")
                .expect(200);
    }

    private List<String> records() {
        return store.sql("select action from audit_records where subject = :subject order by seq")
                .param("subject", "migration:" + name)
                .query(String.class)
                .list();
    }
}
