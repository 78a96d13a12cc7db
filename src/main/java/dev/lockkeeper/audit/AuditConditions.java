package dev.lockkeeper.audit;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A query as conditions of SQL: only those that are asked for, because one that allows for all of them ({@code :actor is null or …})
 * gets a plan that uses no index.
 *
 * @param sql each followed by {@code and}
 */
record AuditConditions(String sql, Map<String, Object> values) {
    private static final String ACTOR = "actor = :actor and ";
    private static final String ACTION = "action = :action and ";
    private static final String ACTION_LIKE = "action like :action and ";
    private static final String SUBJECT = "subject = :subject and ";
    private static final String SUBJECT_LIKE = "subject like :subject and ";
    private static final String REASON =
            "to_tsvector('simple', reason) @@ websearch_to_tsquery('simple', :reason) and ";

    /**
     * The time never goes back along the chain, so a span of time is a span of numbers, and every index goes on with the number. The
     * time itself is asked for too: of a store that is older than that rule, a few records at the edges may not follow it.
     */
    private static final String FROM =
            """
            seq >= coalesce((select r.seq from audit_records r where r.at >= :from order by r.at, r.seq limit 1), 9223372036854775807)
            and at >= :from and\s""";

    private static final String TO =
            """
            seq < coalesce((select r.seq from audit_records r where r.at >= :to order by r.at, r.seq limit 1), 9223372036854775807)
            and at < :to and\s""";

    AuditConditions {
        values = Map.copyOf(values);
    }

    static AuditConditions of(AuditQuery query) {
        Writing writing = new Writing();
        writing.add("actor", query.actor(), ACTOR);
        writing.beginning("action", query.action(), ACTION, ACTION_LIKE);
        writing.beginning("subject", query.subject(), SUBJECT, SUBJECT_LIKE);
        writing.add("reason", query.reason(), REASON);
        writing.time("from", query.from(), FROM);
        writing.time("to", query.to(), TO);
        return new AuditConditions(writing.sql.toString(), writing.values);
    }

    private static final class Writing {
        private final StringBuilder sql = new StringBuilder();
        private final Map<String, Object> values = new LinkedHashMap<>();

        void add(String name, @Nullable Object value, String condition) {
            if (value != null) {
                sql.append(condition);
                values.put(name, value);
            }
        }

        /** A star at the end stands for anything. */
        void beginning(String name, @Nullable String value, String whole, String beginning) {
            if (value == null || !value.endsWith("*")) {
                add(name, value, whole);
            } else {
                String start = value.substring(0, value.length() - 1);
                add(name, start.replaceAll("([\\\\%_])", "\\\\$1") + "%", beginning);
            }
        }

        void time(String name, @Nullable Instant at, String condition) {
            add(name, at == null ? null : at.atOffset(ZoneOffset.UTC), condition);
        }
    }
}
