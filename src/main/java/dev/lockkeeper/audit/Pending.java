package dev.lockkeeper.audit;

import java.util.ArrayList;
import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The records of one transaction, which are written as the last thing before its commit: whoever writes holds the end of the chain until
 * then. Each transaction has its own; one that is rolled back forgets them.
 */
final class Pending implements TransactionSynchronization {

    private final AuditStore store;
    private final List<AuditStore.Entry> entries = new ArrayList<>();

    private Pending(AuditStore store) {
        this.store = store;
    }

    /** Of the transaction that this thread is in. */
    static Pending of(AuditStore store) {
        for (TransactionSynchronization known : TransactionSynchronizationManager.getSynchronizations()) {
            if (known instanceof Pending pending && pending.store == store) {
                return pending;
            }
        }
        Pending fresh = new Pending(store);
        TransactionSynchronizationManager.registerSynchronization(fresh);
        TransactionSynchronizationManager.registerSynchronization(new Flush(store));
        return fresh;
    }

    void add(AuditStore.Entry entry) {
        entries.add(entry);
    }

    @Override
    public void beforeCommit(boolean readOnly) {
        store.append(entries);
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    /** Before anything else that happens after the commit, because the caller must not go on with what a crash could still take back. */
    private record Flush(AuditStore store) implements TransactionSynchronization {

        @Override
        public void afterCommit() {
            store.flush();
        }

        @Override
        public int getOrder() {
            return Ordered.HIGHEST_PRECEDENCE;
        }
    }
}
