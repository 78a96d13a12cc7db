package dev.lockkeeper.target.postgres;

import dev.lockkeeper.target.Hazard;
import java.util.List;
import java.util.OptionalLong;

/** Triggers of others: each row that a backfill writes fires them. */
final class Hazards {

    /** Enabled for ordinary sessions, for updates, and neither ours nor a foreign key's. Bit 4 of the type is {@code update}. */
    private static final String TRIGGERS =
            """
            select tgname from pg_trigger
             where tgrelid = :table and not tgisinternal and tgenabled in ('O', 'A') and tgtype & 16 = 16
               and tgname !~ '^zz_lockkeeper_'
             order by tgname
            """;

    private final Asking asking;

    Hazards(Asking asking) {
        this.asking = asking;
    }

    List<Hazard> of(OptionalLong table) {
        if (table.isEmpty()) {
            return List.of();
        }
        List<String> triggers = asking.ask("looking for triggers", sql -> sql.sql(TRIGGERS)
                .param("table", table.getAsLong())
                .query(String.class)
                .list());
        return triggers.stream()
                .map(name -> new Hazard("trigger " + name + " fires for each row that is written", false))
                .toList();
    }
}
