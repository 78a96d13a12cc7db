package dev.lockkeeper.audit;

import dev.lockkeeper.Failure;
import dev.lockkeeper.Paged;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The record. */
@Component
public class AuditLog {

    private static final int BATCH = 1_000;

    private final AuditStore store;
    private final JsonMapper json;

    AuditLog(AuditStore store, JsonMapper json) {
        this.store = store;
        this.json = json.rebuild()
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .build();
    }

    /**
     * Appends a record to the chain, inside the caller's transaction. It is written as the last thing before the commit, by whoever
     * commits first first; the commit returns when it is safe on disk.
     *
     * @param action verb of the design's words: {@code run.launch}, {@code approval.give}, {@code target.update}
     * @param subject what it was done to: {@code run:42}, {@code migration:split-user-name}, {@code target:prod}
     * @param before the state before, null when there was none; never a secret
     * @param after the state after, null when there is none; never a secret
     * @param reason the person's words, null when none were asked for
     * @throws org.springframework.transaction.IllegalTransactionStateException outside a transaction
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(
            Actor actor,
            String action,
            String subject,
            @Nullable Map<String, ?> before,
            @Nullable Map<String, ?> after,
            @Nullable String reason) {
        Pending.of(store).add(new AuditStore.Entry(actor, action, subject, text(before), text(after), reason));
    }

    private @Nullable String text(@Nullable Map<String, ?> state) {
        return state == null ? null : json.writeValueAsString(state);
    }

    /** Newest first. @param after the cursor of the page before, null for the first page */
    @Transactional(readOnly = true)
    public Paged<AuditRecord> find(AuditQuery query, @Nullable String after, int limit) {
        long before = after == null ? Long.MAX_VALUE : cursor(after);
        List<AuditRecord> records = store.newestFirst(query, before, limit + 1);
        boolean more = records.size() > limit;
        List<AuditRecord> page = more ? records.subList(0, limit) : records;
        return new Paged<>(page, more ? String.valueOf(page.getLast().seq()) : null);
    }

    /** Empty when there is none of that number. */
    public Optional<AuditRecord> find(long seq) {
        return store.find(seq);
    }

    /** Oldest first, at most a thousand after that number; for exports, which must not hold all at once. */
    public List<AuditRecord> after(AuditQuery query, long seq) {
        return store.oldestFirst(query, seq, BATCH);
    }

    /** Walks the whole chain, on one snapshot of the store. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Verification verify() {
        return new ChainWalk(store.head()).over(after -> store.walk(after, BATCH));
    }

    /** The end of the chain, for whoever anchors it. */
    public Head head() {
        return store.head();
    }

    private static long cursor(String after) {
        try {
            return Long.parseLong(after);
        } catch (NumberFormatException e) {
            throw Failure.invalid(
                    "'" + after + "' is not a cursor of this list.", "Take 'after' from the page before.");
        }
    }
}
