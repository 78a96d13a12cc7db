package dev.lockkeeper.audit;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The record. */
@Component
public class AuditLog {

    /**
     * Appends a record to the chain, inside the caller's transaction.
     *
     * @param action verb of the design's words: {@code run.launch}, {@code approval.give}, {@code target.update}
     * @param subject what it was done to: {@code run:42}, {@code migration:split-user-name}, {@code target:prod}
     * @param before the state before, null when there was none; never a secret
     * @param after the state after, null when there is none; never a secret
     * @param reason the person's words, null when none were asked for
     * @throws org.springframework.transaction.IllegalTransactionStateException outside a transaction
     */
    public void record(
            Actor actor,
            String action,
            String subject,
            @Nullable Map<String, ?> before,
            @Nullable Map<String, ?> after,
            @Nullable String reason) {
        throw new IllegalStateException("to be written");
    }
}
