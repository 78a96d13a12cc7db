package dev.lockkeeper.target.postgres;

import dev.lockkeeper.target.Hazard;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What each row that a backfill writes sets off: triggers of others, cascades, generated columns, rules. */
final class Hazards {

    /** Enabled for ordinary sessions, for updates, and neither ours nor a foreign key's. Bit 4 of the type is {@code update}. */
    private static final String TRIGGERS =
            """
            select tgname from pg_trigger
             where tgrelid = :table and not tgisinternal and tgenabled in ('O', 'A') and tgtype & 16 = 16
               and tgname !~ '^zz_lockkeeper_'
             order by tgname
            """;

    private static final String CASCADES =
            """
            select conname || ' of ' || conrelid::regclass from pg_constraint
             where confrelid = :table and contype = 'f' and confupdtype in ('c', 'n', 'd') order by 1
            """;

    private static final String GENERATED =
            "select attname from pg_attribute where attrelid = :table and attgenerated = 's' and not attisdropped order by attnum";

    /** Of 1, 2, 3 and 4: select, update, insert, delete. */
    private static final String RULES =
            "select rulename from pg_rewrite where ev_class = :table and ev_type in ('2', '3') order by rulename";

    private final Asking asking;

    Hazards(Asking asking) {
        this.asking = asking;
    }

    List<Hazard> of(OptionalLong table) {
        if (table.isEmpty()) {
            return List.of();
        }
        List<Hazard> found = new ArrayList<>();
        each(found, TRIGGERS, table.getAsLong(), "trigger %s fires for each row that is written");
        each(found, CASCADES, table.getAsLong(), "foreign key %s changes rows there when a key is updated here");
        each(
                found,
                GENERATED,
                table.getAsLong(),
                "column %s is generated, and computed anew for each row that is written");
        each(found, RULES, table.getAsLong(), "rule %s rewrites what is written");
        return found;
    }

    private void each(List<Hazard> found, String query, long table, String words) {
        asking.ask("looking for what a write sets off", sql -> sql.sql(query)
                        .param("table", table)
                        .query(String.class)
                        .list())
                .forEach(name -> found.add(new Hazard(words.replace("%s", name), false)));
    }
}
