package dev.lockkeeper.check;

import dev.lockkeeper.catalog.Approval;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The tables' definitions as they were when somebody approved. */
@Component
class ReviewedTables {

    private static final String KEEP =
            """
            insert into reviewed_tables (approval, reviewed_at, tables) values (:approval, now(), :tables::jsonb)
            on conflict (approval) do update set reviewed_at = now(), tables = excluded.tables
            """;

    private static final String NEWEST =
            """
            select reviewed_at, tables from reviewed_tables where approval in (:approvals) order by reviewed_at desc limit 1
            """;

    private static final TypeReference<Map<String, Map<String, String>>> TABLES = new TypeReference<>() {};

    private final JdbcClient store;
    private final JsonMapper json;
    private final TransactionTemplate transaction;

    ReviewedTables(JdbcClient store, JsonMapper json, TransactionTemplate transaction) {
        this.store = store;
        this.json = json;
        this.transaction = transaction;
    }

    /** @param tables table to what it has to its definition */
    record Reviewed(Instant at, Map<String, Map<String, String>> tables) {}

    /** Gives the approval and keeps the definitions, both or neither. */
    Approval with(Map<String, Map<String, String>> tables, Supplier<Approval> giving) {
        return Objects.requireNonNull(transaction.execute(status -> {
            Approval given = giving.get();
            keep(given, tables);
            return given;
        }));
    }

    /** An approval that is given again is a newer look. */
    private void keep(Approval approval, Map<String, Map<String, String>> tables) {
        int rows = store.sql(KEEP)
                .param("approval", approval.id())
                .param("tables", json.writeValueAsString(tables))
                .update();
        if (rows != 1) {
            throw new IllegalStateException("what was reviewed was kept in " + rows + " rows");
        }
    }

    Optional<Reviewed> newest(List<UUID> approvals) {
        if (approvals.isEmpty()) {
            return Optional.empty();
        }
        return store.sql(NEWEST)
                .param("approvals", approvals)
                .query((row, n) -> new Reviewed(
                        row.getObject("reviewed_at", OffsetDateTime.class).toInstant(),
                        json.readValue(row.getString("tables"), TABLES)))
                .optional();
    }
}
