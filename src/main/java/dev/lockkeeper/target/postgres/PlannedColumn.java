package dev.lockkeeper.target.postgres;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A column as the server has it.
 *
 * @param type as the server spells it, with length and precision
 * @param storedAs the type to which an expression is cast before it is compared with what the column stores: the column's base type,
 *     because {@code numeric(10,4)} and {@code timestamp(0)} round; but without the length for {@code varchar(n)}, {@code char(n)} and
 *     {@code bit(n)}, where an explicit cast would cut what the assignment refuses, and the comparison would hide it
 * @param generated the server computes it
 */
record PlannedColumn(
        String name, String type, boolean notNull, @Nullable String defaultSql, String storedAs, boolean generated) {

    /** A domain over a domain has its base type at the end of the chain; the length may be given anywhere on the way. */
    private static final String READ =
            """
            with recursive base(attnum, type, modifier) as (
                select attnum, atttypid, atttypmod from pg_attribute where attrelid = %1$s and attnum > 0 and not attisdropped
                union all
                select b.attnum, t.typbasetype, t.typtypmod from base b join pg_type t on t.oid = b.type and t.typtype = 'd'
            )
            select a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
                   case when a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end,
                   case when b.type in ('varchar'::regtype, 'bpchar'::regtype, 'bit'::regtype, 'varbit'::regtype,
                                        'varchar[]'::regtype, 'bpchar[]'::regtype, 'bit[]'::regtype, 'varbit[]'::regtype)
                        then format_type(b.type, -1) else format_type(b.type, b.modifier) end,
                   a.attgenerated <> ''
              from pg_attribute a
              join base b on b.attnum = a.attnum
              join pg_type t on t.oid = b.type and t.typtype <> 'd'
              left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
             where a.attrelid = %1$s
             order by a.attname
            """;

    /**
     * By name, and in the order of the names: the places of columns change when one is dropped and added again.
     *
     * @param regclass an SQL expression for the table
     */
    static Map<String, PlannedColumn> read(Sending sql, String regclass) throws SQLException {
        Map<String, PlannedColumn> columns = new LinkedHashMap<>();
        sql.list(
                        READ.formatted(regclass),
                        row -> new PlannedColumn(
                                row.getString(1),
                                row.getString(2),
                                row.getBoolean(3),
                                row.getString(4),
                                row.getString(5),
                                row.getBoolean(6)))
                .forEach(column -> columns.put(column.name(), column));
        return columns;
    }

    /** {@code json} has no equality, but is stored as it was written: where the texts agree, nothing needs to be written. */
    boolean comparedAsText() {
        return storedAs.equals("json");
    }

    String sql() {
        return Quoting.name(name);
    }

    /** {@code varchar(100) not null default 'x'}: what follows its name in a table. */
    String definition() {
        return type
                + (notNull ? " not null" : "")
                + (defaultSql == null ? "" : " default " + Fragment.inBrackets(defaultSql));
    }
}
