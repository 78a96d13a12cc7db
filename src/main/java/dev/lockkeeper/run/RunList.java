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

    /**
     * The same question as {@code Person.sees}, asked by the store so that pages stay full: the newest of each environment and team, each by
     * its index, and of those the newest. Written as one "or" it reads through all the runs of others when one's own are rare.
     */
    private static final String SEEN =
            """
            where r.id in (
                select s.id from unnest(:environments) e(name) cross join lateral (
                    select r.id from runs r where r.environment = e.name%1$s order by r.id desc limit :limit) s
                union all
                select s.id from unnest(:teams) t(name) cross join lateral (
                    select r.id from runs r where r.team = t.name%1$s order by r.id desc limit :limit) s)
            """;

    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> params = new LinkedHashMap<>();
    private final boolean everything;

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
        everything = grants.stream().anyMatch(grant -> grant.environment() == null && grant.team() == null);
        if (!everything) {
            params.put("environments", names(grants.stream().map(Grant::environment)));
            params.put("teams", names(grants.stream().map(Grant::team)));
        }
    }

    String sql() {
        if (everything) {
            return (conditions.isEmpty() ? "" : "where " + String.join(" and ", conditions)) + ORDER;
        }
        return SEEN.formatted(conditions.isEmpty() ? "" : " and " + String.join(" and ", conditions)) + ORDER;
    }

    Map<String, Object> params() {
        return params;
    }

    private void and(String condition, String name, Object value) {
        conditions.add(condition);
        params.put(name, value);
    }

    /** A grant is for everything, for an environment or for a team. */
    private static String[] names(Stream<@Nullable String> some) {
        return some.filter(Objects::nonNull).distinct().toArray(String[]::new);
    }
}
