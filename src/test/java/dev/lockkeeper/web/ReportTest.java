package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.audit.AuditLog;
import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Crew;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;

@LockkeeperTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportTest {

    @Autowired
    AuditLog log;

    @Autowired
    People people;

    private SomePages pages;

    @BeforeAll
    void aRunThroughItsGate(@Autowired Api api) {
        pages = new SomePages(api, people);
        Crew crew = pages.crew();
        crew.approve(pages.migration, "contract");
        long before = log.head().seq();
        crew.open(pages.run, "contract", List.of(SomePages.ATTACK)).expect(202);
        assertThat(log.head().seq()).isGreaterThan(before);
        crew.await(pages.run, "succeeded");
    }

    @Test
    void thePageHasEverythingOnARun() {
        String page = pages.as("dora")
                .get("/runs/" + pages.run + "/report?verified=true")
                .body();
        Api.Answer report =
                people.auditor().get("/runs/" + pages.run + "/report").expect(200);

        assertThat(page)
                .contains("printed by dora on", "submitted by ann", report.text("/run/digest"))
                .contains(
                        "Board at the launch",
                        "Board at the gate before contract",
                        "target-writable",
                        "Nothing was overridden")
                .contains(
                        "Phase contract: succeeded",
                        "alter table",
                        "run.launch",
                        "run.open",
                        "run.step",
                        "approval.give")
                .contains(
                        "the whole chain was verified for this report",
                        report.text("/head/hash").substring(0, 2))
                .doesNotContain("<script>alert", "<img src=x");
        assertThat(report.json().at("/records").size()).isGreaterThan(10);
        assertThat(report.json().at("/chain/ok").asBoolean()).isTrue();
        assertThat(report.json().at("/boards/0/checks").size()).isGreaterThan(3);
        assertThat(report.json().at("/boards/1/phase").asString()).isEqualTo("contract");
        assertThat(report.json().at("/approvals").size()).isEqualTo(2);
    }

    @Test
    void whoSeesTheRunReadsItAndOnlyAuditorsReadAddresses() {
        Api.Answer seen = people.viewer().get("/runs/" + pages.run + "/report").expect(200);
        assertThat(seen.json().has("chain")).isFalse();
        assertThat(seen.body()).doesNotContain("\"address\"");
        assertThat(people.auditor().get("/runs/" + pages.run + "/report").body())
                .contains("\"address\"");
        assertThat(pages.as("vic").get("/runs/" + pages.run + "/report").body()).contains("that is for auditors");
        people.somebody("elsewhere", "viewer@prod")
                .get("/runs/" + pages.run + "/report")
                .expect(404);
        people.nobody().get("/runs/" + pages.run + "/report").expect(401);
        assertThat(pages.as("vic").get("/runs/" + pages.run).body()).contains("/runs/" + pages.run + "/report");
    }

    @Test
    void theAuditPageTellsTheHeadAndWhereItIsAnchored() {
        assertThat(pages.as("dora").get("/audit").body()).contains("not anchored outside", "The last record is");
        Api.Answer head = people.auditor().get("/audit/head").expect(200);
        assertThat(head.json().at("/seq").asLong()).isPositive();
        assertThat(head.text("/hash")).hasSize(64);
        people.viewer().get("/audit/head").expect(403);
    }

    @Test
    void theAuditPageExportsWhatItsFilterShows() {
        assertThat(pages.as("dora").get("/audit?subject=run:" + pages.run).body())
                .contains("/audit/export.ndjson", "/audit/export.csv", "expand · step 1 · succeeded");
        HttpResponse<String> lines = pages.as("dora").get("/audit/export.ndjson?subject=run:" + pages.run);
        assertThat(lines.headers().firstValue("Content-Disposition")).hasValue("attachment; filename=\"audit.ndjson\"");
        assertThat(lines.body().lines())
                .hasSizeGreaterThan(10)
                .allMatch(line -> line.contains("\"subject\":\"run:" + pages.run + "\""));
        assertThat(pages.as("dora").get("/audit/export.csv").body()).contains("run.launch");
        assertThat(pages.as("vic").get("/audit/export.ndjson").statusCode()).isEqualTo(403);
    }
}
