package dev.lockkeeper.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Api.Answer;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
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
class ApprovalTest {

    private static final AtomicInteger COUNT = new AtomicInteger();

    @Autowired
    private People people;

    @Autowired
    private JdbcClient store;

    private Database database;
    private String target;
    private String migration;
    private String digest;

    @BeforeEach
    void submitForATarget() {
        int number = COUNT.incrementAndGet();
        database = Databases.fresh("approved")
                .run("create table users (id bigint primary key, other bigint not null unique, name text)");
        target = "shop-" + number;
        migration = "approve-" + number;
        register(target, "prod");
        digest = people.author()
                .postYaml("/migrations", file("first"))
                .expect(201)
                .text("/digest");
    }

    @Test
    void theWholePlanIsApprovedButForPhasesWithTheirOwn() {
        Answer given =
                approve(people.approver(), Map.of("comment", "looks good")).expect(201);

        assertThat(given.text("/approval")).isNotEmpty();
        assertThat(given.text("/approver")).isEqualTo("bob");
        assertThat(given.json().at("/sqlDigests").propertyNames()).containsExactlyInAnyOrder("expand", "backfill");
        Answer sql = sql();
        assertThat(sql.json().at("/phases/0/approval/approved").asBoolean()).isTrue();
        assertThat(sql.json().at("/phases/1/approval/approved").asBoolean()).isTrue();
        assertThat(sql.json().at("/phases/2/approval/approved").asBoolean()).isFalse();
        assertThat(sql.text("/phases/2/approval/why")).contains("contract asks for one of its own");
        assertThat(people.viewer().get("/migrations/" + migration).text("/state"))
                .isEqualTo("approved");
        assertThat(records()).containsExactly("revision.submit", "approval.give");
    }

    @Test
    void whoMayNotSeeTheTargetSeesNoApprovalForIt() {
        approve(people.approver(), Map.of("comment", "looks good")).expect(201);
        String approvals = "/migrations/" + migration + "/revisions/1/approvals";

        assertThat(people.viewer().get(approvals).body()).contains(target);
        assertThat(people.somebody("elsewhere", "viewer@nowhere")
                        .get(approvals)
                        .expect(200)
                        .body())
                .doesNotContain(target, "looks good");
    }

    @Test
    void aUserWhoWasDeletedAndMadeAgainIsStillTheAuthor() {
        String owner = "again-" + migration;
        people.admin()
                .post("/users", Map.of("username", owner, "roles", List.of("author")))
                .expect(201);
        String text = people.admin()
                .as(token(owner))
                .postYaml("/migrations", file("second").replace(migration, migration + "-again"))
                .expect(201)
                .text("/digest");
        people.admin().delete("/users/" + owner).expect(204);
        people.admin()
                .post("/users", Map.of("username", owner, "roles", List.of("approver")))
                .expect(201);
        assertThat(people.admin()
                        .as(token(owner))
                        .post(
                                "/migrations/" + migration + "-again/revisions/1/approvals",
                                Map.of("digest", text, "target", target))
                        .expect(403)
                        .code())
                .isEqualTo("four-eyes");
    }

    private String token(String username) {
        return people.admin()
                .post("/tokens", Map.of("username", username, "name", "test"))
                .expect(201)
                .text("/token");
    }

    @Test
    void aPhaseIsApprovedByItself() {
        Answer given = approve(people.approver(), Map.of("phase", "contract")).expect(201);

        assertThat(given.text("/phase")).isEqualTo("contract");
        assertThat(sql().json().at("/phases/2/approval/approved").asBoolean()).isTrue();
        assertThat(sql().json().at("/phases/0/approval/approved").asBoolean()).isFalse();
    }

    @Test
    void theSqlIsShownForwardAndBackWithItsLocks() {
        Answer sql = sql();

        assertThat(sql.text("/target")).isEqualTo(target);
        assertThat(sql.text("/digest")).isEqualTo(digest);
        assertThat(sql.text("/phases/0/phase")).isEqualTo("expand");
        assertThat(sql.text("/phases/0/digest")).matches("[0-9a-f]{64}");
        assertThat(sql.text("/phases/2/gate/approval")).isEqualTo("required");
        assertThat(sql.text("/phases/0/steps/0/kind")).isEqualTo("addColumn");
        assertThat(sql.text("/phases/0/steps/0/forward/0/sql"))
                .isEqualTo("alter table public.users add column first_name text");
        assertThat(sql.text("/phases/0/steps/0/forward/0/lock/mode")).isEqualTo("access exclusive");
        assertThat(sql.text("/phases/0/steps/0/back/0/sql")).containsIgnoringCase("drop column");
    }

    @Test
    void anAuthorCannotApproveTheirOwnWithASecondToken() {
        Api both = people.somebody("both", "author", "approver");
        String own = "own-" + migration;
        String ownDigest = both.postYaml("/migrations", file("mine").replace(migration, own))
                .expect(201)
                .text("/digest");
        Api second = both.as(people.admin()
                .post("/tokens", Map.of("username", "both", "name", "second"))
                .expect(201)
                .text("/token"));
        Map<String, String> body = Map.of("digest", ownDigest, "target", target);

        assertThat(second.post("/migrations/" + own + "/revisions/1/approvals", body)
                        .expect(403)
                        .code())
                .isEqualTo("four-eyes");
        assertThat(both.post("/migrations/" + own + "/revisions/1/approvals", body)
                        .expect(403)
                        .code())
                .isEqualTo("four-eyes");
        people.approver()
                .post("/migrations/" + own + "/revisions/1/approvals", body)
                .expect(201);
    }

    @Test
    void anAuthorWithoutTheRoleIsToldAboutFourEyesToo() {
        assertThat(approve(people.author(), Map.of()).expect(403).code()).isEqualTo("four-eyes");
    }

    @Test
    void aStaleDigestIsRefused() {
        people.author().postYaml("/migrations", file("second")).expect(201);

        Answer stale = people.approver()
                .post(
                        "/migrations/" + migration + "/revisions/2/approvals",
                        Map.of("digest", digest, "target", target));

        assertThat(stale.expect(409).code()).isEqualTo("digest-changed");
        assertThat(list().json().at("/items").size()).isZero();
    }

    @Test
    void sqlThatIsNoLongerTheOneThatWasReadIsNotApproved() {
        Map<String, String> read = Map.of("backfill", sql().text("/phases/1/digest"));
        changeTheKey();

        Answer stale = approve(people.approver(), Map.of("sqlDigests", read));

        assertThat(stale.expect(409).code()).isEqualTo("digest-changed");
        assertThat(stale.text("/detail")).contains("backfill");
    }

    @Test
    void anotherEnvironmentOfTheTargetVoidsTheApproval() {
        approve(people.approver(), Map.of()).expect(201);
        assertThat(sql().json().at("/phases/0/approval/approved").asBoolean()).isTrue();

        people.admin()
                .patch("/targets/" + target, Map.of("environment", "other"))
                .expect(200);

        assertThat(sql().json().at("/phases/0/approval/approved").asBoolean()).isFalse();
    }

    @Test
    void anotherSqlVoidsTheApproval() {
        approve(people.approver(), Map.of()).expect(201);
        changeTheKey();

        assertThat(sql().json().at("/phases/1/approval/approved").asBoolean()).isFalse();
        assertThat(sql().text("/phases/1/approval/why")).isEqualTo("The approval of bob was for other SQL: void.");
        approve(people.approver(), Map.of()).expect(201);
        assertThat(sql().json().at("/phases/1/approval/approved").asBoolean()).isTrue();
    }

    @Test
    void givenTwiceTheFirstOneStands() {
        String first =
                approve(people.approver(), Map.of("comment", "one")).expect(201).text("/approval");

        assertThat(approve(people.approver(), Map.of("comment", "two"))
                        .expect(201)
                        .text("/approval"))
                .isEqualTo(first);
        assertThat(list().json().at("/items").size()).isEqualTo(1);
        assertThat(records()).containsExactly("revision.submit", "approval.give");
    }

    @Test
    void aWithdrawnApprovalCountsNoLonger() {
        String approval = approve(people.approver(), Map.of()).expect(201).text("/approval");

        assertThat(withdraw(people.operator(), approval).expect(403).code()).isEqualTo("forbidden");
        assertThat(sql().json().at("/phases/0/approval/approved").asBoolean()).isTrue();
        withdraw(people.approver(), approval).expect(204);
        withdraw(people.approver(), approval).expect(204);

        assertThat(sql().text("/phases/0/approval/why")).isEqualTo("The approval of bob was withdrawn.");
        assertThat(list().text("/items/0/withdrawnAt")).isNotEmpty();
        assertThat(people.viewer().get("/migrations/" + migration).text("/state"))
                .isEqualTo("submitted");
        assertThat(records()).containsExactly("revision.submit", "approval.give", "approval.withdraw");
    }

    @Test
    void anAdminMayWithdrawButNotUnderAnotherRevision() {
        String approval = approve(people.approver(), Map.of()).expect(201).text("/approval");
        people.author().postYaml("/migrations", file("second")).expect(201);

        people.admin()
                .delete("/migrations/" + migration + "/revisions/2/approvals/" + approval)
                .expect(404);
        withdraw(people.admin(), approval).expect(204);
    }

    @Test
    void theRoleMustCoverTheEnvironment() {
        Api staging = people.somebody("stage", "approver@staging", "viewer");

        assertThat(approve(staging, Map.of()).expect(403).code()).isEqualTo("forbidden");
        assertThat(approve(people.operator(), Map.of()).expect(403).code()).isEqualTo("forbidden");
        approve(people.somebody("prod", "approver@prod"), Map.of()).expect(201);
    }

    @Test
    void whatIsMissingOrMistypedIsNamed() {
        assertThat(approve(people.approver(), Map.of("fase", "contract"))
                        .expect(400)
                        .text("/detail"))
                .contains("fase");
        assertThat(approve(people.approver(), Map.of("digest", "")).expect(400).text("/detail"))
                .contains("digest");
        approve(people.approver(), Map.of("phase", "nowhere")).expect(404);
        approve(people.approver(), Map.of("target", "nowhere")).expect(404);
    }

    @Test
    void aMissingTableIsNamedAndNothingIsApproved() {
        database.run("alter table users rename to people");

        assertThat(approve(people.approver(), Map.of()).expect(422).code()).isEqualTo("missing-object");
        Answer sql = people.viewer()
                .get("/migrations/" + migration + "/revisions/1/sql?target=" + target)
                .expect(422);
        assertThat(sql.body()).contains("users");
        assertThat(list().json().at("/items").size()).isZero();
    }

    private void register(String name, String environment) {
        people.admin()
                .post("/targets", TargetBodies.of(name, database, environment))
                .expect(201);
    }

    private Answer approve(Api who, Map<String, ?> more) {
        Map<String, Object> body = new LinkedHashMap<>(Map.of("digest", digest, "target", target));
        body.putAll(more);
        return who.post(approvals(), body);
    }

    private Answer withdraw(Api who, String approval) {
        return who.delete(approvals() + "/" + approval);
    }

    private Answer list() {
        return people.viewer().get(approvals()).expect(200);
    }

    private Answer sql() {
        return people.viewer()
                .get("/migrations/" + migration + "/revisions/1/sql?target=" + target)
                .expect(200);
    }

    private String approvals() {
        return "/migrations/" + migration + "/revisions/1/approvals";
    }

    private void changeTheKey() {
        database.run("alter table users drop constraint users_pkey", "alter table users add primary key (other)");
    }

    private List<String> records() {
        return store.sql("select action from audit_records where subject = :subject order by seq")
                .param("subject", "migration:" + migration)
                .query(String.class)
                .list();
    }

    private String file(String title) {
        return """
                migration: %s
                title: %s
                engine: postgresql
                phases:
                  - phase: expand
                    steps:
                      - addColumn: {table: users, column: first_name, type: text}
                      - keepInSync:
                          table: users
                          set: {first_name: "split_part(name, ' ', 1)"}
                  - phase: backfill
                    steps:
                      - backfill: {table: users, set: sync}
                  - phase: contract
                    steps:
                      - stopSync: {table: users}
                """
                .formatted(migration, title);
    }
}
