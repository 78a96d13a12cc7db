package dev.lockkeeper.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables {@code audit_records} and {@code audit_head}. */
@Repository
class AuditStore {

    private static final String LOCK_HEAD = "select seq, hash from audit_head for update";
    private static final String HEAD = "select seq, hash from audit_head";
    private static final String MOVE_HEAD = "update audit_head set seq = :seq, hash = :hash where seq = :seq - 1";
    private static final String INSERT =
            """
            insert into audit_records (seq, at, actor_kind, actor_id, actor, via, address, action, subject, before, after,
                reason, previous, hash)
            values (:seq, :at, :kind, :actorId, :actor, :via, :address, :action, :subject, :before, :after,
                :reason, :previous, :hash)""";
    private static final String RECORDS =
            """
            select seq, at, actor_kind, actor_id, actor, via, address, action, subject, before, after, reason, previous, hash
            from audit_records
            """;
    private static final String WALK = RECORDS + "where seq > :after order by seq limit :limit";
    private static final String MATCHING =
            """
            where (cast(:actor as text) is null or actor = :actor)
              and (cast(:action as text) is null or action = :action)
              and (cast(:actionStart as text) is null or starts_with(action, :actionStart))
              and (cast(:subject as text) is null or subject = :subject)
              and (cast(:subjectStart as text) is null or starts_with(subject, :subjectStart))
              and (cast(:from as timestamptz) is null or at >= :from)
              and (cast(:to as timestamptz) is null or at < :to)
            """;
    private static final String NEWEST_FIRST = RECORDS + MATCHING + "and seq < :cursor order by seq desc limit :limit";
    private static final String OLDEST_FIRST = RECORDS + MATCHING + "and seq > :cursor order by seq limit :limit";

    private final JdbcClient jdbc;

    AuditStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record Head(long seq, String hash) {}

    /** The end of the chain, held until the caller's transaction ends: this is what puts the writers in order. */
    Head lockedHead() {
        return head(LOCK_HEAD);
    }

    Head head() {
        return head(HEAD);
    }

    private Head head(String sql) {
        return jdbc.sql(sql)
                .query((rows, number) -> new Head(rows.getLong(1), rows.getString(2)))
                .single();
    }

    void append(AuditRecord record) {
        int inserted = jdbc.sql(INSERT)
                .param("seq", record.seq())
                .param("at", utc(record.at()))
                .param("kind", record.actor().kind())
                .param("actorId", record.actor().userId(), Types.BIGINT)
                .param("actor", record.actor().name())
                .param("via", record.actor().via())
                .param("address", record.actor().address())
                .param("action", record.action())
                .param("subject", record.subject())
                .param("before", record.before())
                .param("after", record.after())
                .param("reason", record.reason())
                .param("previous", record.previous())
                .param("hash", record.hash())
                .update();
        int moved = jdbc.sql(MOVE_HEAD)
                .param("seq", record.seq())
                .param("hash", record.hash())
                .update();
        if (inserted != 1 || moved != 1) {
            throw new IllegalStateException("the head of the audit chain is missing or was moved by hand");
        }
    }

    List<AuditRecord> walk(long after, int limit) {
        return jdbc.sql(WALK)
                .param("after", after)
                .param("limit", limit)
                .query(AuditStore::record)
                .list();
    }

    List<AuditRecord> newestFirst(AuditQuery query, long before, int limit) {
        return matching(NEWEST_FIRST, query, before, limit);
    }

    List<AuditRecord> oldestFirst(AuditQuery query, long after, int limit) {
        return matching(OLDEST_FIRST, query, after, limit);
    }

    private List<AuditRecord> matching(String sql, AuditQuery query, long cursor, int limit) {
        return jdbc.sql(sql)
                .param("actor", query.actor())
                .param("action", whole(query.action()))
                .param("actionStart", start(query.action()))
                .param("subject", whole(query.subject()))
                .param("subjectStart", start(query.subject()))
                .param("from", query.from() == null ? null : utc(query.from()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("to", query.to() == null ? null : utc(query.to()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("cursor", cursor)
                .param("limit", limit)
                .query(AuditStore::record)
                .list();
    }

    private static @Nullable String whole(@Nullable String text) {
        return text != null && text.endsWith("*") ? null : text;
    }

    private static @Nullable String start(@Nullable String text) {
        return text != null && text.endsWith("*") ? text.substring(0, text.length() - 1) : null;
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private static AuditRecord record(ResultSet rows, int number) throws SQLException {
        Actor actor = new Actor(
                rows.getString("actor_kind"),
                rows.getObject("actor_id", Long.class),
                rows.getString("actor"),
                rows.getString("via"),
                rows.getString("address"));
        return new AuditRecord(
                rows.getLong("seq"),
                rows.getObject("at", OffsetDateTime.class).toInstant(),
                actor,
                rows.getString("action"),
                rows.getString("subject"),
                rows.getString("before"),
                rows.getString("after"),
                rows.getString("reason"),
                rows.getString("previous"),
                rows.getString("hash"));
    }
}
