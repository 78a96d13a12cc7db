package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Browser;
import dev.lockkeeper.testing.Crew;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What the rules say, where people review. */
@LockkeeperTest
class LintPageTest {

    private static final String ATTACK = "<script>alert(1)</script>";

    private static final String FILE =
            """
            migration: %s
            engine: postgresql
            phases:
              - phase: expand
                steps:
                  - sql:
                      up: create index users_email_idx on users (email)
                      irreversible: because
                  - sql:
                      up: create index users_name_idx on users (name)
                      irreversible: because
                      allow: {require-concurrent-index-creation: "%s it has no rows"}
                  - sql:
                      up: |
                        frobnicate "%s";
                      irreversible: because
            """;

    @Autowired
    private Api api;

    @Autowired
    private People people;

    @BeforeAll
    static void submitted(@Autowired People people) {
        Databases.Database database =
                Databases.fresh("lintpage").run("create table users (id bigint primary key, email text, name text)");
        new Crew(people, database, "lint-page");
        people.approver();
        people.viewer();
        people.author()
                .postYaml("/migrations", FILE.formatted("lint-page", ATTACK, ATTACK))
                .expect(201);
        people.author()
                .postYaml(
                        "/migrations",
                        "migration: lint-clean\nengine: postgresql\nphases:\n  - phase: expand\n    steps:\n"
                                + "      - sql: {up: select 1, irreversible: x}\n")
                .expect(201);
    }

    private String page(String name, String address) {
        Browser browser = new Browser(api);
        browser.submit("/login", "/login", Map.of("username", name, "password", People.PASSWORD));
        var answer = browser.get(address);
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void aFindingStandsBelowItsStatementWithLockAndSaferWay() {
        String body = page("vic", "/migrations/lint-page?target=lint-page");
        String first = body.substring(body.indexOf("users_email_idx"), body.indexOf("users_name_idx"));

        assertThat(first)
                .contains("lk-finding lk-bad", "blocking", "require-concurrent-index-creation", "line 7")
                .contains("<summary>a safer way</summary>")
                .doesNotContain("Suppressed by the author");
    }

    @Test
    void aSuppressedOneIsMarkedWithItsReasonAndShownAtTheApproval() {
        String approver = page("bob", "/migrations/lint-page?target=lint-page");
        String approval = approver.substring(approver.indexOf("id=\"approve\""));

        assertThat(approver).contains("lk-finding lk-idle", "Suppressed by the author:", "it has no rows");
        assertThat(approval)
                .contains("You approve this, too", "require-concurrent-index-creation", "it has no rows")
                .contains("will stand in the way of a launch on lint-page");
    }

    @Test
    void noTextOfAFindingBecomesMarkup() {
        for (String address : new String[] {"/migrations/lint-page?target=lint-page", "/migrations/lint-page"}) {
            assertThat(page("bob", address)).doesNotContain("<script>alert").contains("&lt;script&gt;alert(1)");
        }
    }

    @Test
    void findingsAreThereWhenTheTargetIsNot() {
        new Crew(people, new Databases.Database("jdbc:postgresql://localhost:1/none", "nobody", "none"), "lint-down");

        String body = page("vic", "/migrations/lint-page?target=lint-down");

        assertThat(body)
                .contains("The rules looked at the SQL without the target")
                .contains("require-concurrent-index-creation", "unreadable-sql");
    }

    @Test
    void whatIsCleanSaysNothing() {
        assertThat(page("bob", "/migrations/lint-clean?target=lint-page"))
                .doesNotContain("lk-finding", "You approve this, too", "stand in the way");
    }
}
