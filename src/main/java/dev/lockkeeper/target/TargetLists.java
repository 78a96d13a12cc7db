package dev.lockkeeper.target;

import dev.lockkeeper.Cursor;
import dev.lockkeeper.Paged;
import dev.lockkeeper.plan.Engine;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Sight;
import dev.lockkeeper.store.Where;
import dev.lockkeeper.target.TargetSearch.Now;
import dev.lockkeeper.target.TargetSearch.Order;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The registered databases in lists, and what they have in common. Only what the person may see. */
@Component
public class TargetLists {

    private static final String COLUMNS =
            """
            select t.name, t.engine, t.environment, t.team, t.url,
                array(select jsonb_array_elements_text(t.windows)) as windows
            from targets t
            """;

    private static final String ACTIVE_RUN =
            """
            exists (select from runs r where r.target = t.name and r.state not in ('cancelled', 'rolledBack', 'succeeded')%s)""";

    private static final String PLACES = "select distinct t.environment, t.team, t.engine from targets t ";

    private static final String CHOICES = "select t.name, t.environment from targets t ";

    private static final String COUNT = "select count(*) from targets t ";

    /** Many targets have the same windows: each is read once, with those that have it. */
    private static final String WINDOWS =
            """
            select w.text, t.environment, count(*) as targets, min(t.name) as first
            from targets t cross join lateral jsonb_array_elements_text(t.windows) w(text)
            %s group by w.text, t.environment order by w.text, t.environment
            """;

    private final JdbcClient store;

    TargetLists(JdbcClient store) {
        this.store = store;
    }

    /** An environment, team and engine of which there are targets. */
    public record Kind(String environment, @Nullable String team, String engine) {}

    /** A target to choose. */
    public record Choice(String name, String environment) {}

    /** One page of the list. */
    public Paged<TargetLine> search(TargetSearch search, int limit, @Nullable String after, Person by) {
        int size = Math.clamp(limit, 1, Paged.MAX_LIMIT);
        Order order = search.order();
        Cursor cursor = Cursor.read(after, order.name());
        Where where = conditions(search, by);
        if (cursor != null) {
            where.and(beyond(order), "afterId", cursor.id());
            where.with("afterKey", cursor.key());
        }
        List<TargetLine> found = store.sql(COLUMNS + where.sql() + by(order) + " limit :limit")
                .params(where.params())
                .param("limit", size + 1)
                .query(TargetLists::line)
                .list();
        if (found.size() <= size) {
            return new Paged<>(found, null);
        }
        TargetLine last = found.get(size - 1);
        return new Paged<>(found.subList(0, size), new Cursor(order.name(), last.environment(), last.name()).wire());
    }

    /** Those of these names that there are, by name. */
    public List<TargetLine> of(List<String> names, Person by) {
        Where where = there(by).and("t.name = any (:names)", "names", names.toArray(String[]::new));
        return store.sql(COLUMNS + where.sql() + "order by t.name")
                .params(where.params())
                .query(TargetLists::line)
                .list();
    }

    /** Where a migration of that engine could run, by name. */
    public List<Choice> choices(Engine engine, Person by) {
        Where where = there(by).and("t.engine = :engine", "engine", engine.wire());
        return store.sql(CHOICES + where.sql() + "order by t.name")
                .params(where.params())
                .query((row, number) -> new Choice(row.getString("name"), row.getString("environment")))
                .list();
    }

    public long count(Person by) {
        Where where = there(by);
        return store.sql(COUNT + where.sql())
                .params(where.params())
                .query(Long.class)
                .single();
    }

    /** What the lists can be narrowed to. */
    public List<Kind> kinds(Person by) {
        Where where = there(by);
        return store.sql(PLACES + where.sql())
                .params(where.params())
                .query((row, number) ->
                        new Kind(row.getString("environment"), row.getString("team"), row.getString("engine")))
                .list();
    }

    /** The windows of all targets. Null leaves it wide. */
    public List<WindowUse> windows(
            @Nullable String environment, @Nullable String team, @Nullable String target, Person by) {
        Where.refuseNul(environment, team, target);
        Where where = there(by)
                .and("t.environment = :environment", "environment", environment)
                .and("t.team = :team", "team", team)
                .and("t.name = :target", "target", target);
        return store.sql(WINDOWS.formatted(where.sql()))
                .params(where.params())
                .query((row, number) -> new WindowUse(
                        Window.parse(row.getString("text")),
                        row.getString("environment"),
                        row.getLong("targets"),
                        row.getString("first")))
                .list();
    }

    private static Where there(Person by) {
        Where where = new Where().and("t.removed_at is null");
        Sight.of(by).narrow(where, "t");
        return where;
    }

    private static Where conditions(TargetSearch search, Person by) {
        Where.refuseNul(search.text(), search.environment(), search.team(), search.engine());
        String text = search.text();
        Where where = there(by)
                .and("t.environment = :environment", "environment", search.environment())
                .and("t.team = :team", "team", search.team())
                .and("t.engine = :engine", "engine", search.engine())
                .and(
                        "lower(t.name || ' ' || t.url) like :text",
                        "text",
                        text == null
                                ? null
                                : "%" + text.toLowerCase(Locale.ROOT).replaceAll("([%_\\\\])", "\\\\$1") + "%");
        if (search.now() != null) {
            where.and(now(search.now()));
        }
        return where;
    }

    private static String now(Now now) {
        return switch (now) {
            case ACTIVE -> ACTIVE_RUN.formatted("");
            case WRONG -> ACTIVE_RUN.formatted(" and r.state in ('failed', 'stuck')");
            case QUIET -> "not " + ACTIVE_RUN.formatted("");
        };
    }

    private static String by(Order order) {
        return switch (order) {
            case NAME -> "order by t.name";
            case NAME_DOWN -> "order by t.name desc";
            case ENVIRONMENT -> "order by t.environment, t.name";
            case ENVIRONMENT_DOWN -> "order by t.environment desc, t.name desc";
        };
    }

    private static String beyond(Order order) {
        return switch (order) {
            case NAME -> "t.name > :afterId";
            case NAME_DOWN -> "t.name < :afterId";
            case ENVIRONMENT -> "(t.environment, t.name) > (:afterKey, :afterId)";
            case ENVIRONMENT_DOWN -> "(t.environment, t.name) < (:afterKey, :afterId)";
        };
    }

    private static TargetLine line(ResultSet row, int number) throws SQLException {
        return new TargetLine(
                row.getString("name"),
                row.getString("engine"),
                row.getString("environment"),
                row.getString("team"),
                row.getString("url"),
                texts(row.getArray("windows")));
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }
}
