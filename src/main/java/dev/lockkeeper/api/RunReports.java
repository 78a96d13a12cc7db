package dev.lockkeeper.api;

import dev.lockkeeper.Paged;
import dev.lockkeeper.api.RunReport.BoardRead;
import dev.lockkeeper.audit.Actor;
import dev.lockkeeper.audit.AuditLog;
import dev.lockkeeper.audit.AuditQuery;
import dev.lockkeeper.audit.AuditRecord;
import dev.lockkeeper.catalog.Approval;
import dev.lockkeeper.catalog.Approvals;
import dev.lockkeeper.catalog.Migrations;
import dev.lockkeeper.catalog.Revision;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.RunEvent;
import dev.lockkeeper.run.Runs;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Puts the report of a run together, for whoever sees the run. Only auditors and admins are told from where somebody did something, and
 * only for them the whole chain is walked.
 */
@Component
public class RunReports {

    private static final TypeReference<List<Map<String, Object>>> ROWS = new TypeReference<>() {};
    private static final TypeReference<List<String>> WORDS = new TypeReference<>() {};

    private final Runs runs;
    private final Migrations migrations;
    private final Approvals approvals;
    private final AuditLog log;
    private final JsonMapper json;
    private final Clock clock;

    RunReports(Runs runs, Migrations migrations, Approvals approvals, AuditLog log, JsonMapper json, Clock clock) {
        this.runs = runs;
        this.migrations = migrations;
        this.approvals = approvals;
        this.log = log;
        this.json = json;
        this.clock = clock;
    }

    /**
     * @param verified whether the whole chain is walked too, for those who may: it takes seconds for a million records
     * @throws dev.lockkeeper.Failure {@code not-found}, also for what the person may not see
     */
    public RunReport of(long id, boolean verified, Person by) {
        Run run = runs.get(id, by);
        boolean auditor = by.may(Role.AUDITOR, null, null) || by.may(Role.ADMIN, null, null);
        Optional<Revision> revision = migrations.revision(run.migration(), run.revision());
        List<Approval> given = approvals.of(run.migration(), run.revision()).stream()
                .filter(approval -> approval.target().equals(run.target()))
                .toList();
        List<AuditRecord> records = records(run, given).stream()
                .map(record -> auditor ? record : withoutAddress(record))
                .toList();
        return new RunReport(
                clock.instant(),
                by.username(),
                run,
                revision.map(Revision::author).orElse("unknown"),
                revision.map(Revision::createdAt).orElse(null),
                given,
                boards(records),
                records,
                events(id, by),
                log.head(),
                verified && auditor ? log.verify() : null);
    }

    private List<RunEvent> events(long id, Person by) {
        List<RunEvent> events = new ArrayList<>();
        long last = 0;
        while (events.size() < RunReport.EVENTS) {
            List<RunEvent> batch = runs.events(id, last, Paged.MAX_LIMIT, by);
            if (batch.isEmpty()) {
                break;
            }
            events.addAll(batch);
            last = batch.getLast().id();
        }
        return events;
    }

    /** The run's own, and of its migration's those on this revision: its submission, and approvals for the target. */
    private List<AuditRecord> records(Run run, List<Approval> given) {
        List<AuditRecord> records = new ArrayList<>(all("run:" + run.id()));
        List<String> ids =
                given.stream().map(approval -> approval.id().toString()).toList();
        all("migration:" + run.migration()).stream()
                .filter(record -> concerns(record, run, ids))
                .forEach(records::add);
        records.sort(Comparator.comparingLong(AuditRecord::seq));
        return records;
    }

    private boolean concerns(AuditRecord record, Run run, List<String> ids) {
        JsonNode state = json.readTree(
                record.after() != null ? record.after() : record.before() != null ? record.before() : "{}");
        return state.has("approval")
                ? ids.contains(state.path("approval").asString())
                : state.path("digest").asString("").equals(run.digest());
    }

    private List<AuditRecord> all(String subject) {
        List<AuditRecord> all = new ArrayList<>();
        List<AuditRecord> batch = log.after(AuditQuery.about(subject), 0);
        while (!batch.isEmpty()) {
            all.addAll(batch);
            batch = log.after(AuditQuery.about(subject), batch.getLast().seq());
        }
        return all;
    }

    private List<BoardRead> boards(List<AuditRecord> records) {
        return records.stream()
                .filter(record ->
                        record.action().equals("run.launch") || record.action().equals("run.open"))
                .map(record -> board(record, json.readTree(String.valueOf(record.after()))))
                .toList();
    }

    private BoardRead board(AuditRecord record, JsonNode after) {
        return new BoardRead(
                record.seq(),
                record.at(),
                record.actor().name(),
                after.path("phase").asString(null),
                after.has("board") ? json.treeToValue(after.path("board"), ROWS) : List.of(),
                after.has("overrides") ? json.treeToValue(after.path("overrides"), ROWS) : List.of(),
                after.has("checklist") ? json.treeToValue(after.path("checklist"), WORDS) : List.of());
    }

    private static AuditRecord withoutAddress(AuditRecord record) {
        Actor actor = record.actor();
        return new AuditRecord(
                record.seq(),
                record.at(),
                new Actor(actor.kind(), actor.userId(), actor.name(), actor.via(), null),
                record.action(),
                record.subject(),
                record.before(),
                record.after(),
                record.reason(),
                record.previous(),
                record.hash());
    }
}
