package dev.lockkeeper.target.postgres;

import java.util.List;

/**
 * Chooses the columns by which a table is walked: the primary key, else a unique index that names every row once and whose order is the
 * columns' own.
 *
 * <p>Left out: partial indexes and expressions (rows are missing or their order is of something else), columns that may be null (a row
 * comparison with null is neither before nor after), deferred uniqueness, other collations or operator classes than the columns' own
 * (then {@code order by} could not use the index), and mixed directions.
 */
final class Keys {

    /** Fewest columns first, then the narrowest, then by name, so that the choice is the same each time. */
    private static final String KEY =
            """
            with candidates as (
                select i.indexrelid, x.relname, i.indisprimary, i.indnkeyatts, k.place, a.attname, a.attnotnull,
                       case when a.attlen < 0 then 64 else a.attlen end as width,
                       k.coll in (0, a.attcollation) as own_collation,
                       (select o.opcdefault from pg_opclass o where o.oid = k.opclass) as own_order,
                       k.direction
                  from pg_index i
                  join pg_class x on x.oid = i.indexrelid
                 cross join unnest(i.indkey, i.indclass, i.indcollation, i.indoption)
                       with ordinality as k(attnum, opclass, coll, direction, place)
                  join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
                 where i.indrelid = :table and i.indisunique and i.indisvalid and i.indisready
                   and i.indpred is null and i.indexprs is null
                   and (i.indisprimary or i.indimmediate)
                   and k.place <= i.indnkeyatts
            ),
            chosen as (
                select indexrelid from candidates
                 group by indexrelid, relname, indisprimary, indnkeyatts
                having indisprimary
                    or (bool_and(attnotnull) and bool_and(own_collation) and bool_and(own_order) and min(direction) = max(direction))
                 order by indisprimary desc, indnkeyatts, sum(width), relname
                 limit 1
            )
            select attname from candidates join chosen using (indexrelid) order by place
            """;

    private final Asking asking;

    Keys(Asking asking) {
        this.asking = asking;
    }

    /** In the order of the index; empty when there is no usable key. */
    List<String> of(long table) {
        return asking.ask(
                "choosing the key",
                sql -> sql.sql(KEY).param("table", table).query(String.class).list());
    }
}
