package dev.lockkeeper.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Crew;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** The board of the launch is the one that counts, and what is passed over or attested is in the record. */
@LockkeeperTest
class BoardReadAgainTest {

    @Autowired
    private People people;

    private Database database;
    private Crew crew;
    private String target;
    private String migration;

    @BeforeEach
    void anApprovedMigration() {
        database = Databases.fresh("again").run("create table users (id bigint primary key, name text)");
        target = "again-" + database.url().replaceAll("\\D+(\\d+)$", "$1").replaceAll("\\D", "");
        crew = new Crew(people, database, target);
        migration = crew.approved(
                """
                migration: %s
                engine: postgresql
                phases:
                  - phase: expand
                    steps:
                      - addColumn: {table: users, column: mail, type: text}
                """
                        .formatted(target));
    }

    @Test
    void whatWasGreenABoardAgoDoesNotCount() {
        assertThat(board().path("verdict").asString()).isEqualTo("go");
        database.run("create table _users_gho (id bigint)");

        JsonNode refused = crew.launchAnswer(migration).expect(409).json();

        assertThat(refused.path("code").asString()).isEqualTo("no-go");
        assertThat(refused.toString()).contains("other-tools", "_users_gho");
    }

    @Test
    void anOverrideNeedsTheRoleAndAReasonAndIsInTheRecord() {
        database.run("create table _users_gho (id bigint)");
        Map<String, Object> overridden = Map.of(
                "migration", migration,
                "target", target,
                "override", List.of(Map.of("check", "other-tools", "reason", "the table is a leftover of spring")));

        people.operator().post("/runs", overridden).expect(403);
        people.admin()
                .post(
                        "/runs",
                        Map.of(
                                "migration", migration,
                                "target", target,
                                "override", List.of(Map.of("check", "other-tools", "reason", " "))))
                .expect(400);
        long run = people.admin()
                .post("/runs", overridden)
                .expect(201)
                .json()
                .path("run")
                .asLong();

        assertThat(launchRecord(run)).contains("other-tools", "the table is a leftover of spring");
    }

    @Test
    void aBackupIsAttestedAtTheLaunch() {
        people.admin()
                .patch("/targets/" + target, Map.of("policy", Map.of("backup", Map.of("attest", true))))
                .expect(200);
        crew.launchAnswer(migration).expect(409);
        Map<String, Object> noLink = Map.of(
                "migration",
                migration,
                "target",
                target,
                "attest",
                List.of(Map.of("check", "backup-fresh", "link", "done")));
        people.operator().post("/runs", noLink).expect(400);

        long run = people.operator()
                .post(
                        "/runs",
                        Map.of(
                                "migration", migration,
                                "target", target,
                                "attest",
                                        List.of(Map.of("check", "backup-fresh", "link", "https://backups.example/17"))))
                .expect(201)
                .json()
                .path("run")
                .asLong();

        assertThat(launchRecord(run)).contains("attested", "https://backups.example/17");
    }

    private JsonNode board() {
        return people.operator()
                .get("/board?migration=" + migration + "&target=" + target)
                .expect(200)
                .json();
    }

    private String launchRecord(long run) {
        Api.Answer answer = people.admin()
                .get("/audit?action=run.launch&subject=run:" + run)
                .expect(200);
        return answer.body();
    }
}
