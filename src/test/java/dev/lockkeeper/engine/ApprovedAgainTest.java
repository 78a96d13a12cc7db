package dev.lockkeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Api.Answer;
import dev.lockkeeper.testing.Crew;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Whether it is approved is asked again when each phase begins, also one that follows by itself. */
@LockkeeperTest
class ApprovedAgainTest {

    private static final AtomicInteger COUNT = new AtomicInteger();

    @Autowired
    private People people;

    private Databases.Database database;
    private Crew crew;
    private String name;

    @BeforeEach
    void aTarget() {
        name = "again-" + COUNT.incrementAndGet();
        database = Databases.fresh("again")
                .run("create table things (id bigint primary key)", "create table go (id bigint)");
        crew = new Crew(people, database, name);
    }

    /** The first phase ends when somebody puts a row into go; the second follows by itself. */
    private String submit() {
        return people.author()
                .postYaml(
                        "/migrations",
                        """
                        migration: %s
                        engine: postgresql
                        phases:
                          - phase: expand
                            steps: [wait: {until: select count(*) from go, expect: 1, every: 100ms}]
                          - phase: second
                            steps: [addColumn: {table: things, column: n, type: int}]
                        """
                                .formatted(name))
                .expect(201)
                .text("/digest");
    }

    @Test
    void anApprovalOfOnePhaseDoesNotCarryTheNext() {
        submit();
        crew.approve(name, "expand");
        long run = crew.launch(name);
        database.run("insert into go values (1)");

        assertThat(waitsFor(run)).isEqualTo("an approval of second");
        assertThat(columns()).isEqualTo("1");
        crew.approve(name, null);
        crew.await(run, "succeeded");
        assertThat(columns()).isEqualTo("2");
    }

    @Test
    void anApprovalWithdrawnMeanwhileIsAskedForAgain() {
        submit();
        crew.approve(name, null);
        long run = crew.launch(name);
        crew.await(run, "running");
        String approvals = "/migrations/" + name + "/revisions/1/approvals";
        people.approver()
                .delete(approvals + "/" + people.approver().get(approvals).text("/items/0/approval"))
                .expect(204);
        database.run("insert into go values (1)");

        assertThat(waitsFor(run)).isEqualTo("an approval of second");
        crew.approve(name, null);
        crew.await(run, "succeeded");
    }

    @Test
    void aRejectionMeanwhileHoldsTheNextPhase() {
        String digest = submit();
        crew.approve(name, null);
        long run = crew.launch(name);
        crew.await(run, "running");
        String rejections = "/migrations/" + name + "/revisions/1/rejections";
        Answer given = people.approver()
                .post(rejections, Map.of("digest", digest, "target", name, "comment", "not now"))
                .expect(201);
        database.run("insert into go values (1)");

        assertThat(waitsFor(run)).isEqualTo("an approval of second");
        people.approver().delete(rejections + "/" + given.text("/rejection")).expect(204);
        crew.await(run, "succeeded");
    }

    @Test
    void aPolicyThatAsksForMoreMeanwhileHoldsTheNextPhase() {
        submit();
        people.admin().patch("/targets/" + name, Map.of("environment", name)).expect(200);
        crew.approve(name, null);
        long run = crew.launch(name);
        crew.await(run, "running");
        people.admin()
                .call("PUT", "/policies/" + name, Map.of("approvals", Map.of("count", 2)))
                .expect(201);
        database.run("insert into go values (1)");

        assertThat(waitsFor(run)).isEqualTo("an approval of second");
        crew.approve(name, null);
        assertThat(waitsFor(run)).as("one of two").isEqualTo("an approval of second");
        people.somebody("eve", "approver")
                .post(
                        "/migrations/" + name + "/revisions/1/approvals",
                        Map.of(
                                "digest",
                                people.viewer().get("/migrations/" + name).text("/digest"),
                                "target",
                                name))
                .expect(201);
        crew.await(run, "succeeded");
    }

    private String waitsFor(long run) {
        return crew.await(run, "waiting").path("waitingFor").asString();
    }

    private String columns() {
        return database.ask("select count(*) from information_schema.columns where table_name = 'things'");
    }
}
