package dev.lockkeeper.target;

import dev.lockkeeper.target.postgres.PostgresDialect;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import java.util.List;

/** PostgreSQL's own words for the contract. */
final class PostgresContractEngine implements ContractEngine {

    private static final String SCHEMA =
            """
            select string_agg(line, E'\\n' order by line) from (
              select 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' '
                     || coalesce(column_default, '') as line
                from information_schema.columns where table_schema = 'public'
              union all select 'index ' || indexdef from pg_indexes where schemaname = 'public'
              union all select 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
                from pg_constraint where connamespace = 'public'::regnamespace
              union all select 'trigger ' || pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
              union all select 'function ' || proname from pg_proc where pronamespace in (
                  select oid from pg_namespace where nspname in ('public', 'lockkeeper'))) as lines
            """;

    private final Dialect dialect = new PostgresDialect();

    @Override
    public Dialect dialect() {
        return dialect;
    }

    @Override
    public Database fresh(String prefix) {
        return Databases.fresh(prefix);
    }

    @Override
    public String quote(String name) {
        return "\"" + name + "\"";
    }

    @Override
    public String distinct(String one, String other) {
        return one + " is distinct from " + other;
    }

    @Override
    public int longestName() {
        return 63;
    }

    @Override
    public List<KeyShape> keys() {
        return List.of(
                KeyShape.of("uuid", "uuid", i -> "md5('" + i + "')::uuid"),
                KeyShape.of("text in byte order", "text collate \"C\"", i -> "'" + (char) ('A' + i % 50) + i + "é'"),
                KeyShape.of(
                        "text in the order of a language",
                        "text collate \"und-x-icu\"",
                        i -> "'" + (i % 3 == 0 ? "a" : i % 3 == 1 ? "A" : "ä") + i + "'"),
                KeyShape.of("text with backslashes", "text", i -> "'\\" + i + "\\n'''"),
                KeyShape.of(
                        "moments to the microsecond",
                        "timestamptz",
                        i -> "timestamptz '2024-03-31 00:30:00+00' + interval '1 second' * " + i * 37
                                + " + interval '1 microsecond' * " + i),
                KeyShape.of(
                        "moments without a zone",
                        "timestamp",
                        i -> "timestamp '0044-03-15 BC' + interval '1 day' * " + i),
                KeyShape.of("numbers of any scale", "numeric", i -> i + "." + i),
                KeyShape.of("floating point", "float8", i -> i + "::float8 / 3"),
                KeyShape.of("bytes", "bytea", i -> "decode(md5('" + i + "'), 'hex')"),
                KeyShape.of("addresses", "inet", i -> "inet '10.0.0.0' + " + i * 300),
                KeyShape.several(
                        "uuid and moment",
                        "a uuid, b timestamptz",
                        List.of("a", "b"),
                        i -> List.of("md5('" + i % 9 + "')::uuid", "to_timestamp(" + i + ".25)")));
    }

    @Override
    public List<TypePair> types() {
        return List.of(
                new TypePair(
                        "rounding",
                        "numeric(14,6)",
                        "numeric(10,4)",
                        "v / 3",
                        List.of("1", "-2.5", "null", "100.123456")),
                new TypePair("padding", "varchar(8)", "char(8)", "v", List.of("'a'", "'a  '", "null", "'12345678'")),
                new TypePair(
                        "to the second",
                        "timestamp(6)",
                        "timestamp(0)",
                        "v",
                        List.of("'2024-01-01 10:00:00.6'", "null", "'1999-12-31 23:59:59.5'")),
                new TypePair(
                        "with a zone",
                        "timestamp",
                        "timestamptz",
                        "v at time zone 'Europe/Berlin'",
                        List.of("'2024-03-31 02:30:00'", "null", "'2024-10-27 02:30:00.123456'")),
                new TypePair(
                        "to a float", "float8", "real", "v / 7", List.of("1", "0.1", "'NaN'", "'-Infinity'", "null")),
                new TypePair(
                        "to a whole number",
                        "numeric",
                        "integer",
                        "v * 1.5",
                        List.of("1", "3", "-1", "null", "100000")),
                new TypePair(
                        "jsonb",
                        "text",
                        "jsonb",
                        "jsonb_build_object('v', v, 'n', 1.50)",
                        List.of("'a \\\\ \"b\"'", "null", "'é'")),
                new TypePair("bytes", "text", "bytea", "convert_to(v, 'UTF8')", List.of("'a'", "null", "'€ 日本'")),
                new TypePair("true and false", "text", "boolean", "v like 'a%'", List.of("'a'", "'b'", "null")),
                new TypePair("bits", "int", "bit(8)", "v::bit(8)", List.of("1", "255", "null")),
                new TypePair("uuid", "text", "uuid", "md5(v)::uuid", List.of("'a'", "'b'", "null")),
                new TypePair("a span", "int", "interval", "v * interval '1 month'", List.of("1", "-30", "null")),
                new TypePair(
                        "a list", "text", "text[]", "string_to_array(v, ',')", List.of("'a,b'", "''", "null", "'x'")),
                new TypePair(
                        "a date",
                        "timestamptz",
                        "date",
                        "(v at time zone 'UTC')::date",
                        List.of("'2024-01-01 23:59:59.999+00'", "null", "'2000-02-29 12:00+00'")),
                new TypePair("an address", "text", "inet", "v::inet", List.of("'10.0.0.1'", "'::1'", "null")),
                new TypePair("a range", "int", "int4range", "int4range(v, v + 5)", List.of("1", "null", "-7")));
    }

    @Override
    public List<String> partitioned() {
        return List.of(
                "create table parted (id bigint primary key, n int not null default 0) partition by range (id)",
                "create table parted_1 partition of parted for values from (minvalue) to (1000)",
                "create table parted_2 partition of parted for values from (1000) to (2000) partition by range (id)",
                "create table parted_2a partition of parted_2 for values from (1000) to (1500)",
                "create table parted_2b partition of parted_2 default",
                "create table parted_3 partition of parted default");
    }

    @Override
    public boolean walksWithoutKey() {
        return true;
    }

    @Override
    public boolean cascadesFireTriggers() {
        return true;
    }

    @Override
    public boolean addsChecks() {
        return true;
    }

    @Override
    public void dropTriggers(Database database, String table) {
        String name = database.ask("select tgname from pg_trigger where not tgisinternal and tgrelid = '" + table
                + "'::regclass order by tgname limit 1");
        database.run("drop trigger \"" + name + "\" on " + table);
    }

    @Override
    public String schema(Database database) {
        return database.ask(SCHEMA);
    }

    @Override
    public String waiting() {
        return "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    }

    @Override
    public String ownSession() {
        return "select pg_backend_pid()";
    }
}
