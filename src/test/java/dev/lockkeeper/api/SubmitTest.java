package dev.lockkeeper.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Api.Answer;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@LockkeeperTest
class SubmitTest {

    @Autowired
    private People people;

    @Autowired
    private JdbcClient store;

    @Test
    void theSameTextAgainIsTheSameRevision() {
        String yaml = file("twice", "a title");

        Answer first = people.author().postYaml("/migrations", yaml).expect(201);
        Answer second = people.author().postYaml("/migrations", yaml).expect(200);

        assertThat(first.json().propertyNames())
                .containsExactlyInAnyOrder("migration", "revision", "digest", "state", "findings");
        assertThat(first.text("/migration")).isEqualTo("twice");
        assertThat(first.json().at("/revision").asInt()).isEqualTo(1);
        assertThat(first.text("/digest")).matches("[0-9a-f]{64}");
        assertThat(first.text("/state")).isEqualTo("submitted");
        assertThat(first.json().at("/findings").isArray()).isTrue();
        assertThat(first.header("Location")).isEqualTo("/api/v1/migrations/twice/revisions/1");
        assertThat(second.json()).isEqualTo(first.json());
        assertThat(records("twice")).containsExactly("revision.submit");
    }

    @Test
    void anotherTextIsTheNextRevisionAndTheOldOneStays() {
        String old = file("edited", "first");
        people.author().postYaml("/migrations", old).expect(201);
        Answer next = people.author()
                .postYaml("/migrations", file("edited", "second"))
                .expect(201);

        assertThat(next.json().at("/revision").asInt()).isEqualTo(2);
        assertThat(people.viewer()
                        .get("/migrations/edited/revisions/1")
                        .expect(200)
                        .text("/text"))
                .isEqualTo(old);
        assertThat(people.author()
                        .postYaml("/migrations", old)
                        .expect(200)
                        .json()
                        .at("/revision")
                        .asInt())
                .isEqualTo(1);
        Answer whole = people.viewer().get("/migrations/edited").expect(200);
        assertThat(whole.text("/title")).isEqualTo("second");
        assertThat(whole.json().at("/revisions").size()).isEqualTo(2);
        assertThat(whole.text("/phases/0/phase")).isEqualTo("expand");
        assertThat(whole.text("/phases/0/steps/0/kind")).isEqualTo("addColumn");
        assertThat(whole.text("/phases/0/gate/words")).isEqualTo("begins with the launch");
    }

    @Test
    void everyErrorOfAFileIsToldAtOnceWithItsPlace() {
        Answer refused = people.author()
                .postYaml(
                        "/migrations",
                        """
                        migration: wrong
                        engine: oracle
                        phases:
                          - phase: expand
                            steps:
                              - addColum: {table: users, column: x, type: text}
                              - renameColumn: {table: users, from: a, to: b}
                        colour: red
                        """)
                .expect(422);

        assertThat(refused.code()).isEqualTo("invalid-plan");
        List<Integer> lines = new ArrayList<>();
        refused.json()
                .at("/errors")
                .forEach(error -> lines.add(error.at("/line").asInt()));
        assertThat(lines).contains(2, 6, 7, 8);
        assertThat(refused.body()).contains("not supported yet");
        assertThat(people.viewer().get("/migrations/wrong").status()).isEqualTo(404);
    }

    @Test
    void aFileOverOneMebibyteIsTooLarge() {
        String yaml = file("huge", "big") + "# " + "x".repeat(1 << 20);

        assertThat(people.author().postYaml("/migrations", yaml).expect(413).code())
                .isEqualTo("too-large");
        assertThat(people.author()
                        .postYaml("/migrations", yaml.repeat(8))
                        .expect(413)
                        .code())
                .isEqualTo("too-large");
    }

    @Test
    void otherEncodingsThanUtf8AreRefused() {
        String yaml = file("encoded", "caf\u00e9");
        byte[] latin = yaml.getBytes(StandardCharsets.ISO_8859_1);

        assertThat(send(latin, "text/plain; charset=iso-8859-1").expect(400).code())
                .isEqualTo("invalid");
        Answer malformed = send(latin, "application/yaml").expect(422);
        assertThat(malformed.code()).isEqualTo("invalid-plan");
        assertThat(malformed.json().at("/errors/0/line").asInt()).isEqualTo(2);
        send(yaml.getBytes(StandardCharsets.UTF_8), "text/yaml; charset=UTF-8").expect(201);
        send(yaml.getBytes(StandardCharsets.UTF_8), "application/x-yaml").expect(200);
        assertThat(people.viewer().get("/migrations/encoded").text("/title")).isEqualTo("caf\u00e9");
    }

    @Test
    void jsonIsNotAMigrationFile() {
        assertThat(people.author()
                        .post("/migrations", Map.of("migration", "json"))
                        .status())
                .isEqualTo(415);
    }

    @Test
    void onlyAuthorsSubmit() {
        assertThat(people.viewer()
                        .postYaml("/migrations", file("not-mine", "x"))
                        .expect(403)
                        .code())
                .isEqualTo("forbidden");
        assertThat(people.admin().get("/migrations/not-mine").status()).isEqualTo(404);
        assertThat(people.nobody()
                        .postYaml("/migrations", file("not-mine", "x"))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aTeamCannotTakeOverTheMigrationOfAnother() {
        Api accounts = people.somebody("acc", "author@team:accounts");
        Api billing = people.somebody("bil", "author@team:billing");
        accounts.postYaml("/migrations", "owner: accounts\n" + file("of-accounts", "ours"))
                .expect(201);

        Answer taken = billing.postYaml("/migrations", "owner: billing\n" + file("of-accounts", "now ours"));

        assertThat(taken.expect(403).code()).isEqualTo("forbidden");
        assertThat(accounts.get("/migrations/of-accounts").text("/title")).isEqualTo("ours");
        assertThat(billing.get("/migrations/of-accounts").expect(404).code()).isEqualTo("not-found");
        assertThat(billing.get("/migrations/of-accounts/revisions/1").status()).isEqualTo(404);
        assertThat(billing.get("/migrations?query=of-accounts")
                        .json()
                        .at("/items")
                        .size())
                .isZero();
        assertThat(accounts.get("/migrations?query=of-accounts")
                        .json()
                        .at("/items")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void submitsAtTheSameMomentAreNumberedOneByOne() throws Exception {
        Api author = people.author();

        List<Answer> different = together(
                IntStream.range(0, 8).boxed().toList(),
                i -> author.postYaml("/migrations", file("race", "title " + i)));
        List<Answer> same = together(
                IntStream.range(0, 8).boxed().toList(), i -> author.postYaml("/migrations", file("race", "once")));

        assertThat(different).allMatch(answer -> answer.status() == 201);
        assertThat(different.stream()
                        .map(answer -> answer.json().at("/revision").asInt()))
                .containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(same.stream().filter(answer -> answer.status() == 201)).hasSize(1);
        assertThat(same).allMatch(answer -> answer.json().at("/revision").asInt() == 9);
        assertThat(records("race")).hasSize(9);
    }

    @Test
    void pagesShowEveryMigrationOnceNewestFirst() {
        for (int i = 0; i < 7; i++) {
            people.author()
                    .postYaml("/migrations", file("paged-" + i, "page me"))
                    .expect(201);
        }
        List<String> seen = new ArrayList<>();
        String after = "";
        int pages = 0;
        do {
            Answer page = people.viewer()
                    .get("/migrations?query=PAGE%20me&limit=3" + (after.isEmpty() ? "" : "&after=" + after));
            page.expect(200)
                    .json()
                    .at("/items")
                    .forEach(item -> seen.add(item.at("/migration").asString()));
            after = page.text("/after");
            pages++;
        } while (!after.isEmpty());

        assertThat(seen).containsExactly("paged-6", "paged-5", "paged-4", "paged-3", "paged-2", "paged-1", "paged-0");
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void aCursorOfSomebodyElseIsRefused() {
        assertThat(people.viewer()
                        .get("/migrations?after=bm90IG91cnM")
                        .expect(400)
                        .code())
                .isEqualTo("invalid");
        assertThat(people.viewer().get("/migrations?after=***").expect(400).code())
                .isEqualTo("invalid");
    }

    @Test
    void aRevisionThatIsNotThereIsNotFound() {
        people.author().postYaml("/migrations", file("only-one", "x")).expect(201);

        assertThat(people.viewer()
                        .get("/migrations/only-one/revisions/2")
                        .expect(404)
                        .code())
                .isEqualTo("not-found");
    }

    private Answer send(byte[] body, String type) {
        return Api.send(people.author()
                .request("/migrations")
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    }

    private List<String> records(String migration) {
        return store.sql("select action from audit_records where subject = :subject order by seq")
                .param("subject", "migration:" + migration)
                .query(String.class)
                .list();
    }

    private interface Call {
        Answer of(int i);
    }

    private static List<Answer> together(List<Integer> numbers, Call call) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(numbers.size())) {
            List<Callable<Answer>> calls = numbers.stream()
                    .map(i -> (Callable<Answer>) () -> call.of(i))
                    .toList();
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
            return answers;
        }
    }

    private static String file(String id, String title) {
        return """
                migration: %s
                title: %s
                engine: postgresql
                phases:
                  - phase: expand
                    steps:
                      - addColumn: {table: users, column: note, type: text}
                """
                .formatted(id, title);
    }
}
