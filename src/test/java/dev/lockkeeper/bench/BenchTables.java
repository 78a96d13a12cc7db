package dev.lockkeeper.bench;

import java.util.Locale;

/** The tables that are measured, and the work on them: two columns computed from one. */
final class BenchTables {

    static final String FIRST = "split_part(name, ' ', 1)";
    static final String LAST = "split_part(name, ' ', 2)";
    static final String SET = "{first_name: \"" + FIRST + "\", last_name: \"" + LAST + "\"}";
    static final String UPDATE = "update people set first_name = " + FIRST + ", last_name = " + LAST;
    static final String DIFFERS = "(first_name, last_name) is distinct from (" + FIRST + ", " + LAST + ")";

    private static final String COLUMNS =
            "name text not null, email text not null, first_name varchar(100), last_name varchar(100)";
    private static final String VALUES = "'First' || i || ' Last' || i, 'user' || i || '@example.com'";

    private BenchTables() {}

    /** By the kind of key. */
    enum Key {
        DENSE("id bigint primary key", "id", "i"),
        SPARSE("id bigint primary key", "id", "i::bigint * 300000 + i % 1000"),
        UUID("id uuid primary key", "id", "gen_random_uuid()"),
        COMPOSITE("tenant int, id bigint, primary key (tenant, id)", "tenant, id", "i % 100, i");

        private final String column;
        private final String names;
        private final String values;

        Key(String column, String names, String values) {
            this.column = column;
            this.names = names;
            this.values = values;
        }
    }

    static String narrow(BenchTarget target, int rows) {
        return keyed(target, Key.DENSE, rows);
    }

    static String keyed(BenchTarget target, Key key, int rows) {
        String name = key.name().toLowerCase(Locale.ROOT) + "_" + rows;
        target.template(
                name,
                "create table people (" + key.column + ", " + COLUMNS + ")",
                "insert into people (" + key.names + ", name, email) select " + key.values + ", " + VALUES
                        + " from generate_series(1, " + rows + ") i");
        return name;
    }

    /** A kilobyte more in each row, in the row itself. */
    static String wide(BenchTarget target, int rows) {
        String name = "wide_" + rows;
        target.template(
                name,
                "create table people (id bigint primary key, " + COLUMNS + ", rest text)",
                "insert into people (id, name, email, rest) select i, " + VALUES
                        + ", repeat(md5(i::text), 30) from generate_series(1, " + rows + ") i");
        return name;
    }

    /** The same with both columns right already, to be compared. */
    static String filled(BenchTarget target, int rows) {
        String name = "filled_" + rows;
        target.template(
                name,
                "create table people (id bigint primary key, " + COLUMNS + ")",
                "insert into people (id, name, email, first_name, last_name) select i, " + VALUES
                        + ", 'First' || i, 'Last' || i from generate_series(1, " + rows + ") i");
        return name;
    }
}
