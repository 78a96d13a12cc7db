package dev.lockkeeper.target.postgres;

import dev.lockkeeper.Failure;
import dev.lockkeeper.target.Dependent;
import dev.lockkeeper.target.Readers;
import java.util.List;
import java.util.Optional;

/** Who needs a column: objects of the catalog, texts of functions, and statements that were sent. */
final class ColumnUse {

    /**
     * What the catalog binds to the column normally forbids its drop; what it binds automatically goes with it. A view of a view depends on
     * the view only, so that is followed. Our own triggers end with the sync.
     */
    private static final String DEPENDENTS =
            """
            with recursive direct as (
                select d.classid, d.objid, d.objsubid, d.deptype
                  from pg_depend d join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
                 where d.refclassid = 'pg_class'::regclass and d.refobjid = :table and a.attname = :column and not a.attisdropped
            ), views as (
                select r.ev_class as oid from direct d join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
                 where r.ev_class <> :table
                union
                select r.ev_class from views v join pg_depend d on d.refclassid = 'pg_class'::regclass and d.refobjid = v.oid
                  join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid and r.ev_class <> v.oid
            )
            select case c.relkind when 'm' then 'materialized view ' else 'view ' end || c.oid::regclass as words, true as breaks
              from views join pg_class c using (oid)
            union
            select case when f.adrelid is not null then 'generated column ' || ga.attname || ' of ' || f.adrelid::regclass
                        else pg_describe_object(d.classid, d.objid, d.objsubid) end, d.deptype = 'n' or f.adrelid is not null
              from direct d
              left join pg_attrdef f on d.classid = 'pg_attrdef'::regclass and f.oid = d.objid
              left join pg_attribute ga on ga.attrelid = f.adrelid and ga.attnum = f.adnum
              left join pg_trigger t on d.classid = 'pg_trigger'::regclass and t.oid = d.objid
             where d.classid <> 'pg_rewrite'::regclass
               and not (f.adrelid is not null and f.adrelid = :table and ga.attname = :column)
               and coalesce(t.tgname, '') !~ '^zz_lockkeeper_'
               and coalesce(case when d.classid = 'pg_constraint'::regclass then (select conname from pg_constraint where oid = d.objid) end, '')
                   !~ '^lockkeeper'
            union
            select 'function ' || p.oid::regprocedure || ', whose text names it', true
              from pg_proc p join pg_namespace n on n.oid = p.pronamespace
             where n.nspname not in ('pg_catalog', 'information_schema', 'lockkeeper') and p.proname !~ 'lockkeeper'
               and p.prosrc ~* :columnWord
               and (p.prosrc ~* :tableWord or p.oid in (select tgfoid from pg_trigger where tgrelid = :table and not tgisinternal))
             order by breaks desc, words
            """;

    private static final String EXTENSION =
            "select quote_ident(n.nspname) from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'pg_stat_statements'";

    private static final String SEES = "select pg_has_role(current_user, 'pg_read_all_stats', 'usage')";

    private static final String STATEMENTS =
            """
            select left(regexp_replace(s.query, '\\s+', ' ', 'g'), 200) as text, sum(s.calls)::bigint as calls, s.userid = :login as ours
              from %s.pg_stat_statements s
             where s.dbid = (select oid from pg_database where datname = current_database())
               and s.query ~* '^\\s*(select|insert|update|delete|merge|with|copy|table)\\M'
               and s.query ~* :columnWord and s.query ~* :tableWord and s.query !~* 'lockkeeper'
             group by 1, 3 order by ours, calls desc limit 5
            """;

    private static final String LOGIN = "select oid from pg_roles where rolname = current_user";

    /** A server whose room for statements is full forgets the least sent of them, and counts how often it did. */
    private static final String RESET =
            """
            select coalesce(stats_reset::text, 'their beginning')
                   || case when dealloc > 0 then
                      ' (without rare statements, which the server dropped ' || dealloc || ' times for want of room: pg_stat_statements.max)'
                      else '' end
              from %s.pg_stat_statements_info
            """;

    private final Asking asking;

    ColumnUse(Asking asking) {
        this.asking = asking;
    }

    List<Dependent> dependents(long table, String name, String column) {
        return asking.ask("looking for what needs " + column, sql -> sql.sql(DEPENDENTS)
                .param("table", table)
                .param("column", column)
                .param("columnWord", word(column))
                .param("tableWord", word(name))
                .query((row, n) -> new Dependent(row.getString("words"), row.getBoolean("breaks")))
                .list());
    }

    private record Sent(String text, long calls, boolean ours) {}

    Readers readers(String name, String column) {
        Optional<String> schema = asking.ask(
                "looking for statistics of statements",
                sql -> sql.sql(EXTENSION).query(String.class).optional());
        if (schema.isEmpty()) {
            return Readers.untold(
                    "pg_stat_statements is not installed in this database.",
                    "Install it (create extension pg_stat_statements; it must be in shared_preload_libraries), and let a day of traffic pass.");
        }
        if (!asking.ask(
                "asking what may be read",
                sql -> sql.sql(SEES).query(Boolean.class).single())) {
            return Readers.untold(
                    "The statements of other logins are hidden from this one.",
                    "Let an administrator grant pg_read_all_stats to the login.");
        }
        try {
            return told(schema.get(), name, column);
        } catch (Failure failure) {
            return Readers.untold(failure.message(), "Put pg_stat_statements into shared_preload_libraries.");
        }
    }

    private Readers told(String schema, String name, String column) {
        List<Sent> sent = asking.ask("reading statistics of statements", sql -> {
            long login = sql.sql(LOGIN).query(Long.class).single();
            return sql.sql(STATEMENTS.formatted(schema))
                    .param("login", login)
                    .param("columnWord", word(column))
                    .param("tableWord", word(name))
                    .query((row, n) -> new Sent(row.getString("text"), row.getLong("calls"), row.getBoolean("ours")))
                    .list();
        });
        String since = "since " + since(schema);
        List<String> others = sent.stream()
                .filter(one -> !one.ours())
                .map(one -> one.calls() + " times: " + one.text())
                .toList();
        if (others.isEmpty() && !sent.isEmpty()) {
            return Readers.untold(
                    "Only this login has named it " + since + ", as its own backfills do: "
                            + sent.getFirst().text(),
                    "Reset the statistics (select pg_stat_statements_reset()) and look again after a day of traffic.");
        }
        return new Readers(others, since, null, "");
    }

    /** Not on servers before 14. */
    private String since(String schema) {
        try {
            return asking.ask(
                    "asking since when there are statistics",
                    sql -> sql.sql(RESET.formatted(schema)).query(String.class).single());
        } catch (Failure failure) {
            return "an unknown time";
        }
    }

    /** The name as a word of its own, whatever stands in it. */
    private static String word(String name) {
        return "(^|\\W)" + name.replaceAll("([^\\p{L}\\p{N}_])", "\\\\$1") + "(\\W|$)";
    }
}
