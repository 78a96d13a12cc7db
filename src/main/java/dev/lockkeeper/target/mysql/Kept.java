package dev.lockkeeper.target.mysql;

import java.sql.SQLException;
import java.util.Optional;

/**
 * What a migration has dropped, remembered in the target before it is dropped. Without it a plan could not be resolved to the same text
 * again once its columns and indexes are gone: the way back would be lost, and the approved digest with it.
 */
final class Kept {

    /** Part of the ledger's installation, which adds its form; in the database of the target's address. */
    static final String TABLE =
            """
            create table if not exists lockkeeper_kept (
                migration varchar(80) not null,
                object varchar(220) not null,
                definition text not null,
                at datetime(6) not null default current_timestamp(6),
                primary key (migration, object))""";

    private static final String REMEMBER =
            """
            replace into lockkeeper_kept (migration, object, definition)
            values (%s, %s, %s)""";

    private static final String INSTALLED =
            "select 1 from information_schema.tables where table_schema = database() and table_name = 'lockkeeper_kept'";

    private final Sending sql;
    private final String migration;

    Kept(Sending sql, String migration) {
        this.sql = sql;
        this.migration = migration;
    }

    /** @param object its full name, quoted; a column or an index follows its table after a dot */
    String remember(String object, String definition) {
        return REMEMBER.formatted(Quoting.literal(migration), Quoting.literal(object), Quoting.literal(definition));
    }

    String remembered(String object, String definition) {
        return "select exists (select 1 from lockkeeper_kept where " + which(object) + " and definition = "
                + Quoting.literal(definition) + ")";
    }

    Optional<String> definition(String object) throws SQLException {
        return sql.first(INSTALLED).isEmpty()
                ? Optional.empty()
                : sql.first("select definition from lockkeeper_kept where " + which(object));
    }

    private String which(String object) {
        return "migration = " + Quoting.literal(migration) + " and object = " + Quoting.literal(object);
    }
}
