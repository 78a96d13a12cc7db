package dev.lockkeeper.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Api.Answer;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import dev.lockkeeper.testing.TargetBodies;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@LockkeeperTest
class BoardApiTest {

    private static final String FILE =
            """
            migration: note-users
            engine: postgresql
            phases:
              - phase: expand
                steps:
                  - addColumn: {table: users, column: note, type: text}
            """;

    @Autowired
    private People people;

    @Test
    void aBoardIsNoGoUntilSomebodyElseHasApproved() {
        Database database = Databases.fresh("boardapi").run("create table users (id bigint primary key)");
        people.admin()
                .post("/targets", TargetBodies.of("shop", database, "prod"))
                .expect(201);
        String digest =
                people.author().postYaml("/migrations", FILE).expect(201).text("/digest");

        Answer before = board("").expect(200);
        assertThat(before.text("/verdict")).isEqualTo("no-go");
        assertThat(before.json().at("/checks").findValuesAsString("id")).contains("target-reachable", "phase-approved");
        assertThat(before.json().at("/checks/0").propertyNames())
                .containsExactlyInAnyOrder("id", "title", "result", "blocking", "evidence", "advice", "checkedAt");
        people.approver()
                .post("/migrations/note-users/revisions/1/approvals", Map.of("digest", digest, "target", "shop"))
                .expect(201);

        Answer after = board("&revision=1&phase=expand").expect(200);
        // What nobody has measured yet, or the server does not tell, is unknown and stops nothing.
        assertThat(after.json().at("/checks").findValuesAsString("result")).containsOnly("pass", "unknown");
        assertThat(after.text("/verdict")).isEqualTo("go");
        assertThat(board("&phase=nowhere").expect(404).code()).isEqualTo("not-found");
        assertThat(people.viewer()
                        .get("/board?migration=note-users")
                        .expect(400)
                        .text("/detail"))
                .contains("target");
    }

    /** Nobody may even look at the definition of its indexes meanwhile, and that is when one wants to know who it is. */
    @Test
    void aTableThatSomebodyHoldsKeepsNoBoardFromBeingRead() throws SQLException {
        Database database = Databases.fresh("heldapi").run("create table users (id bigint primary key)");
        register("held", database);
        try (Connection holder = database.connect();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("lock table users in access exclusive mode");

            Answer board = people.viewer()
                    .get("/board?migration=note-held&target=held")
                    .expect(200);

            assertThat(check(board, "locks-held", "result")).isEqualTo("fail");
            assertThat(check(board, "locks-held", "evidence")).contains("access exclusive on users");
            assertThat(check(board, "target-reachable", "result")).isEqualTo("pass");
            assertThat(board.text("/verdict")).isEqualTo("no-go");
            holder.rollback();
        }
    }

    /** Its own trial of the plan is refused there too, which must not hide what is wrong. */
    @Test
    void aTargetThatTakesNoWritesIsToldByItsBoard() {
        Database database = Databases.fresh("readonlyapi").run("create table users (id bigint primary key)");
        register("readonly", database);
        database.run("do $$ begin execute format('alter database %I set default_transaction_read_only = on',"
                + " current_database()); end $$");

        Answer board = people.viewer()
                .get("/board?migration=note-readonly&target=readonly")
                .expect(200);

        assertThat(check(board, "target-writable", "result")).isEqualTo("fail");
        assertThat(board.text("/verdict")).isEqualTo("no-go");
    }

    private void register(String name, Database database) {
        people.admin().post("/targets", TargetBodies.of(name, database, "prod")).expect(201);
        people.author()
                .postYaml("/migrations", FILE.replace("note-users", "note-" + name))
                .expect(201);
    }

    private static String check(Answer board, String id, String field) {
        return board.json()
                .at("/checks")
                .valueStream()
                .filter(check -> check.at("/id").asString().equals(id))
                .findFirst()
                .orElseThrow()
                .at("/" + field)
                .asString();
    }

    private Answer board(String more) {
        return people.viewer().get("/board?migration=note-users&target=shop" + more);
    }
}
