package dev.lockkeeper.run;

import dev.lockkeeper.run.RunReader.Filter;
import dev.lockkeeper.security.Grant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a list of runs, newest first. Only what is asked for is written: a condition that may be off ({@code :target is null
 * or …}) would keep the store from the index of the target.
 */
final class RunList {

    /** Not "not active", which the store takes for rare. */
    private static final String ENDED = "r.state in ('cancelled', 'rolledBack', 'succeeded')";

    private static final String ORDER = " order by r.id desc limit :limit";

    /** The same question as {@code Person.sees}, asked by the store so that pages stay full. */
    private static final String SEEN = "(r.environment = any (:environments) or r.team = any (:teams))";

    /**
     * The same where nothing else narrows the list: the newest of each environment and team, and of those the newest. The first form would
     * go through the runs of everybody else when one's own are rare. "Between" and the order by it leave the store no way but the index.
     */
    private static final String NEWEST_SEEN =
            """
            r.id in (
                select s.id from unnest(:environments) e(name) cross join lateral (
                    select r.id from runs r where r.environment between e.name and e.name%1$s
                    order by r.environment, r.id desc limit :limit) s
                union all
                select s.id from unnest(:teams) t(name) cross join lateral (
                    select r.id from runs r where r.team between t.name and t.name%1$s
                    order by r.team, r.id desc limit :limit) s)
            """;

    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> params = new LinkedHashMap<>();

    RunList(Filter filter, long before, List<Grant> grants) {
        if (before != Long.MAX_VALUE) {
            and("r.id < :before", "before", before);
        }
        if (filter.migration() != null) {
            and("r.migration = :migration", "migration", filter.migration());
        }
        if (filter.target() != null) {
            and("r.target = :target", "target", filter.target());
        }
        if (filter.active() != null) {
            conditions.add(filter.active() ? RunReader.ACTIVE : ENDED);
        }
        seen(filter, grants);
    }

    /** A grant is for everything, for an environment or for a team. */
    private void seen(Filter filter, List<Grant> grants) {
        if (grants.stream().anyMatch(grant -> grant.environment() == null && grant.team() == null)) {
            return;
        }
        params.put("environments", names(grants.stream().map(Grant::environment)));
        params.put("teams", names(grants.stream().map(Grant::team)));
        boolean narrow = filter.migration() != null || filter.target() != null || Boolean.TRUE.equals(filter.active());
        String others = conditions.isEmpty() ? "" : " and " + String.join(" and ", conditions);
        conditions.add(narrow ? SEEN : NEWEST_SEEN.formatted(others));
    }

    String sql() {
        return (conditions.isEmpty() ? "" : "where " + String.join(" and ", conditions)) + ORDER;
    }

    Map<String, Object> params() {
        return params;
    }

    private void and(String condition, String name, Object value) {
        conditions.add(condition);
        params.put(name, value);
    }

    private static String[] names(Stream<@Nullable String> some) {
        return some.filter(Objects::nonNull).distinct().toArray(String[]::new);
    }
}
