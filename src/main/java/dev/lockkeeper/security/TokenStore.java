package dev.lockkeeper.security;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code tokens}. */
@Repository
class TokenStore {

    private static final String TOKEN =
            """
            select t.id, u.username, t.name, t.created_at, t.expires_at, t.last_used_at
            from tokens t join users u on u.id = t.user_id
            """;

    private static final String LIST = TOKEN
            + """
            where (cast(:username as text) is null or u.username = :username)
              and (cast(:after as uuid) is null or (t.created_at, t.id) > (select created_at, id from tokens where id = cast(:after as uuid)))
            order by t.created_at, t.id limit :limit""";
    private static final String BY_ID = TOKEN + "where t.id = :id";
    private static final String INSERT =
            "insert into tokens (user_id, name, hash, expires_at) values (:user, :name, :hash, :expires) returning id";
    private static final String DELETE = "delete from tokens where id = :id";
    private static final String USER_OF =
            """
            select user_id, name, id from tokens where hash = :hash and (expires_at is null or expires_at > :now)""";
    /** At most once a minute a token: a busy client must not write a row each call. */
    private static final String USED =
            """
            update tokens set last_used_at = :now
            where id = :id and (last_used_at is null or last_used_at < cast(:now as timestamptz) - interval '1 minute')""";

    private final JdbcClient jdbc;

    TokenStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Whom a token stands for. */
    record Holder(long userId, String name, UUID id) {}

    /** @param username null for all */
    List<Token> list(@Nullable String username, @Nullable UUID after, int limit) {
        return jdbc.sql(LIST)
                .param("username", username)
                .param("after", after == null ? null : after.toString())
                .param("limit", limit)
                .query(TokenStore::token)
                .list();
    }

    Optional<Token> find(UUID id) {
        return jdbc.sql(BY_ID).param("id", id).query(TokenStore::token).optional();
    }

    UUID insert(long user, String name, String hash, @Nullable Instant expires) {
        return jdbc.sql(INSERT)
                .param("user", user)
                .param("name", name)
                .param("hash", hash)
                .param("expires", expires == null ? null : at(expires))
                .query(UUID.class)
                .single();
    }

    boolean delete(UUID id) {
        return jdbc.sql(DELETE).param("id", id).update() == 1;
    }

    /** The holder of an unexpired token. */
    Optional<Holder> holder(String hash, Instant now) {
        return jdbc.sql(USER_OF)
                .param("hash", hash)
                .param("now", at(now))
                .query((rows, number) -> new Holder(rows.getLong(1), rows.getString(2), rows.getObject(3, UUID.class)))
                .optional();
    }

    void used(UUID id, Instant now) {
        jdbc.sql(USED).param("id", id).param("now", at(now)).update();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Token token(ResultSet rows, int number) throws SQLException {
        Timestamp expires = rows.getTimestamp("expires_at");
        Timestamp used = rows.getTimestamp("last_used_at");
        return new Token(
                rows.getObject("id", UUID.class),
                rows.getString("username"),
                rows.getString("name"),
                rows.getTimestamp("created_at").toInstant(),
                expires == null ? null : expires.toInstant(),
                used == null ? null : used.toInstant());
    }
}
