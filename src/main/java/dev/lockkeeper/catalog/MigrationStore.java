package dev.lockkeeper.catalog;

import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.security.Person;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Migrations and revisions in the store. */
@Repository
class MigrationStore {

    private static final String ADD =
            """
            insert into migrations (id, title, engine, owner, latest, author_id, author)
            values (:id, :title, :engine, :owner, 0, :authorId, :author)
            on conflict (id) do nothing
            """;

    private static final String COLUMNS =
            "select id, title, engine, owner, latest, author, created_at, updated_at from migrations ";

    private static final String LOCK = COLUMNS + "where id = :id for update";

    private static final String ONE = COLUMNS + "where id = :id";

    /** As the index of the store has it. */
    private static final String NAMED = "lower(id || ' ' || title || ' ' || coalesce(owner, '')) like :part";

    private static final String OWNED = "owner = any (:teams)";

    /** The cursor is the place in the order of the list: entries that change meanwhile move to the front, none is shown twice. */
    private static final String BEYOND = "updated_at <= :at and (updated_at < :at or id > :id)";

    private static final String ORDER = " order by updated_at desc, id limit :limit";

    private static final String MOVE =
            """
            update migrations
            set title = :title, engine = :engine, owner = :owner, latest = :number, updated_at = clock_timestamp()
            where id = :id and latest = :number - 1
            """;

    private static final String ADD_REVISION =
            """
            insert into revisions (migration, number, text, digest, author_id, author)
            values (:id, :number, :text, :digest, :authorId, :author)
            """;

    private static final String REVISIONS =
            "select migration, number, text, digest, author_id, author, created_at from revisions where migration = :id ";

    private static final String REVISION = REVISIONS + "and number = :number";

    private static final String OF_DIGEST = REVISIONS + "and digest = :digest";

    private static final String NUMBERED =
            """
            select v.migration, v.number, v.text, v.digest, v.author_id, v.author, v.created_at
            from unnest(:migrations, :numbers) as n(migration, number)
            join revisions v on v.migration = n.migration and v.number = n.number
            """;

    private static final String ALL_REVISIONS = REVISIONS + "order by number desc";

    private final JdbcClient jdbc;
    private final Plans plans;

    MigrationStore(JdbcClient jdbc, Plans plans) {
        this.jdbc = jdbc;
        this.plans = plans;
    }

    /** The entry, made if it is new, locked until the transaction ends: submits of one id come one after the other. */
    Migration open(Plan plan, Person by) {
        jdbc.sql(ADD)
                .param("id", plan.migration())
                .param("title", plan.title())
                .param("engine", plan.engine().wire())
                .param("owner", plan.owner())
                .param("authorId", by.userId())
                .param("author", by.username())
                .update();
        return jdbc.sql(LOCK)
                .param("id", plan.migration())
                .query(MigrationStore::migration)
                .single();
    }

    /** Adds the revision after the latest of the locked entry. */
    Revision add(Migration migration, Plan plan, String text, String digest, Person by) {
        int number = migration.latest() + 1;
        int moved = jdbc.sql(MOVE)
                .param("id", migration.id())
                .param("title", plan.title())
                .param("engine", plan.engine().wire())
                .param("owner", plan.owner())
                .param("number", number)
                .update();
        if (moved != 1) {
            throw new IllegalStateException("revision " + number + " of " + migration.id() + " is not the next one");
        }
        jdbc.sql(ADD_REVISION)
                .param("id", migration.id())
                .param("number", number)
                .param("text", text)
                .param("digest", digest)
                .param("authorId", by.userId())
                .param("author", by.username())
                .update();
        return revision(migration.id(), number).orElseThrow();
    }

    Optional<Migration> find(String id) {
        return jdbc.sql(ONE).param("id", id).query(MigrationStore::migration).optional();
    }

    /** Only what is asked for is written, so that the store finds its index. @param teams whose entries are shown, null for all */
    List<Migration> list(@Nullable String query, @Nullable List<String> teams, @Nullable Place after, int limit) {
        List<String> conditions = new ArrayList<>();
        Map<String, Object> params = new HashMap<>(Map.of("limit", limit));
        if (query != null) {
            conditions.add(NAMED);
            params.put("part", "%" + query.toLowerCase(Locale.ROOT).replaceAll("([%_\\\\])", "\\\\$1") + "%");
        }
        if (teams != null) {
            conditions.add(OWNED);
            params.put("teams", teams.toArray(String[]::new));
        }
        if (after != null) {
            conditions.add(BEYOND);
            params.put("at", after.at());
            params.put("id", after.id());
        }
        String where = conditions.isEmpty() ? "" : "where " + String.join(" and ", conditions);
        return jdbc.sql(COLUMNS + where + ORDER)
                .params(params)
                .query(MigrationStore::migration)
                .list();
    }

    Optional<Revision> revision(String id, int number) {
        return jdbc.sql(REVISION)
                .param("id", id)
                .param("number", number)
                .query(this::revision)
                .optional();
    }

    Optional<Revision> revision(String id, String digest) {
        return jdbc.sql(OF_DIGEST)
                .param("id", id)
                .param("digest", digest)
                .query(this::revision)
                .optional();
    }

    /** @param numbered each as {@code migration/number} */
    List<Revision> revisions(Collection<String> numbered) {
        List<String[]> parts =
                numbered.stream().distinct().map(each -> each.split("/", 2)).toList();
        return jdbc.sql(NUMBERED)
                .param("migrations", parts.stream().map(each -> each[0]).toArray(String[]::new))
                .param(
                        "numbers",
                        parts.stream().map(each -> Integer.valueOf(each[1])).toArray(Integer[]::new))
                .query(this::revision)
                .list();
    }

    /** Newest first. */
    List<Revision> revisions(String id) {
        return jdbc.sql(ALL_REVISIONS).param("id", id).query(this::revision).list();
    }

    private static Migration migration(ResultSet row, int number) throws SQLException {
        return new Migration(
                row.getString("id"),
                row.getString("title"),
                row.getString("engine"),
                row.getString("owner"),
                row.getInt("latest"),
                row.getString("author"),
                instant(row, "created_at"),
                instant(row, "updated_at"));
    }

    private Revision revision(ResultSet row, int number) throws SQLException {
        String text = row.getString("text");
        String digest = row.getString("digest");
        return new Revision(
                row.getString("migration"),
                row.getInt("number"),
                text,
                digest,
                plans.of(digest, text),
                row.getLong("author_id"),
                row.getString("author"),
                instant(row, "created_at"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
