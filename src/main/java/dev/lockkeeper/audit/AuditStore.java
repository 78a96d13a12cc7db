package dev.lockkeeper.audit;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables {@code audit_records} and {@code audit_head}. */
@Repository
class AuditStore {

    private static final String HEAD = "select seq, hash, at from audit_head";

    /**
     * The trigger gives number, time and hash, and holds the head from here to the end of the commit. That commit does not wait for the
     * disk, or every writer would wait for the flush of all before; {@link #FLUSH} does, for many at once.
     */
    private static final String INSERT =
            """
            insert into audit_records (actor_kind, actor_id, actor, via, address, action, subject, before, after, reason)
            values (:kind, :actorId, :actor, :via, :address, :action, :subject, :before, :after, :reason)
            returning set_config('synchronous_commit', 'off', true)""";

    /** The log is one sequence: when this empty transaction is on disk, so is everything that was committed before it. */
    private static final String FLUSH = "select pg_logical_emit_message(true, 'lockkeeper', '')";

    private static final String RECORDS =
            """
            select seq, at, actor_kind, actor_id, actor, via, address, action, subject, before, after, reason, previous, hash
            from audit_records
            """;
    private static final String WALK = RECORDS + "where seq > :after order by seq limit :limit";
    /** How often a word stands in reasons decides which index is the short way, so the plan is made for the words that are asked for. */
    private static final String BY_ITS_WORDS = "set local plan_cache_mode = force_custom_plan";

    private static final String ONE = RECORDS + "where seq = :seq";
    private static final String NEWEST_FIRST = "seq < :cursor order by seq desc limit :limit";
    private static final String OLDEST_FIRST = "seq > :cursor order by seq limit :limit";

    private final JdbcClient jdbc;
    private final JdbcTemplate template;

    AuditStore(JdbcClient jdbc, JdbcTemplate template) {
        this.jdbc = jdbc;
        this.template = template;
    }

    /** What happened, before the store has given it a place in the chain. */
    record Entry(
            Actor actor,
            String action,
            String subject,
            @Nullable String before,
            @Nullable String after,
            @Nullable String reason) {}

    Head head() {
        return jdbc.sql(HEAD)
                .query((rows, number) -> new Head(rows.getLong(1), rows.getString(2), time(rows, 3)))
                .single();
    }

    private static @Nullable Instant time(ResultSet rows, int column) throws SQLException {
        OffsetDateTime at = rows.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    void append(List<Entry> entries) {
        for (Entry entry : entries) {
            append(entry);
        }
    }

    private void append(Entry entry) {
        List<@Nullable String> inserted = jdbc.sql(INSERT)
                .param("kind", entry.actor().kind())
                .param("actorId", entry.actor().userId(), Types.BIGINT)
                .param("actor", entry.actor().name())
                .param("via", entry.actor().via())
                .param("address", entry.actor().address())
                .param("action", entry.action())
                .param("subject", entry.subject())
                .param("before", entry.before())
                .param("after", entry.after())
                .param("reason", entry.reason())
                .query(String.class)
                .list();
        if (inserted.size() != 1) {
            throw new IllegalStateException("an audit record was not written");
        }
    }

    /** Waits until all that this connection has committed is on disk. Called after the commit, on the connection of the transaction. */
    void flush() {
        template.execute((Connection connection) -> {
            // The transaction is over; whoever gives the connection back would do this next.
            connection.setAutoCommit(true);
            try (Statement statement = connection.createStatement()) {
                statement.execute(FLUSH);
            }
            return true;
        });
    }

    List<AuditRecord> walk(long after, int limit) {
        return jdbc.sql(WALK)
                .param("after", after)
                .param("limit", limit)
                .query(AuditStore::record)
                .list();
    }

    Optional<AuditRecord> find(long seq) {
        return jdbc.sql(ONE).param("seq", seq).query(AuditStore::record).optional();
    }

    /** In the caller's transaction. */
    List<AuditRecord> newestFirst(AuditQuery query, long before, int limit) {
        if (query.reason() != null) {
            jdbc.sql(BY_ITS_WORDS).update();
        }
        return matching(query, NEWEST_FIRST, before, limit);
    }

    List<AuditRecord> oldestFirst(AuditQuery query, long after, int limit) {
        return matching(query, OLDEST_FIRST, after, limit);
    }

    private List<AuditRecord> matching(AuditQuery query, String order, long cursor, int limit) {
        AuditConditions conditions = AuditConditions.of(query);
        return jdbc.sql(RECORDS + "where " + conditions.sql() + order)
                .params(conditions.values())
                .param("cursor", cursor)
                .param("limit", limit)
                .query(AuditStore::record)
                .list();
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
