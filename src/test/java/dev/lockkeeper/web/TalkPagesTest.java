package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Browser;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Approving by policy, rejecting and commenting from the page of a migration, without script. */
@LockkeeperTest
class TalkPagesTest {
    private static final String PAGE = "/migrations/attack?revision=2&target=shop";
    private static final Pattern DIGEST = Pattern.compile("name=\"digest\" value=\"([0-9a-f]{64})\"");

    private static SomePages pages;

    @BeforeAll
    static void launch(@Autowired Api api, @Autowired People people) {
        pages = new SomePages(api, people);
    }

    @Test
    void whatIsSaidIsShownAsTextAndRepliedTo() {
        Browser bob = pages.as("bob");
        bob.submit(
                PAGE,
                "/migrations/attack/comments",
                form("text", SomePages.ATTACK + "\n\n**really**", "about", "contract"));
        String body = bob.get(PAGE).body();
        assertThat(body)
                .contains("&lt;script&gt;alert(1)", "<strong>really</strong>", "on contract", "Your comment is stored")
                .doesNotContain("<script>alert(1)", "<img src=x");

        String first = found(Pattern.compile("name=\"replyTo\" value=\"(\\d+)\""), body);
        pages.as("ann").submit(PAGE, "/migrations/attack/comments", form("text", "An answer.", "replyTo", first));
        assertThat(pages.as("vic").get(PAGE).body()).contains("An answer.").doesNotContain("name=\"replyTo\"");

        bob.submit(PAGE, "/migrations/attack/comments/" + first + "/withdraw", form());
        assertThat(bob.get(PAGE).body())
                .doesNotContain("<strong>really</strong>")
                .contains("An answer.");
    }

    @Test
    void aRefusedCommentIsKeptInItsForm() {
        Browser bob = pages.as("bob");
        bob.submit(PAGE, "/migrations/attack/comments", form("text", "y".repeat(4001)));

        assertThat(bob.get(PAGE).body()).contains("has 4001 characters", "y".repeat(4001));
    }

    @Test
    void aRejectionStandsOnThePageUntilItIsWithdrawn() {
        Browser bob = pages.as("bob");
        String digest = found(DIGEST, bob.get(PAGE).body());
        assertThat(pages.as("cyd").get(PAGE).body()).doesNotContain("/migrations/attack/rejections");
        bob.submit(PAGE, "/migrations/attack/rejections", form("digest", digest, "comment", "too <b>long</b>"));

        assertThat(pages.as("ann").get("/").body())
                .contains("bob rejected it for shop", "<p class=\"lk-why\">too &lt;b&gt;long&lt;/b&gt;</p>");
        assertThat(bob.get("/").body()).doesNotContain("needs approval", "bob rejected it");
        String body = pages.as("ann").get(PAGE).body();
        assertThat(body).contains("rejected", "too &lt;b&gt;long&lt;/b&gt;").doesNotContain("Withdraw the rejection");
        String mine = bob.get(PAGE).body();
        String id = found(Pattern.compile("/rejections/([0-9a-f-]{36})/withdraw"), mine);
        bob.submit(PAGE, "/migrations/attack/rejections/" + id + "/withdraw", form());
        assertThat(bob.get(PAGE).body()).contains("rejected, withdrawn", "The rejection is withdrawn.");
    }

    @Test
    void whatIsMissingAndWhatIsVoidIsShown() {
        Browser eve = pages.as("eve");
        pages.people()
                .approver()
                .post(
                        "/migrations/attack/revisions/2/approvals",
                        Map.of("digest", found(DIGEST, pages.as("bob").get(PAGE).body()), "target", "shop"))
                .expect(201);
        assertThat(pages.as("vic").get(PAGE).body()).contains("1 of 1, approver", "1 approver, not the author");
        eve.submit("/policies", "/policies", Map.of("environment", "test", "text", "approvals: {count: 2}"));
        assertThat(pages.as("vic").get("/policies").body())
                .contains("2 approvers")
                .doesNotContain("Set a policy");

        assertThat(pages.as("vic").get(PAGE).body())
                .contains(
                        "0 of 2, approver",
                        "approved, does not count",
                        "the policy of test changed on",
                        "2 approvers, not the author");
        pages.people().admin().delete("/policies/test").expect(204);
    }

    @Test
    void aWrongPolicyIsKeptWithEveryFinding() {
        Browser eve = pages.as("eve");
        eve.submit("/policies", "/policies", Map.of("environment", "test", "text", "approvals: {count: 0}\nlimt: {}"));

        assertThat(eve.get("/policies").body()).contains("limt: {}", "line 1", "line 2", "did you mean");
    }

    private static Map<String, String> form(String... fields) {
        Map<String, String> form = new HashMap<>(Map.of("revision", "2", "target", "shop"));
        for (int i = 0; i < fields.length; i += 2) {
            form.put(fields[i], fields[i + 1]);
        }
        return form;
    }

    private static String found(Pattern pattern, String body) {
        Matcher matcher = pattern.matcher(body);
        assertThat(matcher.find()).as(pattern.pattern()).isTrue();
        return matcher.group(1);
    }
}
