package dev.lockkeeper.catalog;

import dev.lockkeeper.plan.Level;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Policies in the store: a row a change, none of which is ever changed again. */
@Repository
class PolicyStore {

    private static final String IN_TURN = "lock table policies in share row exclusive mode";

    private static final String ADD =
            """
            insert into policies (environment, body, digest, changed_by_id, changed_by)
            values (:environment, cast(:body as jsonb), :digest, :byId, :by)
            returning *
            """;

    private static final String NEWEST =
            """
            select distinct on (environment) * from policies
            where environment = any (:environments) order by environment, id desc
            """;

    private static final String ALL =
            "select distinct on (environment) * from policies order by environment, id desc";

    private static final String HISTORY =
            "select * from policies where environment = :environment order by id desc limit :limit";

    private final JdbcClient jdbc;
    private final JsonMapper json;

    PolicyStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** As it is kept. */
    private record Body(
            Map<String, String> lint, Map<String, String> checks, BodyApprovers approvals) {}

    private record BodyApprovers(int count, List<String> roles, @Nullable Map<String, BodyApprovers> phases) {
        static BodyApprovers of(Policy.Approvers approvers) {
            return new BodyApprovers(
                    approvers.count(),
                    approvers.roles().stream().map(Role::wire).toList(),
                    approvers.phases().entrySet().stream()
                            .collect(Collectors.toMap(Map.Entry::getKey, phase -> of(phase.getValue()))));
        }

        Policy.Approvers approvers() {
            Map<String, Policy.Approvers> own = (phases == null ? Map.<String, BodyApprovers>of() : phases)
                    .entrySet().stream()
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey, phase -> phase.getValue().approvers()));
            return new Policy.Approvers(
                    count, roles.stream().map(role -> Role.of(role).orElseThrow()).toList(), own);
        }
    }

    /** Changes come one after the other until the transaction ends, so that each knows the one before. */
    void inTurn() {
        jdbc.sql(IN_TURN).update();
    }

    /** @param policy null to take the environment's away */
    PolicyChange add(String environment, @Nullable Policy policy, Person by) {
        return jdbc.sql(ADD)
                .param("environment", environment)
                .param("body", policy == null ? null : json.writeValueAsString(body(policy)))
                .param("digest", policy == null ? null : policy.digest())
                .param("byId", by.userId())
                .param("by", by.username())
                .query(this::change)
                .single();
    }

    /** The last change of the environment's own. */
    Optional<PolicyChange> newest(String environment) {
        return newest(List.of(environment)).stream().findFirst();
    }

    /** The last change of each. */
    List<PolicyChange> newest(List<String> environments) {
        return jdbc.sql(NEWEST)
                .param("environments", environments.toArray(String[]::new))
                .query(this::change)
                .list();
    }

    /** The last change of every environment that ever had one, by name. */
    List<PolicyChange> newest() {
        return jdbc.sql(ALL).query(this::change).list();
    }

    /** Newest first. */
    List<PolicyChange> history(String environment, int limit) {
        return jdbc.sql(HISTORY)
                .param("environment", environment)
                .param("limit", limit)
                .query(this::change)
                .list();
    }

    private static Body body(Policy policy) {
        return new Body(
                words(policy.lint()), words(policy.checks()), BodyApprovers.of(policy.approvals()));
    }

    private static Map<String, String> words(Map<String, Level> levels) {
        return levels.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, level -> level.getValue().wire()));
    }

    private static Map<String, Level> levels(Map<String, String> words) {
        return words.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, word -> Level.of(word.getValue()).orElseThrow()));
    }

    private PolicyChange change(ResultSet row, int number) throws SQLException {
        String environment = row.getString("environment");
        OffsetDateTime at = row.getObject("changed_at", OffsetDateTime.class);
        String body = row.getString("body");
        Policy policy = body == null ? null : policy(environment, json.readValue(body, Body.class), at);
        return new PolicyChange(row.getLong("id"), environment, policy, row.getString("changed_by"), at.toInstant());
    }

    private static Policy policy(String environment, Body body, OffsetDateTime at) {
        return new Policy(
                environment,
                levels(body.lint()),
                levels(body.checks()),
                body.approvals().approvers(),
                at.toInstant());
    }
}
