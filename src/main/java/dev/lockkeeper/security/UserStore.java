package dev.lockkeeper.security;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables {@code users} and {@code grants}. */
@Repository
class UserStore {

    /** Grants come along in their spelling on the wire, so that one query a request is enough. */
    private static final String USER =
            """
            select u.id, u.username, u.password_hash, u.created_at, u.disabled_at, array(
                select g.role || coalesce('@' || g.environment, '@team:' || g.team, '')
                from grants g where g.user_id = u.id order by 1) as grants
            from users u
            """;

    private static final String LIST = USER
            + """
            where u.username > :after
              and (cast(:name as text) is null or position(lower(cast(:name as text)) in lower(u.username)) > 0)
              and (cast(:role as text) is null
                or exists (select 1 from grants g where g.user_id = u.id and g.role = cast(:role as text)))
            order by u.username limit :limit""";
    private static final String BY_NAME = USER + "where u.username = :username";
    private static final String BY_ID = USER + "where u.id = :id";
    private static final String BY_IDS = USER + "where u.id = any (:ids)";
    private static final String ANY = "select exists (select 1 from users)";
    private static final String INSERT =
            "insert into users (username, password_hash) values (:username, :hash) on conflict (username) do nothing returning id";
    private static final String SET_PASSWORD = "update users set password_hash = :hash where id = :id";
    private static final String SET_DISABLED =
            "update users set disabled_at = case when :disabled then coalesce(disabled_at, now()) end where id = :id";
    private static final String DELETE = "delete from users where id = :id";
    private static final String CLEAR_GRANTS = "delete from grants where user_id = :id";
    private static final String INSERT_GRANT =
            """
            insert into grants (user_id, role, environment, team) values (:id, :role, :environment, :team)
            on conflict do nothing""";
    /** Two admins who each remove the other: the second waits here and then finds itself the last. */
    private static final String IN_TURN = "lock table grants in share row exclusive mode";

    private static final String ADMINS =
            """
            select count(*) from users u join grants g on g.user_id = u.id
            where g.role = 'admin' and g.environment is null and g.team is null and u.disabled_at is null""";

    private static final String HOLDERS =
            """
            select role, count(distinct user_id) from grants group by role""";

    private final JdbcClient jdbc;

    UserStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A user with what only sign-in needs. */
    record Row(User user, @Nullable String passwordHash) {}

    List<User> list(Users.Which which, String after, int limit) {
        return jdbc
                .sql(LIST)
                .param("name", which.name())
                .param("role", which.role() == null ? null : which.role().wire())
                .param("after", after)
                .param("limit", limit)
                .query(UserStore::row)
                .list()
                .stream()
                .map(Row::user)
                .toList();
    }

    Map<Role, Long> holders() {
        Map<Role, Long> holders = new EnumMap<>(Role.class);
        jdbc.sql(HOLDERS)
                .query((row, number) -> Map.entry(Role.of(row.getString(1)).orElseThrow(), row.getLong(2)))
                .list()
                .forEach(each -> holders.put(each.getKey(), each.getValue()));
        return holders;
    }

    Optional<Row> find(String username) {
        return jdbc.sql(BY_NAME)
                .param("username", username)
                .query(UserStore::row)
                .optional();
    }

    Optional<Row> find(long id) {
        return jdbc.sql(BY_ID).param("id", id).query(UserStore::row).optional();
    }

    List<User> find(Collection<Long> ids) {
        return jdbc.sql(BY_IDS).param("ids", ids.toArray(Long[]::new)).query(UserStore::row).list().stream()
                .map(Row::user)
                .toList();
    }

    boolean any() {
        return jdbc.sql(ANY).query(Boolean.class).single();
    }

    /** @return the id, empty when the name is taken */
    Optional<Long> insert(String username, @Nullable String passwordHash) {
        return jdbc.sql(INSERT)
                .param("username", username)
                .param("hash", passwordHash)
                .query(Long.class)
                .optional();
    }

    void setPassword(long id, String hash) {
        one(jdbc.sql(SET_PASSWORD).param("id", id).param("hash", hash).update());
    }

    void setDisabled(long id, boolean disabled) {
        one(jdbc.sql(SET_DISABLED).param("id", id).param("disabled", disabled).update());
    }

    void setGrants(long id, List<Grant> grants) {
        jdbc.sql(CLEAR_GRANTS).param("id", id).update();
        for (Grant grant : grants) {
            jdbc.sql(INSERT_GRANT)
                    .param("id", id)
                    .param("role", grant.role().wire())
                    .param("environment", grant.environment())
                    .param("team", grant.team())
                    .update();
        }
    }

    void delete(long id) {
        one(jdbc.sql(DELETE).param("id", id).update());
    }

    void inTurn() {
        jdbc.sql(IN_TURN).update();
    }

    long admins() {
        return jdbc.sql(ADMINS).query(Long.class).single();
    }

    private static void one(int rows) {
        if (rows != 1) {
            throw new IllegalStateException("expected to change one user, changed " + rows);
        }
    }

    private static Row row(ResultSet rows, int number) throws SQLException {
        Timestamp disabled = rows.getTimestamp("disabled_at");
        String hash = rows.getString("password_hash");
        String[] grants = (String[]) rows.getArray("grants").getArray();
        User user = new User(
                rows.getLong("id"),
                rows.getString("username"),
                Arrays.stream(grants).map(Grant::parse).toList(),
                hash != null,
                rows.getTimestamp("created_at").toInstant(),
                disabled == null ? null : disabled.toInstant());
        return new Row(user, hash);
    }
}
