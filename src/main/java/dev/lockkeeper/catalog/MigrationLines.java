package dev.lockkeeper.catalog;

import dev.lockkeeper.Cursor;
import dev.lockkeeper.Paged;
import dev.lockkeeper.catalog.MigrationSearch.Order;
import dev.lockkeeper.catalog.MigrationSearch.Stands;
import dev.lockkeeper.security.Sight;
import dev.lockkeeper.store.Where;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the catalog for lists. Runs and targets are other modules', which use this one and so cannot be asked; the store can. */
@Repository
class MigrationLines {

    private static final String PICK =
            "select m.id, m.title, m.engine, m.owner, m.latest, m.updated_at from migrations m ";

    private static final String HEAD = "select m.*, v.author_id, v.author from (";

    private static final String TAIL = ") m join revisions v on v.migration = m.id and v.number = m.latest ";

    private static final String TEXT = "lower(m.id || ' ' || m.title || ' ' || coalesce(m.owner, '')) like :text";

    /** {@code %s} is what is asked of the run. */
    private static final String RUN = "exists (select from runs r where r.migration = m.id%s)";

    /** Started from the few that are active, not from the catalog. */
    private static final String ACTIVE_RUN =
            """
            m.id in (select r.migration from runs r where r.state not in ('cancelled', 'rolledBack', 'succeeded')%s)""";

    private static final String SAID =
            """
            exists (select from %s v join targets r on r.name = v.target and r.removed_at is null
                where v.migration = m.id and v.revision = m.latest and v.withdrawn_at is null%s)""";

    private static final String NOT_LAUNCHED_THERE =
            """
            and not exists (
                select from runs l where l.migration = m.id and l.target = v.target and l.revision = m.latest)""";

    /** From one team to the next by the index: there are many migrations and few teams. */
    private static final String TEAMS =
            """
            with recursive teams as (
                (select owner from migrations where owner is not null order by owner limit 1)
                union all
                select (select m.owner from migrations m where m.owner > teams.owner order by m.owner limit 1)
                from teams where teams.owner is not null)
            select owner from teams where owner is not null
            """;

    private final JdbcClient store;

    MigrationLines(JdbcClient store) {
        this.store = store;
    }

    /** @param teams whose entries are shown, null for all; @param sight on the runs and targets that are asked about */
    Paged<MigrationLine> page(
            MigrationSearch search, int size, @Nullable String after, @Nullable List<String> teams, Sight sight) {
        Order order = search.order();
        Cursor cursor = Cursor.read(after, order.name());
        Where where = conditions(search, teams, sight);
        if (cursor != null) {
            where.and(beyond(order), "afterKey", key(order, cursor));
            where.with("afterId", cursor.id());
        }
        List<MigrationLine> found = store.sql(
                        HEAD + PICK + where.sql() + by(order) + " limit :limit" + TAIL + by(order))
                .params(where.params())
                .param("limit", size + 1)
                .query(MigrationLines::line)
                .list();
        if (found.size() <= size) {
            return new Paged<>(found, null);
        }
        MigrationLine last = found.get(size - 1);
        return new Paged<>(found.subList(0, size), new Cursor(order.name(), key(order, last), last.id()).wire());
    }

    List<String> teams() {
        return store.sql(TEAMS).query((row, number) -> row.getString(1)).list();
    }

    private static Where conditions(MigrationSearch search, @Nullable List<String> teams, Sight sight) {
        Where where = new Where();
        where.and("m.owner = any (:teams)", "teams", teams == null ? null : teams.toArray(String[]::new));
        where.and("m.owner = :team", "team", search.team());
        where.and("m.engine = :engine", "engine", search.engine());
        String text = search.text();
        where.and(
                TEXT,
                "text",
                text == null ? null : "%" + text.toLowerCase(Locale.ROOT).replaceAll("([%_\\\\])", "\\\\$1") + "%");
        if (search.standing() != null) {
            Where there = new Where();
            sight.narrow(there, "r");
            there.and("r.environment = :environment", "environment", search.environment());
            where.and(stands(search.standing(), there.more()));
            there.params().forEach(where::with);
        }
        return where;
    }

    /** @param there narrows the run or target that it is asked of */
    private static String stands(Stands standing, String there) {
        return switch (standing) {
            case WRONG -> ACTIVE_RUN.formatted(" and r.state in ('failed', 'stuck')" + there);
            case ACTIVE -> ACTIVE_RUN.formatted(there);
            case WAITING -> ACTIVE_RUN.formatted(" and r.state = 'waiting'" + there);
            case REJECTED -> SAID.formatted("rejections", there);
            case APPROVED -> SAID.formatted("approvals", " " + NOT_LAUNCHED_THERE + there);
            case SUCCEEDED -> RUN.formatted(" and r.revision = m.latest and r.state = 'succeeded'" + there);
            case BEHIND ->
                RUN.formatted(" and r.revision < m.latest and r.state = 'succeeded'" + there) + " and not "
                        + RUN.formatted(" and r.revision = m.latest and r.state = 'succeeded'" + there);
            case NEVER -> "not " + RUN.formatted(there);
        };
    }

    private static String by(Order order) {
        return switch (order) {
            case CHANGED -> "order by m.updated_at desc, m.id";
            case CHANGED_FIRST -> "order by m.updated_at, m.id desc";
            case TITLE -> "order by m.title, m.id";
            case TITLE_DOWN -> "order by m.title desc, m.id desc";
        };
    }

    private static String beyond(Order order) {
        return switch (order) {
            case CHANGED -> "m.updated_at <= :afterKey and (m.updated_at < :afterKey or m.id > :afterId)";
            case CHANGED_FIRST -> "m.updated_at >= :afterKey and (m.updated_at > :afterKey or m.id < :afterId)";
            case TITLE -> "(m.title, m.id) > (:afterKey, :afterId)";
            case TITLE_DOWN -> "(m.title, m.id) < (:afterKey, :afterId)";
        };
    }

    private static String key(Order order, MigrationLine last) {
        return switch (order) {
            case CHANGED, CHANGED_FIRST -> last.updatedAt().toString();
            case TITLE, TITLE_DOWN -> last.title();
        };
    }

    private static Object key(Order order, Cursor cursor) {
        return switch (order) {
            case CHANGED, CHANGED_FIRST -> at(cursor);
            case TITLE, TITLE_DOWN -> cursor.key();
        };
    }

    private static OffsetDateTime at(Cursor cursor) {
        try {
            return Instant.parse(cursor.key()).atOffset(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw Cursor.refused(cursor.wire());
        }
    }

    private static MigrationLine line(ResultSet row, int number) throws SQLException {
        return new MigrationLine(
                row.getString("id"),
                row.getString("title"),
                row.getString("engine"),
                row.getString("owner"),
                row.getInt("latest"),
                row.getLong("author_id"),
                row.getString("author"),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }
}
