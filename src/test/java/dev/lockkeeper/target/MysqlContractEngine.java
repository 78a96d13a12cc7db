package dev.lockkeeper.target;

import dev.lockkeeper.target.mysql.MysqlDialect;
import dev.lockkeeper.testing.Databases.Database;
import java.util.List;
import java.util.function.Function;

/** MySQL's and MariaDB's own words for the contract. */
final class MysqlContractEngine implements ContractEngine {

    private static final String SCHEMA =
            """
            select group_concat(line order by line separator '\\n') from (
              select concat('column ', table_name, '.', column_name, ' ', column_type, ' ', is_nullable, ' ', coalesce(column_default, '')) as line
                from information_schema.columns where table_schema = database() and table_name not like 'lockkeeper%'
              union all select concat('index ', table_name, ' ', index_name, ' ', seq_in_index, ' ', coalesce(column_name, ''), ' ', non_unique)
                from information_schema.statistics where table_schema = database() and table_name not like 'lockkeeper%'
              union all select concat('constraint ', table_name, ' ', constraint_name, ' ', constraint_type)
                from information_schema.table_constraints where table_schema = database() and table_name not like 'lockkeeper%'
              union all select concat('trigger ', event_object_table, ' ', trigger_name, ' ', md5(action_statement))
                from information_schema.triggers where trigger_schema = database()) as lines_
            """;

    private final Dialect dialect = new MysqlDialect();
    private final Function<String, Database> databases;

    /** @param databases a fresh one by its prefix */
    MysqlContractEngine(Function<String, Database> databases) {
        this.databases = databases;
    }

    @Override
    public Dialect dialect() {
        return dialect;
    }

    @Override
    public Database fresh(String prefix) {
        return databases.apply(prefix);
    }

    @Override
    public String quote(String name) {
        return "`" + name + "`";
    }

    /** To the letter: for most collations upper and lower case are the same. */
    @Override
    public String distinct(String one, String other) {
        return "not (cast(" + one + " as binary) <=> cast(" + other + " as binary))";
    }

    @Override
    public int longestName() {
        // Of the servers' 64 a plan's names have 63.
        return 63;
    }

    @Override
    public List<KeyShape> keys() {
        return List.of(
                KeyShape.of("unsigned", "bigint unsigned", i -> "18446744073709551615 - " + i * 3L),
                KeyShape.of("binary", "binary(16)", i -> "unhex(md5('" + i + "'))"),
                KeyShape.of("binary of any length", "varbinary(20)", i -> "concat(0x00ff5c27, '" + i + "')"),
                KeyShape.of(
                        "datetime to the microsecond",
                        "datetime(6)",
                        i -> "'2024-03-31 02:30:00.000001' + interval " + i * 37 + " second"),
                KeyShape.of(
                        "timestamp", "timestamp(3)", i -> "'2024-03-30 00:00:00.125' + interval " + i * 61 + " minute"),
                KeyShape.of(
                        "text in byte order",
                        "varchar(40) collate utf8mb4_bin",
                        i -> "'" + (char) ('A' + i % 50) + i + "é'"),
                KeyShape.of(
                        "text in a general order",
                        "varchar(40) collate utf8mb4_general_ci",
                        i -> "'" + (i % 3 == 0 ? "a" : i % 3 == 1 ? "B" : "ä") + i + "'"),
                KeyShape.of(
                        "text in the order of Unicode",
                        "varchar(40) collate utf8mb4_unicode_ci",
                        i -> "'" + (i % 3 == 0 ? "a" : i % 3 == 1 ? "B" : "ä") + i + "'"),
                KeyShape.of("latin1", "varchar(40) character set latin1", i -> "'ä" + i + "'"),
                KeyShape.of("floating point", "double", i -> i + " / 3e0").mayBeRefused(true),
                KeyShape.several(
                        "binary and datetime",
                        "a binary(4), b datetime(6)",
                        List.of("a", "b"),
                        i -> List.of(
                                "unhex(lpad(hex(" + i % 9 + "), 8, '0'))",
                                "'2024-01-01' + interval " + i + " second")));
    }

    @Override
    public List<TypePair> types() {
        return List.of(
                new TypePair(
                        "rounding",
                        "decimal(14,6)",
                        "decimal(10,4)",
                        "round(v / 3, 4)",
                        List.of("1", "-2.5", "null", "100.123456")),
                new TypePair("padding", "varchar(8)", "char(8)", "v", List.of("'a'", "null", "'12345678'")),
                new TypePair(
                        "to the second",
                        "datetime(6)",
                        "datetime",
                        "v",
                        List.of("'2024-01-01 10:00:00.6'", "null", "'1999-12-31 23:59:59.5'")),
                new TypePair(
                        "to a timestamp",
                        "datetime(3)",
                        "timestamp(3)",
                        "v",
                        List.of("'2024-01-01 10:00:00.125'", "null")),
                new TypePair("to a float", "double", "float", "v / 7", List.of("1", "0.1", "-1e10", "null")),
                new TypePair(
                        "to a whole number",
                        "decimal(12,2)",
                        "int",
                        "round(v * 1.5)",
                        List.of("1", "3", "-1", "null", "100000")),
                new TypePair("unsigned", "bigint", "bigint unsigned", "v", List.of("0", "9223372036854775807", "null")),
                new TypePair(
                        "json", "varchar(40)", "json", "json_object('v', v)", List.of("'a \\\\ \"b\"'", "null", "'é'")),
                new TypePair(
                        "binary to varbinary",
                        "binary(6)",
                        "varbinary(6)",
                        "v",
                        List.of("0x010203", "null", "0x00ff5c27")),
                new TypePair("true and false", "varchar(10)", "boolean", "v like 'a%'", List.of("'a'", "'b'", "null")),
                new TypePair("bits", "int", "bit(8)", "v & 255", List.of("1", "255", "null")),
                new TypePair(
                        "another character set",
                        "varchar(20) character set latin1",
                        "varchar(20) character set utf8mb4",
                        "v",
                        List.of("'ä'", "null", "'x'")),
                new TypePair(
                        "letters that a collation takes for equal",
                        "varchar(20)",
                        "varchar(20)",
                        "lower(v)",
                        List.of("'ABC'", "'abc'", "null")),
                new TypePair("an enumeration", "varchar(10)", "enum('a','b')", "v", List.of("'a'", "'b'", "null")),
                new TypePair("a date", "datetime(6)", "date", "date(v)", List.of("'2024-01-01 23:59:59.999'", "null")));
    }

    @Override
    public List<String> partitioned() {
        return List.of(
                "create table parted (id bigint primary key, n int not null default 0) partition by range (id) ("
                        + "partition a values less than (1000), partition b values less than (2000), partition c values less than maxvalue)");
    }

    @Override
    public boolean walksWithoutKey() {
        return false;
    }

    @Override
    public boolean cascadesFireTriggers() {
        return false;
    }

    @Override
    public boolean addsChecks() {
        return false;
    }

    @Override
    public void dropTriggers(Database database, String table) {
        String name =
                database.ask("select trigger_name from information_schema.triggers where trigger_schema = database()"
                        + " and event_object_table = '" + table + "' order by trigger_name desc limit 1");
        database.run("drop trigger `" + name + "`");
    }

    @Override
    public String schema(Database database) {
        return database.ask(SCHEMA);
    }

    /** Row locks and metadata locks. */
    @Override
    public String waiting() {
        return "select (select count(*) from information_schema.innodb_trx where trx_state = 'LOCK WAIT')"
                + " + (select count(*) from information_schema.processlist where state like 'Waiting for table metadata%')";
    }

    @Override
    public String ownSession() {
        return "select connection_id()";
    }
}
