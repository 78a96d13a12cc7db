package dev.lockkeeper.lint.mysql;

import static dev.lockkeeper.lint.mysql.Example.ASKED;
import static dev.lockkeeper.lint.mysql.Example.IN_PLACE;
import static dev.lockkeeper.lint.mysql.Example.KNOWN;
import static dev.lockkeeper.lint.mysql.Example.MADE;
import static dev.lockkeeper.lint.mysql.Example.of;
import static dev.lockkeeper.lint.mysql.Looked.MARIADB;
import static dev.lockkeeper.lint.mysql.Looked.MYSQL_8_4;
import static dev.lockkeeper.lint.mysql.Looked.mysql;
import static dev.lockkeeper.lint.mysql.Looked.table;

import java.util.List;
import java.util.Map;

/** Drops, whole tables, rows, sessions and style. */
final class OtherExamples {
    private OtherExamples() {}

    static final List<Example> DROPS = List.of(
            of(
                    "ban-drop-column",
                    MYSQL_8_4,
                    "alter table t drop column a" + ASKED,
                    "alter table t add column a int" + ASKED + "alter table t drop column a" + ASKED),
            of("ban-drop-table", MYSQL_8_4, "drop table t;", MADE + "drop table t; drop temporary table x;"),
            of("ban-drop-database", MYSQL_8_4, "drop schema shop;", "drop view v;"),
            of("ban-truncate", MARIADB, "truncate t;", MADE + "truncate table t;"),
            of(
                    "renaming-column",
                    KNOWN,
                    "alter table t rename column a to b" + ASKED,
                    "alter table t modify a int not null" + ASKED),
            of(
                    "renaming-column",
                    MYSQL_8_4,
                    "alter table t change a b int" + ASKED,
                    MADE + "alter table t change id b int;"),
            of("renaming-table", MYSQL_8_4, "rename table t to u;", MADE + "rename table t to u;"),
            of(
                    "renaming-table",
                    MARIADB,
                    "alter table t rename to u;",
                    "alter table t rename index a to b" + IN_PLACE));

    static final List<Example> TABLES = List.of(
            of("optimize-table", MYSQL_8_4, "optimize table t;", "analyze table t;"),
            of(
                    "changing-partitions",
                    MYSQL_8_4,
                    "alter table t partition by hash (id) partitions 4;",
                    "alter table t add partition (partition p values less than (9));"),
            of(
                    "changing-partitions",
                    MARIADB,
                    "alter table t drop partition p;",
                    "alter table t exchange partition p with table u;"),
            of(
                    "changing-engine-or-row-format",
                    MYSQL_8_4,
                    "alter table t row_format=compressed;",
                    "alter table t row_format=compressed" + IN_PLACE),
            of(
                    "changing-engine-or-row-format",
                    MARIADB,
                    "alter table t engine=aria;",
                    "alter table t comment 'x'" + IN_PLACE),
            of(
                    "myisam-engine",
                    MYSQL_8_4,
                    "create table t (id int primary key) engine=MyISAM;",
                    "create table t (id int primary key) engine=InnoDB;"),
            of("lock-tables", MYSQL_8_4, "flush tables with read lock;", "flush tables;"),
            of("lock-tables", MYSQL_8_4, "flush tables t for export;", "flush tables t;"),
            of("lock-tables", MARIADB, "lock tables t write;", MADE + "lock tables t write; unlock tables;"));

    static final List<Example> ROWS = List.of(
            of("delete-or-update-without-where", MYSQL_8_4, "update t set a = 1;", MADE + "update t set id = 1;"),
            of(
                    "delete-or-update-without-where",
                    MARIADB,
                    "delete from t;",
                    "delete from t where id < 10 order by id limit 5;"),
            of(
                    "unbatched-update",
                    MYSQL_8_4,
                    "update t set a = 1 where b is null;",
                    "update t set a = 1 where b is null order by id limit 1000;"),
            of(
                    "unbatched-update",
                    mysql(8, 4, 0, table(2_000_000, Map.of())),
                    "delete t from t join u on u.id = t.id;",
                    MADE + "delete from t where id > 5;"),
            of(
                    "limit-without-order-by",
                    MYSQL_8_4,
                    "delete from t where a = 1 limit 1000;",
                    "delete from t where a = 1 order by id limit 1000;"),
            of(
                    "insert-select-unbatched",
                    MARIADB,
                    "insert into u select * from t;",
                    "insert into u select * from t where id > 5 order by id limit 1000; insert into u values (1);"),
            of(
                    "offset-paging",
                    MYSQL_8_4,
                    "select id from t order by id limit 100 offset 500;",
                    "select id from t where id > 500 order by id limit 100;"),
            of(
                    "skip-locked-moving-cursor",
                    MYSQL_8_4,
                    "select id from t order by id limit 9 for update skip locked;",
                    "select id from t order by id limit 9 for update;"));

    static final List<Example> SESSIONS = List.of(
            of("require-lock-timeout", MYSQL_8_4, "drop table t;", "set lock_wait_timeout = 3; drop table t;"),
            of(
                    "require-lock-timeout",
                    MARIADB,
                    "alter table t add column a int" + ASKED,
                    "alter table t wait 3 add column a int" + ASKED),
            of(
                    "require-lock-timeout",
                    MARIADB,
                    "truncate t;",
                    "set statement lock_wait_timeout=2 for alter table t add column a int" + ASKED),
            of(
                    "implicit-commit-in-transaction",
                    MYSQL_8_4,
                    "begin; update t set a = 1 where id = 1; alter table t add column b int; commit;",
                    "begin; update t set a = 1 where id = 1; commit; alter table t add column b int;"),
            of(
                    "implicit-commit-in-transaction",
                    MARIADB,
                    "start transaction; create table x (id int primary key);",
                    "begin; create temporary table x (a int); commit;"),
            of(
                    "setting-global-variable",
                    MYSQL_8_4,
                    "set @@global.max_connections = 5;",
                    "set session max_join_size = 5;"),
            of("skipping-binary-log", MARIADB, "set sql_log_bin = OFF;", "set sql_log_bin = 1;"));

    static final List<Example> STYLE = List.of(
            of(
                    "prefer-bigint-over-int",
                    MYSQL_8_4,
                    "create table t (id int unsigned auto_increment primary key);",
                    "create table t (id bigint auto_increment primary key);"),
            of(
                    "prefer-decimal-over-float",
                    MYSQL_8_4,
                    "create table t (id int primary key, a float);",
                    "create table t (id int primary key, a decimal(10,2));"),
            of(
                    "prefer-datetime-over-timestamp",
                    MARIADB,
                    "alter table t add column a timestamp null" + ASKED,
                    "alter table t add column a datetime" + ASKED),
            of(
                    "prefer-utf8mb4",
                    MYSQL_8_4,
                    "create table t (id int primary key) default charset=utf8;",
                    "create table t (id int primary key) default charset=utf8mb4;"));
}
