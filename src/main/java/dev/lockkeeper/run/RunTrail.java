package dev.lockkeeper.run;

import dev.lockkeeper.audit.Actor;
import dev.lockkeeper.audit.AuditLog;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a change of a run leaves behind: its event for viewers and its record for auditors, in the transaction of the change. */
@Component
class RunTrail {

    /** The board as it was read at that moment: for auditors, too long for events. */
    static final String BOARD = "board";

    private final EventStore events;
    private final AuditLog audit;

    RunTrail(EventStore events, AuditLog audit) {
        this.events = events;
        this.audit = audit;
    }

    /**
     * @param action of the record: {@code run.pause}
     * @param kind of the event: {@code wish}, {@code state}
     * @param after beside the state, which is always there
     */
    record Entry(
            Actor actor, String action, String kind, String message, Map<String, ?> after, @Nullable String reason) {}

    /** The first entry of a run: there was nothing before it. */
    void launched(long run, Entry entry) {
        Map<String, Object> data = new LinkedHashMap<>(entry.after());
        data.remove(BOARD);
        events.append(run, new EventStore.NewEvent(entry.kind(), entry.actor().name(), entry.message(), data));
        audit.record(entry.actor(), entry.action(), subject(run), null, entry.after(), entry.reason());
    }

    void moved(Run run, RunState to, Entry entry) {
        Map<String, Object> after = new LinkedHashMap<>();
        after.put("state", to.wire());
        after.putAll(entry.after());
        Map<String, Object> data = new LinkedHashMap<>(after);
        data.put("from", run.state().wire());
        data.remove(BOARD);
        String message = entry.reason() == null ? entry.message() : entry.message() + " Reason: " + entry.reason();
        events.append(
                run.id(), new EventStore.NewEvent(entry.kind(), entry.actor().name(), message, data));
        Map<String, String> before = Map.of("state", run.state().wire());
        audit.record(entry.actor(), entry.action(), subject(run.id()), before, after, entry.reason());
    }

    /** The record of a change whose event is written apart, or that has none. */
    void recorded(
            long run, Actor actor, String action, @Nullable Map<String, ?> before, @Nullable Map<String, ?> after) {
        audit.record(actor, action, subject(run), before, after, null);
    }

    /** An event that changes no state. The caller holds the run. */
    void append(long run, EventStore.NewEvent event) {
        events.append(run, event);
    }

    void progress(long run, BackfillProgress progress) {
        events.progress(run, progress);
    }

    /** How often somebody has moved the run on when it was stuck. */
    long decisions(long run) {
        return events.wishes(run, RunState.STUCK);
    }

    private static String subject(long run) {
        return "run:" + run;
    }
}
