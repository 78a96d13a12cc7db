package dev.lockkeeper.target.postgres;

import java.sql.SQLException;
import java.util.Optional;

/**
 * What a migration has dropped, remembered in the target by the statement that drops it. Without it a plan could not be resolved to the
 * same text again once its columns and indexes are gone: the way back would be lost, and the approved digest with it.
 */
final class Kept {

    /** Part of the ledger's installation. */
    static final String TABLE =
            """
            create table if not exists lockkeeper.kept (
                migration text not null, object text not null, definition text not null,
                at timestamptz not null default clock_timestamp(),
                primary key (migration, object))""";

    private static final String REMEMBER =
            """
            insert into lockkeeper.kept (migration, object, definition)
            values (%s, %s, %s)
            on conflict (migration, object) do update set definition = excluded.definition""";

    private final Sending sql;
    private final String migration;

    Kept(Sending sql, String migration) {
        this.sql = sql;
        this.migration = migration;
    }

    /** @param object its full name, quoted where needed; a column follows its table after a dot */
    String remember(String object, String definition) {
        return REMEMBER.formatted(Quoting.literal(migration), Quoting.literal(object), Quoting.literal(definition));
    }

    String remembered(String object, String definition) {
        return "select exists (select from lockkeeper.kept where " + which(object) + " and definition = "
                + Quoting.literal(definition) + ")";
    }

    Optional<String> definition(String object) throws SQLException {
        return sql.first("select to_regclass('lockkeeper.kept')").isEmpty()
                ? Optional.empty()
                : sql.first("select definition from lockkeeper.kept where " + which(object));
    }

    private String which(String object) {
        return "migration = " + Quoting.literal(migration) + " and object = " + Quoting.literal(object);
    }
}
