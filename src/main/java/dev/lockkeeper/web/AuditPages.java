package dev.lockkeeper.web;

import dev.lockkeeper.Failure;
import dev.lockkeeper.Paged;
import dev.lockkeeper.audit.Anchors;
import dev.lockkeeper.audit.AuditExport;
import dev.lockkeeper.audit.AuditLog;
import dev.lockkeeper.audit.AuditRecord;
import dev.lockkeeper.audit.Verification;
import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import tools.jackson.databind.json.JsonMapper;

/** The record, for auditors and admins. */
@Controller
class AuditPages {
    private static final int PAGE = 50;

    private final AuditLog log;
    private final AuditExport export;
    private final Anchors anchors;
    private final CurrentPerson current;
    private final JsonMapper json;
    private final Clock clock;

    AuditPages(AuditLog log, AuditExport export, Anchors anchors, CurrentPerson current, JsonMapper json, Clock clock) {
        this.log = log;
        this.export = export;
        this.anchors = anchors;
        this.current = current;
        this.json = json;
        this.clock = clock;
    }

    /** What a walk found, as its page shows it. @param at when it began */
    record Verified(Verification of, Instant at, Duration took) {}

    @GetMapping("/audit")
    String list(@RequestParam Map<String, String> parameters, Model model) {
        requireAuditor(current.get());
        AuditFilter filter = AuditFilter.of(parameters);
        String after = Forms.blankToNull(parameters.get("after"));
        Paged<AuditRecord> page = log.find(filter.query(), after, PAGE);
        model.addAttribute("filter", filter);
        model.addAttribute("head", log.head());
        model.addAttribute("anchor", anchors.state().orElse(null));
        model.addAttribute(
                "lines",
                page.items().stream().map(record -> AuditLine.of(record, json)).toList());
        model.addAttribute("after", page.after());
        model.addAttribute("first", after == null);
        return "pages/audit";
    }

    /** What the list shows, whole: for spreadsheets. */
    @GetMapping("/audit/export.csv")
    void csv(@RequestParam Map<String, String> parameters, HttpServletResponse response) throws IOException {
        requireAuditor(current.get());
        AuditFilter filter = AuditFilter.of(parameters);
        export.csv(filter.query(), attachment(response, "text/csv;charset=UTF-8", "audit.csv"));
    }

    /** The same, for verifying. */
    @GetMapping("/audit/export.ndjson")
    void ndjson(@RequestParam Map<String, String> parameters, HttpServletResponse response) throws IOException {
        requireAuditor(current.get());
        AuditFilter filter = AuditFilter.of(parameters);
        export.ndjson(filter.query(), attachment(response, MediaType.APPLICATION_NDJSON_VALUE, "audit.ndjson"));
    }

    private static OutputStream attachment(HttpServletResponse response, String type, String name) throws IOException {
        response.setContentType(type);
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"");
        return response.getOutputStream();
    }

    @GetMapping("/audit/{seq}")
    String show(@PathVariable long seq, Model model) {
        requireAuditor(current.get());
        AuditRecord record = log.find(seq).orElseThrow(() -> Failure.notFound("audit record", String.valueOf(seq)));
        model.addAttribute("record", record);
        model.addAttribute("diff", FieldDiff.of(record.before(), record.after(), json));
        model.addAttribute("subject", AuditSubject.of(record.subject()));
        model.addAttribute("last", log.head().seq());
        return "pages/audit-record";
    }

    @PostMapping("/audit/verify")
    String verify(RedirectAttributes flash) {
        return Forms.send("/audit", Map.of(), flash, () -> {
            requireAuditor(current.get());
            Instant begin = clock.instant();
            Verification found = log.verify();
            flash.addFlashAttribute("verified", new Verified(found, begin, Duration.between(begin, clock.instant())));
            return "/audit";
        });
    }

    /** Who may read all of the record. */
    static boolean mayRead(Person person) {
        return person.may(Role.ADMIN, null, null) || person.may(Role.AUDITOR, null, null);
    }

    private static void requireAuditor(Person person) {
        if (!mayRead(person)) {
            person.require(Role.AUDITOR, null, null);
        }
    }
}
