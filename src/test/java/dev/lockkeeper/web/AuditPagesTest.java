package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.audit.Actor;
import dev.lockkeeper.audit.AuditLog;
import dev.lockkeeper.audit.AuditQuery;
import dev.lockkeeper.audit.AuditRecord;
import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

@LockkeeperTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditPagesTest {
    private static final Pattern ROW = Pattern.compile("<a href=\"/audit/(\\d+)\">\\d+</a></th>");

    @Autowired
    People people;

    @Autowired
    AuditLog log;

    @Autowired
    TransactionTemplate transaction;

    private SomePages pages;

    @BeforeAll
    void aHundredNotes(@Autowired Api api) {
        pages = new SomePages(api, people);
        for (int i = 0; i < 120; i++) {
            note("note:many", "number " + i);
        }
        note("note:100%_sure", "it was in the way of the release");
        note("note:100 percent", "it was in the release of the way");
    }

    private void note(String subject, String reason) {
        transaction.executeWithoutResult(status -> log.record(
                Actor.engine("node-1"), "test.note", subject, null, Map.of("n", 1, "list", List.of(2, 3)), reason));
    }

    private List<Long> shown(String page) {
        List<Long> records = new ArrayList<>();
        Matcher rows = ROW.matcher(page);
        while (rows.find()) {
            records.add(Long.parseLong(rows.group(1)));
        }
        return records;
    }

    private String page(String query) {
        return pages.as("dora").get("/audit?" + query).body();
    }

    @Test
    void pagesFollowEachOtherAndKeepTheFilter() {
        List<Long> seen = new ArrayList<>();
        String next = "/audit?subject=note:many";
        while (next != null) {
            String page = pages.as("dora").get(next).body();
            assertThat(page).contains("value=\"note:many\"");
            seen.addAll(shown(page));
            Matcher older =
                    Pattern.compile("href=\"(/audit\\?[^\"]*after=\\d+)\"").matcher(page);
            next = older.find() ? older.group(1).replace("&amp;", "&") : null;
        }
        assertThat(seen).hasSize(120).doesNotHaveDuplicates().isSortedAccordingTo((a, b) -> Long.compare(b, a));
    }

    @Test
    void aReasonIsFoundByItsWordsInAnyOrderAndByAPhrase() {
        assertThat(shown(page("reason=release+way"))).hasSize(2);
        assertThat(shown(page("reason=%22in+the+way%22"))).hasSize(1);
        assertThat(shown(page("reason=way+-%22in+the+way%22"))).hasSize(1);
        assertThat(page("reason=nobody+said+that")).contains("No record matches", "See all of them");
        assertThat(page("reason=%22%26%7C!:*%27")).as("is no syntax error").contains("Records");
    }

    @Test
    void aStarStandsForAnythingAndNothingElseDoes() {
        assertThat(shown(page("subject=note:100*"))).hasSize(2);
        assertThat(shown(page("subject=note:100%25_*"))).hasSize(1);
        assertThat(shown(page("action=run.*"))).isNotEmpty();
        assertThat(shown(page("action=r_n.*"))).isEmpty();
    }

    @Test
    void aSpanOfTimeIsInTheAddressAndAWrongOneIsSaid() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);

        assertThat(shown(page("subject=note:many&from=" + today + "&to=" + today)))
                .hasSize(50);
        assertThat(shown(page("to=" + today.minusDays(1)))).isEmpty();
        assertThat(shown(page("from=" + today.plusDays(1)))).isEmpty();
        HttpResponse<String> wrong = pages.as("dora").get("/audit?from=yesterday");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("is not a day", "Write days as");
    }

    @Test
    void aSpanHoldsExactlyWhatHappenedInIt() {
        List<AuditRecord> all = log.after(AuditQuery.all(), 0);
        Instant from = all.get(40).at();
        Instant to = all.get(90).at();
        AuditQuery span = new AuditQuery(null, null, null, from, to);

        List<Long> expected = all.stream()
                .filter(record -> !record.at().isBefore(from) && record.at().isBefore(to))
                .map(AuditRecord::seq)
                .toList();
        assertThat(log.after(span, 0)).extracting(AuditRecord::seq).containsExactlyElementsOf(expected);
        assertThat(log.find(span, null, 500).items()).hasSameSizeAs(expected);
    }

    @Test
    void aRecordShowsItsFieldsItsNeighboursAndItsHashes() {
        long seq = shown(page("subject=note:many")).getFirst();
        String page = pages.as("dora").get("/audit/" + seq).body();

        assertThat(page)
                .contains("list[0]", "list[1]", "number 119", "What it has since", "/audit/" + (seq - 1))
                .contains(
                        log.find(seq).orElseThrow().hash(),
                        log.find(seq).orElseThrow().previous());
        assertThat(pages.as("dora").get("/audit/1").body()).doesNotContain("/audit/0");
        assertThat(pages.as("dora").get("/audit/99999999").statusCode()).isEqualTo(404);
    }

    @Test
    void theExportHasWhatTheFilterShows() {
        HttpResponse<String> lines = pages.as("dora").get("/audit/export.ndjson?reason=release+way");

        assertThat(lines.body().lines()).hasSize(2).allMatch(line -> line.contains("\"action\":\"test.note\""));
        assertThat(pages.as("dora")
                        .get("/audit/export.csv?subject=note%3Amany")
                        .body()
                        .lines())
                .hasSize(121);
        assertThat(page("subject=note:many")).contains("/audit/export.csv?subject=note%3Amany");
    }

    @Test
    void nobodyElseReadsTheRecord() {
        for (String address :
                List.of("/audit", "/audit/1", "/audit?reason=x", "/audit/export.csv", "/audit/export.ndjson")) {
            assertThat(pages.as("cyd").get(address).statusCode()).as(address).isEqualTo(403);
        }
        pages.as("cyd").submit("/", "/audit/verify", Map.of());
        assertThat(pages.as("cyd").get("/audit").body())
                .contains("role auditor")
                .doesNotContain("The chain is whole");
    }
}
