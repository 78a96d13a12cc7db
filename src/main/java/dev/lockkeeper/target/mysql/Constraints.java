package dev.lockkeeper.target.mysql;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The constraints of a table in words, by name. */
final class Constraints {

    private static final String KEYS =
            """
            select concat(c.constraint_name, ' ', c.constraint_type, ' (',
                          group_concat(k.column_name order by k.ordinal_position separator ', '), ')',
                          coalesce(concat(' REFERENCES ', min(k.referenced_table_name), ' (',
                                          group_concat(k.referenced_column_name order by k.ordinal_position separator ', '), ')',
                                          case when min(r.delete_rule) in ('CASCADE', 'SET NULL') then concat(' ON DELETE ', min(r.delete_rule)) else '' end,
                                          case when min(r.update_rule) in ('CASCADE', 'SET NULL') then concat(' ON UPDATE ', min(r.update_rule)) else '' end), ''))
              from information_schema.table_constraints c
              join information_schema.key_column_usage k
                on k.constraint_schema = c.constraint_schema and k.constraint_name = c.constraint_name
               and k.table_schema = c.table_schema and k.table_name = c.table_name
              left join information_schema.referential_constraints r
                on r.constraint_schema = c.constraint_schema and r.constraint_name = c.constraint_name and r.table_name = c.table_name
             where c.table_schema = %s and c.table_name = %s
             group by c.constraint_name, c.constraint_type
            """;

    /** On MariaDB two tables may have a check of the same name. */
    private static final String MARIADB_CHECKS =
            """
            select concat(constraint_name, ' CHECK (', check_clause, ')') from information_schema.check_constraints
             where constraint_schema = %s and table_name = %s
            """;

    private static final String MYSQL_CHECKS =
            """
            select concat(k.constraint_name, ' CHECK (', k.check_clause, ')',
                          case when c.enforced = 'NO' then ' NOT ENFORCED' else '' end)
              from information_schema.check_constraints k
              join information_schema.table_constraints c
                on c.constraint_schema = k.constraint_schema and c.constraint_name = k.constraint_name
             where c.table_schema = %s and c.table_name = %s and c.constraint_type = 'CHECK'
            """;

    private Constraints() {}

    /** @param schema and @param table as literals */
    static List<String> of(Asking asking, String schema, String table) {
        String checks = asking.version().mariadb() ? MARIADB_CHECKS : MYSQL_CHECKS;
        List<String> all = new ArrayList<>(asking.texts("reading constraints", KEYS.formatted(schema, table)));
        all.addAll(asking.texts("reading constraints", checks.formatted(schema, table)));
        all.sort(Comparator.naturalOrder());
        return all;
    }
}
