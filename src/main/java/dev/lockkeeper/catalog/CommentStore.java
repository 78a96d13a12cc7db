package dev.lockkeeper.catalog;

import dev.lockkeeper.security.Person;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Comments in the store. */
@Repository
class CommentStore {

    private static final String ADD =
            """
            insert into comments (migration, revision, reply_to, phase, step, text, author_id, author)
            values (:migration, :revision, :replyTo, :phase, :step, :text, :authorId, :author)
            returning *
            """;

    private static final String OF =
            """
            select * from comments where migration = :migration and revision = :revision and id > :after
            order by id limit :limit
            """;

    private static final String COUNT =
            "select count(*) from comments where migration = :migration and revision = :revision";

    private static final String ONE = "select * from comments where id = :id for update";

    private static final String WITHDRAW =
            """
            update comments set withdrawn_at = clock_timestamp(), withdrawn_by = :by
            where id = :id and withdrawn_at is null
            returning *
            """;

    private final JdbcClient jdbc;

    CommentStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param begin what is replied to, null for a new thread; a reply is about what the thread is about */
    Comment add(Comments.Request request, @Nullable Comment begin, Person by) {
        return jdbc.sql(ADD)
                .param("migration", request.migration())
                .param("revision", request.revision())
                .param("replyTo", begin == null ? null : begin.id())
                .param("phase", begin == null ? request.phase() : begin.phase())
                .param("step", begin == null ? request.step() : begin.step())
                .param("text", request.text())
                .param("authorId", by.userId())
                .param("author", by.username())
                .query(CommentStore::comment)
                .single();
    }

    /** Oldest first. */
    List<Comment> of(String migration, int revision, long after, int limit) {
        return jdbc.sql(OF)
                .param("migration", migration)
                .param("revision", revision)
                .param("after", after)
                .param("limit", limit)
                .query(CommentStore::comment)
                .list();
    }

    long count(String migration, int revision) {
        return jdbc.sql(COUNT)
                .param("migration", migration)
                .param("revision", revision)
                .query(Long.class)
                .single();
    }

    /** Locked until the transaction ends. */
    Optional<Comment> find(long id) {
        return jdbc.sql(ONE).param("id", id).query(CommentStore::comment).optional();
    }

    Comment withdraw(long id, String by) {
        return jdbc.sql(WITHDRAW)
                .param("id", id)
                .param("by", by)
                .query(CommentStore::comment)
                .single();
    }

    private static Comment comment(ResultSet row, int number) throws SQLException {
        OffsetDateTime withdrawn = row.getObject("withdrawn_at", OffsetDateTime.class);
        return new Comment(
                row.getLong("id"),
                row.getString("migration"),
                row.getInt("revision"),
                row.getObject("reply_to", Long.class),
                row.getString("phase"),
                row.getObject("step", Integer.class),
                row.getString("text"),
                row.getLong("author_id"),
                row.getString("author"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                withdrawn == null ? null : withdrawn.toInstant());
    }
}
