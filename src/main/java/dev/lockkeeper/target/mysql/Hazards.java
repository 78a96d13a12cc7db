package dev.lockkeeper.target.mysql;

import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.target.Hazard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a backfill sets off on a table, what gets past its triggers, and what would part its rows from the ledger. */
final class Hazards {

    private static final String ENGINE =
            "select engine from information_schema.tables where table_schema = %s and table_name = %s";

    /** Under read committed InnoDB refuses to write when statements are logged instead of rows. */
    private static final String STATEMENTS_LOGGED = "select @@log_bin = 1 and @@global.binlog_format = 'STATEMENT'";

    private static final String CASCADES =
            """
            select concat(constraint_name, case when update_rule in ('CASCADE', 'SET NULL') then concat(', on update ', lower(update_rule)) else '' end,
                          case when delete_rule = 'SET NULL' then ', on delete set null' else '' end)
              from information_schema.referential_constraints
             where constraint_schema = %s and table_name = %s
               and (update_rule in ('CASCADE', 'SET NULL') or delete_rule = 'SET NULL')
             order by constraint_name
            """;

    private static final String TRIGGERS =
            """
            select trigger_name from information_schema.triggers
             where event_object_schema = %s and event_object_table = %s and event_manipulation = 'UPDATE'
               and action_statement not like '%%lockkeeper%%'
             order by trigger_name
            """;

    private static final String GENERATED =
            """
            select column_name from information_schema.columns
             where table_schema = %s and table_name = %s and generation_expression <> '' order by ordinal_position
            """;

    private static final String DOING = "looking for what is dangerous";

    private final Asking asking;
    private final List<Hazard> found = new ArrayList<>();

    Hazards(Asking asking) {
        this.asking = asking;
    }

    /** @param table as the catalog has it */
    List<Hazard> of(Optional<TableName> table) {
        table.filter(name -> name.schema() != null)
                .ifPresent(name -> look(
                        Quoting.literal(String.valueOf(name.schema())),
                        Quoting.literal(name.name().text())));
        return List.copyOf(found);
    }

    private void look(String schema, String table) {
        String engine = asking.first(DOING, ENGINE.formatted(schema, table)).orElse("no engine");
        if (!engine.equalsIgnoreCase("InnoDB")) {
            found.add(new Hazard(
                    "its engine is " + engine + ", not InnoDB, so that its rows cannot commit together with the ledger",
                    true));
        }
        if (asking.first(DOING, STATEMENTS_LOGGED).filter("1"::equals).isPresent()) {
            found.add(new Hazard(
                    "binlog_format is STATEMENT, with which nothing can be written under read committed", true));
        }
        each(CASCADES, schema, table, "foreign key %s changes rows without firing triggers: a sync does not see it");
        each(TRIGGERS, schema, table, "trigger %s fires for each row that is written");
        each(GENERATED, schema, table, "column %s is generated: some changes of the table cannot be made in place");
    }

    private void each(String query, String schema, String table, String words) {
        asking.texts(DOING, query.formatted(schema, table))
                .forEach(name -> found.add(new Hazard(words.replace("%s", name), false)));
    }
}
