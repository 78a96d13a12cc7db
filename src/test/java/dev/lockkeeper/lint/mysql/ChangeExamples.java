package dev.lockkeeper.lint.mysql;

import static dev.lockkeeper.lint.mysql.Example.ASKED;
import static dev.lockkeeper.lint.mysql.Example.IN_PLACE;
import static dev.lockkeeper.lint.mysql.Example.KNOWN;
import static dev.lockkeeper.lint.mysql.Example.MADE;
import static dev.lockkeeper.lint.mysql.Example.MARIA;
import static dev.lockkeeper.lint.mysql.Example.of;
import static dev.lockkeeper.lint.mysql.Looked.MARIADB;
import static dev.lockkeeper.lint.mysql.Looked.MYSQL_8_0;
import static dev.lockkeeper.lint.mysql.Looked.MYSQL_8_4;

import dev.lockkeeper.lint.Facts;
import java.util.List;

/** Changes of tables. */
final class ChangeExamples {
    private ChangeExamples() {}

    static final List<Example> ALGORITHMS = List.of(
            of(
                    "require-algorithm-and-lock",
                    MYSQL_8_4,
                    "alter table t add column a int;",
                    "alter table t add column a int" + ASKED),
            of(
                    "require-algorithm-and-lock",
                    MARIADB,
                    "create index i on t (a);",
                    "create index i on t (a) algorithm=nocopy lock=none;"),
            of(
                    "require-algorithm-and-lock",
                    MYSQL_8_4,
                    "drop index i on t algorithm=inplace;",
                    "drop index i on t algorithm=inplace lock=none;"),
            of(
                    "require-algorithm-and-lock",
                    MYSQL_8_0,
                    "alter table t drop column a;",
                    MADE + "alter table t drop column a;"),
            of(
                    "require-algorithm-and-lock",
                    MARIADB,
                    "alter table t add index (a), algorithm=default;",
                    "alter online table t add index (a), algorithm=nocopy;"),
            of(
                    "copy-algorithm",
                    MYSQL_8_4,
                    "alter table t add index i (a), algorithm=copy;",
                    "alter table t add index i (a)" + IN_PLACE),
            of(
                    "copy-algorithm",
                    MARIADB,
                    "alter table t add column a int, algorithm=copy, lock=shared;",
                    "alter table t convert to character set utf8mb4, algorithm=copy;"),
            of(
                    "lock-shared-or-exclusive",
                    MYSQL_8_4,
                    "alter table t add index i (a), algorithm=inplace, lock=shared;",
                    "alter table t add fulltext index (a), algorithm=inplace, lock=shared;"),
            of(
                    "lock-shared-or-exclusive",
                    MARIADB,
                    "create index i on t (a) lock=exclusive;",
                    "create index i on t (a) lock=none;"),
            of(
                    "several-alters-of-one-table",
                    MYSQL_8_4,
                    "alter table t add index (a)" + IN_PLACE + "alter table t add index (b)" + IN_PLACE,
                    "alter table t add index (a)" + IN_PLACE + "alter table u add index (b)" + IN_PLACE
                            + "alter table t add column c int" + ASKED),
            of(
                    "column-position",
                    MYSQL_8_0,
                    "alter table t add column a int first;",
                    "alter table t add column a int;"));

    static final List<Example> COLUMNS = List.of(
            of(
                    "adding-required-field",
                    MYSQL_8_4,
                    "alter table t add column a int not null" + ASKED,
                    "alter table t add column a int not null default 0" + ASKED),
            of(
                    "adding-required-field",
                    MARIADB,
                    "alter table t add column (a int not null, b int)" + ASKED,
                    "alter table t add column a int" + ASKED),
            of(
                    "adding-field-with-default",
                    MYSQL_8_4,
                    "alter table t add column a varchar(36) default (uuid());",
                    "alter table t add column a datetime default now()" + ASKED),
            of(
                    "adding-field-with-default",
                    MARIADB,
                    "alter table t add column a varchar(36) default uuid();",
                    "alter table t add column a int default 5" + ASKED),
            of(
                    "adding-auto-incrementing-field",
                    MYSQL_8_4,
                    "alter table t add column a int auto_increment unique;",
                    "alter table t add column a int" + ASKED),
            of(
                    "adding-stored-generated-column",
                    MYSQL_8_4,
                    "alter table t add column g int as (a + 1) stored;",
                    "alter table t add column g int as (a + 1) virtual" + ASKED),
            of(
                    "adding-stored-generated-column",
                    MARIADB,
                    "alter table t add column g int as (a + 1) persistent;",
                    MADE + "alter table t add column g int as (id) persistent;"),
            of(
                    "adding-not-nullable-field",
                    KNOWN,
                    "alter table t modify n bigint not null" + IN_PLACE,
                    "alter table t modify a int not null" + IN_PLACE));

    static final List<Example> TYPES = List.of(
            of(
                    "changing-column-type",
                    KNOWN,
                    "alter table t modify a bigint not null;",
                    "alter table t modify a integer not null comment 'x'" + ASKED),
            of(
                    "changing-column-type",
                    MARIA,
                    "alter table t change v v varchar(10);",
                    "alter table t change v v varchar(40)" + ASKED),
            of(
                    "changing-column-type",
                    KNOWN,
                    "alter table t modify v varchar(200);",
                    "alter table t modify v varchar(60)" + IN_PLACE),
            of(
                    "changing-column-type",
                    Facts.NONE,
                    "alter table t modify v text;",
                    "alter table t modify v text" + IN_PLACE),
            of(
                    "changing-character-set",
                    MYSQL_8_4,
                    "alter table t convert to character set utf8mb4;",
                    "alter table t default character set utf8mb4" + IN_PLACE),
            of(
                    "changing-character-set",
                    MARIA,
                    "alter table t modify v varchar(20) character set latin1;",
                    "alter table t modify v varchar(20)" + ASKED),
            of(
                    "enum-value-removed",
                    KNOWN,
                    "alter table t modify e enum('a','c');",
                    "alter table t modify e enum('a','b','c','d')" + ASKED),
            of(
                    "enum-value-reordered",
                    MARIA,
                    "alter table t modify e enum('a','c','b');",
                    "alter table t modify e enum('a','b','c')" + ASKED),
            of(
                    "enum-value-inserted",
                    KNOWN,
                    "alter table t modify e enum('a','x','b','c');",
                    "alter table t modify e enum('a','b','c','x')" + ASKED),
            of(
                    "enum-size-crossing",
                    KNOWN,
                    "alter table t modify s set('1','2','3','4','5','6','7','8','9');",
                    "alter table t modify e enum('a','b','c','9')" + ASKED));

    static final List<Example> KEYS = List.of(
            of(
                    "adding-primary-key-constraint",
                    MYSQL_8_4,
                    "alter table t add primary key (id);",
                    "alter table t add primary key (id)" + IN_PLACE),
            of(
                    "dropping-primary-key",
                    MARIADB,
                    "alter table t drop primary key;",
                    "alter table t drop primary key, add primary key (id, a)" + IN_PLACE),
            of(
                    "adding-foreign-key-constraint",
                    MYSQL_8_4,
                    "alter table t add constraint f foreign key (a) references o (id);",
                    "set foreign_key_checks = 0; alter table t add constraint f foreign key (a) references o (id)"
                            + IN_PLACE),
            of(
                    "adding-foreign-key-constraint",
                    MARIADB,
                    "alter table t add column a int references o (id);",
                    "create table t (a int primary key, foreign key (a) references o (id));"),
            of(
                    "adding-check-constraint",
                    MYSQL_8_4,
                    "alter table t add constraint c check (a > 0);",
                    "alter table t add constraint c check (a > 0) not enforced" + IN_PLACE),
            of(
                    "table-without-primary-key",
                    MYSQL_8_4,
                    "create table t (a int);",
                    "create table t (a int not null, unique (a)); create table u like t; create temporary table x (a int);"),
            of(
                    "ignored-inline-reference",
                    MYSQL_8_4,
                    "create table t (id int primary key, a int references o (id));",
                    "create table t (id int primary key, a int, foreign key (a) references o (id));"),
            of(
                    "adding-fulltext-or-spatial-index",
                    MYSQL_8_4,
                    "create fulltext index f on t (a);",
                    "create index f on t (a) algorithm=inplace lock=none;"),
            of(
                    "adding-fulltext-or-spatial-index",
                    MARIADB,
                    "alter table t add spatial index (g);",
                    MADE + "alter table t add fulltext index (g);"),
            of(
                    "adding-unique-index",
                    MYSQL_8_4,
                    "create unique index u on t (a, b) algorithm=inplace lock=none;",
                    "create index u on t (a) algorithm=inplace lock=none;"),
            of(
                    "drop-index-without-invisible",
                    MYSQL_8_4,
                    "alter table t drop index i" + IN_PLACE,
                    "alter table t alter index i invisible" + IN_PLACE
                            + "drop index i on t algorithm=inplace lock=none;"),
            of(
                    "drop-index-without-invisible",
                    MARIADB,
                    "drop index i on t algorithm=inplace lock=none;",
                    "alter table t alter index i ignored" + IN_PLACE + "alter table t drop index i" + IN_PLACE));
}
