package dev.lockkeeper.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code audit_anchors}: what was anchored where, by whichever server. */
@Repository
class AnchorStore {

    private static final String KNOW = "insert into audit_anchors (place) values (:place) on conflict do nothing";

    /** One server a turn. The turn comes when there is something new, and the last time is long enough ago. */
    private static final String TAKE_TURN =
            """
            update audit_anchors a set tried_at = clock_timestamp()
            from audit_head h
            where a.place = :place and h.seq > a.seq
                and (a.tried_at is null or a.tried_at + make_interval(secs => :pause) <= clock_timestamp())
                and (a.anchored_at is null or a.anchored_at + make_interval(secs => :every) <= clock_timestamp())
            returning h.seq, h.hash""";

    private static final String DONE =
            """
            update audit_anchors set seq = :seq, hash = :hash, anchored_at = clock_timestamp(), failures = 0, error = null
            where place = :place and seq < :seq""";

    private static final String FAILED =
            "update audit_anchors set failures = failures + 1, error = :error where place = :place returning failures";

    private static final String FIND =
            "select seq, hash, anchored_at, tried_at, failures, error from audit_anchors where place = :place";

    private final JdbcClient jdbc;

    AnchorStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void know(String place) {
        jdbc.sql(KNOW).param("place", place).update();
    }

    /** The head to be anchored now; empty when it is not yet time, or another server does it. */
    Optional<Head> takeTurn(String place, Duration every, Duration pause) {
        return jdbc.sql(TAKE_TURN)
                .param("place", place)
                .param("every", every.toMillis() / 1000.0)
                .param("pause", pause.toMillis() / 1000.0)
                .query((row, number) -> new Head(row.getLong(1), row.getString(2), null))
                .optional();
    }

    void done(String place, Head head) {
        jdbc.sql(DONE)
                .param("place", place)
                .param("seq", head.seq())
                .param("hash", head.hash())
                .update();
    }

    /** @return how often in a row it has failed now */
    int failed(String place, String error) {
        return jdbc.sql(FAILED)
                .param("place", place)
                .param("error", error)
                .query(Integer.class)
                .single();
    }

    Optional<Anchor> find(String place) {
        return jdbc.sql(FIND)
                .param("place", place)
                .query((row, number) -> new Anchor(
                        place,
                        new Head(row.getLong("seq"), row.getString("hash"), null),
                        time(row, "anchored_at"),
                        time(row, "tried_at"),
                        row.getInt("failures"),
                        row.getString("error")))
                .optional();
    }

    private static java.time.@Nullable Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
