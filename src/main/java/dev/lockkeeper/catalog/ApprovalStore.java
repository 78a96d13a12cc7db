package dev.lockkeeper.catalog;

import dev.lockkeeper.security.Person;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Approvals in the store. */
@Repository
class ApprovalStore {

    private static final String LOCK =
            "select number from revisions where migration = :migration and number = :revision for update";

    private static final String ADD =
            """
            insert into approvals (migration, revision, target, phase, digest, sql_digests, fingerprint, policy_digest, policy_words,
                approver_id, approver, comment)
            values (:migration, :revision, :target, :phase, :digest, cast(:sqlDigests as jsonb), :fingerprint, :policyDigest,
                :policyWords, :approverId, :approver, :comment)
            returning *
            """;

    private static final String STANDING =
            """
            select * from approvals
            where migration = :migration and revision = :revision and target = :target and approver_id = :approverId
            and phase is not distinct from cast(:phase as text) and digest = :digest
            and sql_digests = cast(:sqlDigests as jsonb) and fingerprint = :fingerprint and policy_digest = :policyDigest
            and withdrawn_at is null
            order by created_at limit 1
            """;

    private static final String OF =
            "select * from approvals where migration = :migration and revision = :revision order by created_at, id";

    private static final String SAID =
            """
            with asked as (select * from unnest(:migrations, :numbers) as n(migration, revision))
            select v.migration, v.revision, v.target, v.phase, v.approver_id as person, true as yes
            from asked join approvals v using (migration, revision) where v.withdrawn_at is null
            union all
            select v.migration, v.revision, v.target, v.phase, v.rejecter_id, false
            from asked join rejections v using (migration, revision) where v.withdrawn_at is null
            """;

    private static final String ONE = "select * from approvals where id = :id for update";

    private static final String WITHDRAW =
            """
            update approvals set withdrawn_at = clock_timestamp(), withdrawn_by = :by
            where id = :id and withdrawn_at is null
            returning *
            """;

    private static final TypeReference<Map<String, String>> DIGESTS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    ApprovalStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** Keeps two approvals of one revision from being given at the same moment, so that the second sees the first. */
    void lock(String migration, int revision) {
        jdbc.sql(LOCK)
                .param("migration", migration)
                .param("revision", revision)
                .query()
                .singleRow();
    }

    Optional<Approval> standing(Approvals.Request request, Person by) {
        return request(STANDING, request, by).query(this::approval).optional();
    }

    Approval add(Approvals.Request request, Person by) {
        return request(ADD, request, by)
                .param("policyWords", request.policy().approvals().words())
                .param("approver", by.username())
                .param("comment", request.comment())
                .query(this::approval)
                .single();
    }

    List<Approval> of(String migration, int revision) {
        return jdbc.sql(OF)
                .param("migration", migration)
                .param("revision", revision)
                .query(this::approval)
                .list();
    }

    /** @param revisions each as {@code migration/number} */
    List<Said> said(Collection<String> revisions) {
        if (revisions.isEmpty()) {
            return List.of();
        }
        List<String[]> parts =
                revisions.stream().distinct().map(each -> each.split("/", 2)).toList();
        return jdbc.sql(SAID)
                .param("migrations", parts.stream().map(each -> each[0]).toArray(String[]::new))
                .param(
                        "numbers",
                        parts.stream().map(each -> Integer.valueOf(each[1])).toArray(Integer[]::new))
                .query((row, number) -> new Said(
                        row.getString("migration"),
                        row.getInt("revision"),
                        row.getString("target"),
                        row.getString("phase"),
                        row.getLong("person"),
                        row.getBoolean("yes")))
                .list();
    }

    /** Locked until the transaction ends. */
    Optional<Approval> find(UUID id) {
        return jdbc.sql(ONE).param("id", id).query(this::approval).optional();
    }

    Approval withdraw(UUID id, String by) {
        return jdbc.sql(WITHDRAW)
                .param("id", id)
                .param("by", by)
                .query(this::approval)
                .single();
    }

    private JdbcClient.StatementSpec request(String sql, Approvals.Request request, Person by) {
        return jdbc.sql(sql)
                .param("migration", request.migration())
                .param("revision", request.revision())
                .param("target", request.target())
                .param("phase", request.phase())
                .param("digest", request.digest())
                .param("sqlDigests", json.writeValueAsString(request.sqlDigests()))
                .param("fingerprint", request.fingerprint())
                .param("policyDigest", request.policy().approvals().digest())
                .param("approverId", by.userId());
    }

    private Approval approval(ResultSet row, int number) throws SQLException {
        return new Approval(
                row.getObject("id", UUID.class),
                row.getString("migration"),
                row.getInt("revision"),
                row.getString("target"),
                row.getString("phase"),
                row.getString("digest"),
                json.readValue(row.getString("sql_digests"), DIGESTS),
                row.getString("fingerprint"),
                row.getString("policy_digest"),
                row.getString("policy_words"),
                row.getLong("approver_id"),
                row.getString("approver"),
                row.getString("comment"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                instant(row, "withdrawn_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
