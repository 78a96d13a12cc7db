package dev.lockkeeper.target;

import dev.lockkeeper.plan.Engine;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code targets}. Removed ones stay as rows without a secret. */
@Component
class TargetStore {

    private static final String ROWS =
            """
            select id, name, engine, url, username, password_from, environment, team, replicas, windows, policy
              from targets where removed_at is null
            """;

    private static final String NAMED =
            ROWS + " and (strpos(name, lower(:part)) > 0 or strpos(lower(url), lower(:part)) > 0) order by name";

    private static final String INSERT =
            """
            insert into targets (name, engine, url, username, password_cipher, password_from, environment, team, replicas, windows, policy)
            values (:name, :engine, :url, :username, :cipher, :passwordFrom, :environment, :team,
                    :replicas::jsonb, :windows::jsonb, :policy::jsonb)
            on conflict (name) where removed_at is null do nothing
            """;

    /** Without a new secret the one that is there stays. */
    private static final String UPDATE =
            """
            update targets set url = :url, username = :username, environment = :environment, team = :team,
                   password_cipher = case when :keep then password_cipher else :cipher end,
                   password_from = case when :keep then password_from else :passwordFrom end,
                   replicas = :replicas::jsonb, windows = :windows::jsonb, policy = :policy::jsonb
             where id = :id and removed_at is null
            """;

    private static final String REMOVE =
            "update targets set removed_at = now(), password_cipher = null where id = :id and removed_at is null";

    private static final String CIPHER =
            "select password_cipher from targets where id = :id and removed_at is null and password_cipher is not null";

    /** The runs are another module's, which uses this one and so cannot be asked; the store can. */
    private static final String ACTIVE_RUN =
            """
            select id from runs where target = :name and state not in ('cancelled', 'rolledBack', 'succeeded') order by id limit 1
            """;

    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};
    private static final TypeReference<Map<String, Object>> VALUES = new TypeReference<>() {};

    private final JdbcClient client;
    private final JsonMapper json;

    TargetStore(JdbcClient client, JsonMapper json) {
        this.client = client;
        this.json = json;
    }

    /** What is kept of a password: one of both, or neither to leave the one that is there. */
    record Secret(byte @Nullable [] cipher, @Nullable String from) {
        boolean keep() {
            return cipher == null && from == null;
        }
    }

    List<Target> all() {
        return client.sql(ROWS + " order by name").query(this::target).list();
    }

    List<Target> named(String part, Predicate<Target> wanted, int limit) {
        try (Stream<Target> found = client.sql(NAMED).param("part", part).query(this::target).stream()) {
            return found.filter(wanted).limit(limit).toList();
        }
    }

    Optional<Target> find(String name) {
        return client.sql(ROWS + " and name = :name")
                .param("name", name)
                .query(this::target)
                .optional();
    }

    /** As {@link #find}, and nobody else changes it before our transaction ends. */
    Optional<Target> lock(String name) {
        return client.sql(ROWS + " and name = :name for update")
                .param("name", name)
                .query(this::target)
                .optional();
    }

    /** False when the name is taken. The id of {@code target} is not looked at. */
    boolean insert(Target target, Secret secret) {
        return fields(client.sql(INSERT), target, secret)
                        .param("name", target.name())
                        .param("engine", target.engine().wire())
                        .update()
                == 1;
    }

    boolean update(Target target, Secret secret) {
        return fields(client.sql(UPDATE), target, secret)
                        .param("id", target.id())
                        .param("keep", secret.keep())
                        .update()
                == 1;
    }

    boolean remove(long id) {
        return client.sql(REMOVE).param("id", id).update() == 1;
    }

    Optional<byte[]> cipher(long id) {
        return client.sql(CIPHER)
                .param("id", id)
                .query((row, n) -> row.getBytes(1))
                .optional();
    }

    Optional<Long> activeRun(String target) {
        return client.sql(ACTIVE_RUN).param("name", target).query(Long.class).optional();
    }

    private JdbcClient.StatementSpec fields(JdbcClient.StatementSpec statement, Target target, Secret secret) {
        return statement
                .param("url", target.url())
                .param("username", target.username())
                .param("cipher", secret.cipher(), Types.BINARY)
                .param("passwordFrom", secret.from(), Types.VARCHAR)
                .param("environment", target.environment())
                .param("team", target.team(), Types.VARCHAR)
                .param("replicas", json.writeValueAsString(target.replicas()))
                .param("windows", json.writeValueAsString(target.windows()))
                .param("policy", json.writeValueAsString(target.policy()));
    }

    private Target target(ResultSet row, int n) throws SQLException {
        String engine = row.getString("engine");
        return new Target(
                row.getLong("id"),
                row.getString("name"),
                Engine.of(engine)
                        .orElseThrow(() -> new IllegalStateException("the store has a target of engine " + engine)),
                row.getString("url"),
                row.getString("username"),
                row.getString("password_from"),
                row.getString("environment"),
                row.getString("team"),
                json.readValue(row.getString("replicas"), TEXTS),
                json.readValue(row.getString("windows"), TEXTS),
                json.readValue(row.getString("policy"), VALUES));
    }
}
