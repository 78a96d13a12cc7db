package dev.lockkeeper.catalog;

import dev.lockkeeper.security.Person;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Rejections in the store. */
@Repository
class RejectionStore {

    private static final String ADD =
            """
            insert into rejections (migration, revision, target, phase, rejecter_id, rejecter, comment)
            values (:migration, :revision, :target, :phase, :rejecterId, :rejecter, :comment)
            returning *
            """;

    private static final String OF =
            "select * from rejections where migration = :migration and revision = :revision order by created_at, id";

    private static final String ONE = "select * from rejections where id = :id for update";

    private static final String WITHDRAW =
            """
            update rejections set withdrawn_at = clock_timestamp(), withdrawn_by = :by
            where id = :id and withdrawn_at is null
            returning *
            """;

    private final JdbcClient jdbc;

    RejectionStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Rejection add(Rejections.Request request, Person by) {
        return jdbc.sql(ADD)
                .param("migration", request.migration())
                .param("revision", request.revision())
                .param("target", request.target())
                .param("phase", request.phase())
                .param("rejecterId", by.userId())
                .param("rejecter", by.username())
                .param("comment", request.comment())
                .query(RejectionStore::rejection)
                .single();
    }

    /** Oldest first. */
    List<Rejection> of(String migration, int revision) {
        return jdbc.sql(OF)
                .param("migration", migration)
                .param("revision", revision)
                .query(RejectionStore::rejection)
                .list();
    }

    /** Locked until the transaction ends. */
    Optional<Rejection> find(UUID id) {
        return jdbc.sql(ONE).param("id", id).query(RejectionStore::rejection).optional();
    }

    Rejection withdraw(UUID id, String by) {
        return jdbc.sql(WITHDRAW)
                .param("id", id)
                .param("by", by)
                .query(RejectionStore::rejection)
                .single();
    }

    private static Rejection rejection(ResultSet row, int number) throws SQLException {
        OffsetDateTime withdrawn = row.getObject("withdrawn_at", OffsetDateTime.class);
        return new Rejection(
                row.getObject("id", UUID.class),
                row.getString("migration"),
                row.getInt("revision"),
                row.getString("target"),
                row.getString("phase"),
                row.getLong("rejecter_id"),
                row.getString("rejecter"),
                row.getString("comment"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                withdrawn == null ? null : withdrawn.toInstant());
    }
}
