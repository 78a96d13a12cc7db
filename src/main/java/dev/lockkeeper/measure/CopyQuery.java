package dev.lockkeeper.measure;

import java.util.Collection;
import java.util.stream.Collectors;

/** Asks a PostgreSQL for the definitions of tables that some words name, and of those that hang together with them, as one JSON text. */
final class CopyQuery {

    static final int MOST_TABLES = 60;

    /**
     * Names come quoted and with their schema; expressions as the server spells them for this session's search path, which the copy
     * has as well. Without what no lock depends on: triggers, views, rights, comments.
     */
    private static final String QUERY =
            """
            with recursive words as (select array(select json_array_elements_text('%s'::json))::text[] as w),
            seen as (
                select c.oid, c.relname::text as name, n.nspname::text as schema, c.relkind, c.relnamespace
                from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where c.relkind in ('r', 'p', 'i', 'I') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'),
            named as (
                select coalesce(i.indrelid, s.oid) as oid
                from seen s left join pg_index i on i.indexrelid = s.oid, words
                where s.name = any(w) and (pg_table_is_visible(s.oid) or s.schema = any(w))),
            near as (
                select oid from named
                union select c.confrelid from pg_constraint c join named on named.oid = c.conrelid where c.contype = 'f'
                union select c.conrelid from pg_constraint c join named on named.oid = c.confrelid where c.contype = 'f'),
            family as (
                select oid from near
                union select case when h.inhrelid = f.oid then h.inhparent else h.inhrelid end
                from family f join pg_inherits h on f.oid in (h.inhrelid, h.inhparent)
                join pg_class child on child.oid = h.inhrelid and child.relispartition),
            tables as (
                select c.*, n.nspname from family f join pg_class c on c.oid = f.oid join pg_namespace n on n.oid = c.relnamespace
                where c.relkind in ('r', 'p') order by c.oid limit %d),
            attributes as (
                select a.*, t.relname, coalesce(e.oid, y.oid) as base
                from tables t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
                join pg_type y on y.oid = a.atttypid left join pg_type e on e.oid = y.typelem and y.typcategory = 'A'),
            types as (
                select y.*, n.nspname from pg_type y join pg_namespace n on n.oid = y.typnamespace, words
                where y.typtype in ('e', 'd') and n.nspname not in ('pg_catalog', 'information_schema')
                and (y.oid in (select base from attributes) or y.typname = any(w)
                    and (pg_type_is_visible(y.oid) or n.nspname = any(w)))
                order by y.typtype desc, y.oid limit 100)
            select json_build_object(
            'path', (select json_agg(quote_ident(s)) from unnest(current_schemas(false)) s),
            'schemas', (select json_agg(quote_ident(s)) from (
                select nspname from tables union select nspname from types union select unnest(current_schemas(false))) as x(s)
                where s !~ '^pg_'),
            'types', (select json_agg(json_build_object(
                'name', format('%%I.%%I', y.nspname, y.typname),
                'labels', (select json_agg(quote_literal(e.enumlabel) order by e.enumsortorder)
                    from pg_enum e where e.enumtypid = y.oid),
                'base', case when y.typtype = 'd' then format_type(y.typbasetype, y.typtypmod) end,
                'default', y.typdefault, 'notNull', y.typnotnull,
                'checks', (select json_agg(pg_get_constraintdef(c.oid)) from pg_constraint c
                    where c.contypid = y.oid and c.contype = 'c'))
                order by y.typtype desc, y.oid) from types y),
            'sequences', (select json_agg(distinct d.refobjid::regclass::text) from pg_depend d
                join pg_attrdef f on d.classid = 'pg_attrdef'::regclass and d.objid = f.oid join tables t on t.oid = f.adrelid
                join pg_class s on s.oid = d.refobjid and s.relkind = 'S' where d.refclassid = 'pg_class'::regclass),
            'tables', (select json_agg(json_build_object(
                'schema', t.nspname, 'name', t.relname, 'quoted', format('%%I.%%I', t.nspname, t.relname),
                'unlogged', t.relpersistence = 'u',
                'trouble', case
                    when t.reloftype <> 0 then 'it is a table of a type'
                    when not t.relispartition and exists (select from pg_inherits h where h.inhrelid = t.oid) then 'it inherits'
                    when not t.relispartition and t.relkind = 'r' and exists (
                        select from pg_inherits h where h.inhparent = t.oid) then 'others inherit from it'
                    when exists (select from pg_constraint c where c.conrelid = t.oid and c.contype = 'n' and not c.convalidated)
                        then 'it has a not null that is not validated' end,
                'partitionKey', case when t.relkind = 'p' then pg_get_partkeydef(t.oid) end,
                'parent', case when t.relispartition then (select format('%%I.%%I', n.nspname, p.relname)
                    from pg_inherits h join pg_class p on p.oid = h.inhparent join pg_namespace n on n.oid = p.relnamespace
                    where h.inhrelid = t.oid limit 1) end,
                'depth', (with recursive up as (select t.oid as o, 0 as d union all
                    select h.inhparent, d + 1 from up join pg_inherits h on h.inhrelid = up.o) select max(d) from up),
                'bound', case when t.relispartition then pg_get_expr(t.relpartbound, t.oid) end,
                'columns', (select json_agg(json_build_object(
                    'name', quote_ident(a.attname), 'type', format_type(a.atttypid, a.atttypmod),
                    'collation', (select format('%%I.%%I', n.nspname, k.collname) from pg_collation k
                        join pg_namespace n on n.oid = k.collnamespace join pg_type y on y.oid = a.atttypid
                        where k.oid = a.attcollation and a.attcollation <> y.typcollation),
                    'notNull', a.attnotnull, 'identity', a.attidentity, 'generated', a.attgenerated,
                    'default', (select pg_get_expr(d.adbin, d.adrelid) from pg_attrdef d
                        where d.adrelid = a.attrelid and d.adnum = a.attnum)) order by a.attnum)
                    from attributes a where a.attrelid = t.oid),
                'constraints', (select json_agg(json_build_object(
                    'name', quote_ident(c.conname), 'type', c.contype, 'definition', pg_get_constraintdef(c.oid))
                    order by array_position('{p,u,x,c,f}'::text[], c.contype::text), c.oid)
                    from pg_constraint c where c.conrelid = t.oid and c.contype in ('p', 'u', 'x', 'c', 'f')
                    and c.conparentid = 0 and (c.coninhcount = 0 or not t.relispartition)
                    and (c.contype <> 'f' or c.confrelid in (select oid from tables))),
                'indexes', (select json_agg(replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ') order by i.indexrelid)
                    from pg_index i join pg_class x on x.oid = i.indexrelid
                    where i.indrelid = t.oid and i.indisvalid and not x.relispartition
                    and not exists (select from pg_constraint c where c.conindid = i.indexrelid and c.contype in ('p', 'u', 'x'))))
                order by t.oid) from tables t))::text""";

    private CopyQuery() {}

    /** @param words in lower case where they were not quoted; those with a quote or a backslash are left out */
    static String of(Collection<String> words) {
        String list = words.stream()
                .filter(word -> word.chars().noneMatch(c -> c == '\'' || c == '"' || c == '\\' || c < ' '))
                .distinct()
                .sorted()
                .map(word -> '"' + word + '"')
                .collect(Collectors.joining(",", "[", "]"));
        return QUERY.formatted(list, MOST_TABLES + 1);
    }
}
