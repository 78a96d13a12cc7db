package dev.lockkeeper.web;

import dev.lockkeeper.Failure;
import dev.lockkeeper.Paged;
import dev.lockkeeper.audit.Anchors;
import dev.lockkeeper.audit.AuditExport;
import dev.lockkeeper.audit.AuditLog;
import dev.lockkeeper.audit.AuditQuery;
import dev.lockkeeper.audit.AuditRecord;
import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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

    AuditPages(AuditLog log, AuditExport export, Anchors anchors, CurrentPerson current, JsonMapper json) {
        this.log = log;
        this.export = export;
        this.anchors = anchors;
        this.current = current;
        this.json = json;
    }

    @GetMapping("/audit")
    String list(@RequestParam Map<String, String> filter, Model model) {
        requireAuditor(current.get());
        Paged<AuditRecord> page = log.find(query(filter), Forms.blankToNull(filter.get("after")), PAGE);
        for (String name : new String[] {"actor", "action", "subject", "from", "to"}) {
            model.addAttribute(name, Forms.blankToNull(filter.get(name)));
        }
        model.addAttribute("head", log.head());
        model.addAttribute("anchor", anchors.state().orElse(null));
        model.addAttribute(
                "lines",
                page.items().stream().map(record -> AuditLine.of(record, json)).toList());
        model.addAttribute("after", page.after());
        model.addAttribute("first", Forms.blankToNull(filter.get("after")) == null);
        return "pages/audit";
    }

    private static AuditQuery query(Map<String, String> filter) {
        return new AuditQuery(
                Forms.blankToNull(filter.get("actor")),
                Forms.blankToNull(filter.get("action")),
                Forms.blankToNull(filter.get("subject")),
                day(filter.get("from"), 0),
                day(filter.get("to"), 1));
    }

    /** What the list shows, whole: for spreadsheets. */
    @GetMapping("/audit/export.csv")
    void csv(@RequestParam Map<String, String> filter, HttpServletResponse response) throws IOException {
        requireAuditor(current.get());
        export.csv(query(filter), attachment(response, "text/csv;charset=UTF-8", "audit.csv"));
    }

    /** The same, for verifying. */
    @GetMapping("/audit/export.ndjson")
    void ndjson(@RequestParam Map<String, String> filter, HttpServletResponse response) throws IOException {
        requireAuditor(current.get());
        export.ndjson(query(filter), attachment(response, MediaType.APPLICATION_NDJSON_VALUE, "audit.ndjson"));
    }

    private static OutputStream attachment(HttpServletResponse response, String type, String name) throws IOException {
        response.setContentType(type);
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"");
        return response.getOutputStream();
    }

    /** The beginning of a day in UTC, that many days later. */
    private static @Nullable Instant day(@Nullable String text, int later) {
        if (Forms.blankToNull(text) == null) {
            return null;
        }
        try {
            return LocalDate.parse(text)
                    .plusDays(later)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant();
        } catch (DateTimeParseException e) {
            throw Failure.invalid("'" + text + "' is not a day.", "Write days as 2026-11-20.");
        }
    }

    @GetMapping("/audit/{seq}")
    String show(@PathVariable long seq, Model model) {
        requireAuditor(current.get());
        AuditRecord record =
                log.find(seq).orElseThrow(() -> Failure.notFound("audit record", String.valueOf(seq)));
        model.addAttribute("record", record);
        model.addAttribute("before", pretty(record.before()));
        model.addAttribute("now", pretty(record.after()));
        return "pages/audit-record";
    }

    private String pretty(@Nullable String text) {
        return text == null ? "nothing" : json.writerWithDefaultPrettyPrinter().writeValueAsString(json.readTree(text));
    }

    @PostMapping("/audit/verify")
    String verify(RedirectAttributes flash) {
        return Forms.send("/audit", Map.of(), flash, () -> {
            requireAuditor(current.get());
            flash.addFlashAttribute("verified", log.verify());
            return "/audit";
        });
    }

    private static void requireAuditor(Person person) {
        if (!person.may(Role.ADMIN, null, null)) {
            person.require(Role.AUDITOR, null, null);
        }
    }
}
