package dev.lockkeeper.api;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.audit.AuditExport;
import dev.lockkeeper.audit.AuditLog;
import dev.lockkeeper.audit.AuditQuery;
import dev.lockkeeper.audit.Head;
import dev.lockkeeper.audit.Verification;
import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The record, for auditors and admins. */
@RestController
@Tag(name = "Audit")
@RequestMapping("/api/v1/audit")
class AuditApi {

    private static final String LIST = "The record, newest first";
    private static final String SHAPES = "As text/csv or application/x-ndjson the whole of it, oldest first.";

    private final AuditLog log;
    private final AuditExport export;
    private final CurrentPerson current;

    AuditApi(AuditLog log, AuditExport export, CurrentPerson current) {
        this.log = log;
        this.export = export;
        this.current = current;
    }

    /** What every shape of the list is asked with. */
    record Filter(
            @Nullable String actor,
            @Nullable String action,
            @Nullable String subject,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String reason) {

        AuditQuery query() {
            return new AuditQuery(actor, action, subject, from, to, reason);
        }
    }

    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = LIST, description = SHAPES)
    PageBody<AuditBody> list(
            @ParameterObject Filter filter,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String after) {
        mayRead();
        return PageBody.of(log.find(filter.query(), after, PageBody.limit(limit)), AuditBody::of);
    }

    @GetMapping(produces = "text/csv")
    @Operation(
            summary = LIST,
            description = SHAPES,
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            content = @Content(mediaType = "text/csv", schema = @Schema(type = "string"))))
    void csv(@ParameterObject Filter filter, HttpServletResponse response) throws IOException {
        mayRead();
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"audit.csv\"");
        export.csv(filter.query(), response.getOutputStream());
    }

    @GetMapping(produces = MediaType.APPLICATION_NDJSON_VALUE)
    @Operation(
            summary = LIST,
            description = SHAPES,
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            content = @Content(mediaType = "application/x-ndjson", schema = @Schema(type = "string"))))
    void ndjson(@ParameterObject Filter filter, HttpServletResponse response) throws IOException {
        mayRead();
        response.setContentType(MediaType.APPLICATION_NDJSON_VALUE);
        export.ndjson(filter.query(), response.getOutputStream());
    }

    @GetMapping("/head")
    @Operation(summary = "The end of the chain")
    Head head() {
        mayRead();
        return log.head();
    }

    @GetMapping("/verify")
    @Operation(summary = "Walk the chain; `firstBad` names the first record that somebody changed")
    Verification verify() {
        mayRead();
        return log.verify();
    }

    private void mayRead() {
        Person person = current.get();
        if (!person.may(Role.AUDITOR, null, null) && !person.may(Role.ADMIN, null, null)) {
            throw new Failure(
                    Code.FORBIDDEN,
                    "The record of everything needs the role auditor or admin, for all environments and teams.",
                    "Ask an admin for the role auditor.");
        }
    }
}
