package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.sql.Act;
import java.util.List;
import java.util.stream.Collectors;

/** The question that a unique index asks at the end of its build, asked before it. */
final class Duplicates {

    /** How many there are to look at first. */
    private static final String SOME = " limit 10";

    private Duplicates() {}

    /** Some of the values that are there more than once. */
    static String query(Site site, List<String> columns) {
        return "select " + Names.list(columns) + ", count(*)" + groups(site, columns) + SOME;
    }

    /** How many of them there are, as one number. */
    static String count(Site site, List<String> columns) {
        return "select count(*) from (select" + groups(site, columns) + ") as twice";
    }

    /** Nulls are not equal to each other. */
    private static String groups(Site site, List<String> columns) {
        String present = columns.stream()
                .map(column -> Names.sql(column) + " is not null")
                .collect(Collectors.joining(" and "));
        return " from " + site.sql() + " where " + present + " group by " + Names.list(columns)
                + " having count(*) > 1";
    }

    /** Whether the migration has read the table before: then somebody has looked. */
    static boolean asked(Site site) {
        return site.in().before().stream()
                .anyMatch(before -> before.act() instanceof Act.Select select
                        && select.reads().tables().contains(site.table()));
    }
}
