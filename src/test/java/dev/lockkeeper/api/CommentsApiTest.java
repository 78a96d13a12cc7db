package dev.lockkeeper.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Api.Answer;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@LockkeeperTest
class CommentsApiTest {

    private static final AtomicInteger COUNT = new AtomicInteger();

    @Autowired
    private People people;

    @Autowired
    private JdbcClient store;

    private String migration;
    private String comments;

    @BeforeEach
    void submit() {
        migration = "talked-of-" + COUNT.incrementAndGet();
        comments = "/migrations/" + migration + "/revisions/1/comments";
        people.author()
                .postYaml(
                        "/migrations",
                        """
                        migration: %s
                        engine: postgresql
                        owner: accounts
                        phases:
                          - phase: expand
                            steps: [addColumn: {table: users, column: more, type: text}]
                        """
                                .formatted(migration))
                .expect(201);
    }

    @Test
    void aThreadIsACommentAndItsReplies() {
        long first = say(people.approver(), Map.of("text", "Why *text*?", "phase", "expand", "step", 0))
                .expect(201)
                .json()
                .path("comment")
                .asLong();
        long reply = say(people.author(), Map.of("text", "Names.", "replyTo", first))
                .expect(201)
                .json()
                .path("comment")
                .asLong();
        Answer second = say(people.operator(), Map.of("text", "I see.", "replyTo", reply)).expect(201);

        assertThat(second.json().path("replyTo").asLong()).as("a reply to a reply is in the thread").isEqualTo(first);
        assertThat(second.text("/phase")).as("about what the thread is about").isEqualTo("expand");
        Answer all = people.viewer().get(comments).expect(200);
        assertThat(all.json().at("/items").findValuesAsString("text"))
                .containsExactly("Why *text*?", "Names.", "I see.");
        assertThat(all.json().at("/items").findValuesAsString("author")).containsExactly("bob", "ann", "cyd");
        assertThat(records()).containsExactly("revision.submit", "comment.add", "comment.add", "comment.add");
    }

    @Test
    void theListIsPaged() {
        for (int i = 0; i < 3; i++) {
            say(people.author(), Map.of("text", "n" + i)).expect(201);
        }
        Answer page = people.viewer().get(comments + "?limit=2").expect(200);

        assertThat(page.json().at("/items").findValuesAsString("text")).containsExactly("n0", "n1");
        Answer next = people.viewer().get(comments + "?limit=2&after=" + page.text("/after")).expect(200);
        assertThat(next.json().at("/items").findValuesAsString("text")).containsExactly("n2");
        assertThat(next.json().has("after")).isFalse();
        people.viewer().get(comments + "?after=x").expect(400);
    }

    @Test
    void onesOwnIsWithdrawnByMarkingAndKeepsItsPlace() {
        long own = say(people.approver(), Map.of("text", "said in haste"))
                .expect(201)
                .json()
                .path("comment")
                .asLong();

        people.author().delete(comments + "/" + own).expect(403);
        people.approver().delete(comments + "/" + own).expect(204);
        people.approver().delete(comments + "/" + own).expect(204);

        Answer all = people.viewer().get(comments).expect(200);
        assertThat(all.body()).doesNotContain("said in haste");
        assertThat(all.text("/items/0/withdrawnAt")).isNotEmpty();
        assertThat(store.sql("select text from comments where id = :id")
                        .param("id", own)
                        .query(String.class)
                        .single())
                .isEqualTo("said in haste");
        assertThat(records()).containsExactly("revision.submit", "comment.add", "comment.withdraw");
        people.approver().delete(comments + "/999999").expect(404);
    }

    @Test
    void theRecordDoesNotRepeatTheWords() {
        say(people.author(), Map.of("text", "a word that is better not kept")).expect(201);

        assertThat(people.auditor()
                        .get("/audit?subject=migration:" + migration)
                        .expect(200)
                        .body())
                .contains("comment.add", "textDigest")
                .doesNotContain("better not kept");
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        Answer refused = say(
                        people.author(),
                        Map.of("text", "x".repeat(4001), "phase", "nowhere", "replyTo", 424242))
                .expect(400);

        assertThat(refused.json().at("/errors").findValuesAsString("path")).containsExactly("text", "phase", "replyTo");
        for (Map<String, ?> wrong : List.<Map<String, ?>>of(
                Map.of(),
                Map.of("text", " "),
                Map.of("text", "a\0b"),
                Map.of("text", "a", "step", 0),
                Map.of("text", "a", "phase", "expand", "step", 1),
                Map.of("text", "a", "phase", "expand", "step", -1),
                Map.of("text", "a", "fase", "expand"))) {
            say(people.author(), wrong).expect(400);
        }
        long first = say(people.author(), Map.of("text", "a")).json().path("comment").asLong();
        say(people.author(), Map.of("text", "b", "replyTo", first, "phase", "expand")).expect(400);
        assertThat(people.viewer().get(comments).json().at("/items").size()).isEqualTo(1);
    }

    @Test
    void aReplyStaysOnItsRevision() {
        long first = say(people.author(), Map.of("text", "a")).json().path("comment").asLong();
        String other = "other-" + migration;
        people.author()
                .postYaml(
                        "/migrations",
                        "migration: %s\nengine: postgresql\nphases: [{phase: expand, steps: [assert: {query: select 1, expect: 1}]}]"
                                .formatted(other))
                .expect(201);

        people.author()
                .post("/migrations/" + other + "/revisions/1/comments", Map.of("text", "b", "replyTo", first))
                .expect(400);
        people.author().delete("/migrations/" + other + "/revisions/1/comments/" + first).expect(404);
    }

    @Test
    void whoMayOnlyLookOrNotEvenThatSaysNothing() {
        assertThat(say(people.viewer(), Map.of("text", "a")).expect(403).code()).isEqualTo("forbidden");
        Api otherTeam = people.somebody("other-team", "author@team:shipping");
        otherTeam.post(comments, Map.of("text", "a")).expect(404);
        otherTeam.get(comments).expect(404);
        Api mixed = people.somebody("mixed", "author@team:shipping", "viewer@team:accounts");
        mixed.get(comments).expect(200);
        assertThat(mixed.post(comments, Map.of("text", "a")).expect(403).code()).isEqualTo("forbidden");
        people.nobody().post(comments, Map.of("text", "a")).expect(401);
        assertThat(people.viewer().get(comments).json().at("/items").size()).isZero();
    }

    private Answer say(Api who, Map<String, ?> body) {
        return who.post(comments, new HashMap<>(body));
    }

    private List<String> records() {
        return store.sql("select action from audit_records where subject = :subject order by seq")
                .param("subject", "migration:" + migration)
                .query(String.class)
                .list();
    }
}
