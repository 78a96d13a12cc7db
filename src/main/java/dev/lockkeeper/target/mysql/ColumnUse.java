package dev.lockkeeper.target.mysql;

import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.target.Dependent;
import dev.lockkeeper.target.Readers;
import dev.lockkeeper.target.mysql.Tokens.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who needs a column: what the servers know of it, texts of views, triggers and routines, and statements that were sent. */
final class ColumnUse {

    private static final String INDEXES =
            "select distinct concat('index ', index_name) from information_schema.statistics where table_schema = %1$s and table_name = %2$s and column_name = %3$s";
    private static final String FOREIGN_KEYS =
            """
            select concat('foreign key ', constraint_name, ' of ', table_schema, '.', table_name) from information_schema.key_column_usage
             where referenced_table_name is not null
               and (table_schema = %1$s and table_name = %2$s and column_name = %3$s
                    or referenced_table_schema = %1$s and referenced_table_name = %2$s and referenced_column_name = %3$s)
            """;
    private static final String GENERATED =
            """
            select concat('generated column ', column_name), generation_expression from information_schema.columns
             where table_schema = %1$s and table_name = %2$s and generation_expression <> ''
            """;
    private static final String TRIGGERS =
            """
            select concat('trigger ', trigger_name), action_statement from information_schema.triggers
             where event_object_schema = %1$s and event_object_table = %2$s and action_statement not like '%%lockkeeper%%'
            """;
    private static final String VIEWS =
            """
            select concat('view ', table_schema, '.', table_name), view_definition from information_schema.views
             where instr(view_definition, %s) > 0
            """;
    private static final String ROUTINES =
            """
            select concat(lower(routine_type), ' ', routine_schema, '.', routine_name), routine_definition from information_schema.routines
             where routine_schema = %1$s and routine_definition is not null and instr(routine_definition, %2$s) > 0
            """;
    private static final String SCHEMA_IS_ON = "select @@performance_schema";
    private static final String DIGESTS =
            """
            select left(digest_text, 200) as text, count_star as calls, last_seen as last
              from performance_schema.events_statements_summary_by_digest
             where schema_name = %s and instr(digest_text, %s) > 0 and instr(digest_text, %s) > 0 and instr(digest_text, 'lockkeeper') = 0
             order by last_seen desc limit 50
            """;
    private static final String DOING = "looking for what needs a column";
    private static final int SHOWN = 5;

    private record Text(String words, String sql) {}

    private final Asking asking;

    ColumnUse(Asking asking) {
        this.asking = asking;
    }

    /** @param table as the catalog has it */
    List<Dependent> dependents(TableName table, String column) {
        String schema = Quoting.literal(String.valueOf(table.schema()));
        String name = Quoting.literal(table.name().text());
        List<Dependent> found = new ArrayList<>();
        asking.texts(DOING, FOREIGN_KEYS.formatted(schema, name, Quoting.literal(column)))
                .forEach(words -> found.add(new Dependent(words, true)));
        asking.texts(DOING, INDEXES.formatted(schema, name, Quoting.literal(column)))
                .forEach(words -> found.add(new Dependent(words, false)));
        naming(found, GENERATED.formatted(schema, name), column);
        naming(found, TRIGGERS.formatted(schema, name), column);
        naming(found, VIEWS.formatted(Quoting.literal(Quoting.name(table))), column);
        naming(found, ROUTINES.formatted(schema, name), column);
        return found;
    }

    private void naming(List<Dependent> found, String query, String column) {
        asking.list(DOING, query, row -> new Text(row.getString(1), row.getString(2))).stream()
                .filter(text -> names(text.sql(), column))
                .forEach(text -> found.add(new Dependent(text.words(), true)));
    }

    private static boolean names(String sql, String column) {
        String wanted = Names.lower(column);
        return Tokens.of(sql).stream()
                .anyMatch(token -> (token.kind() == Kind.NAME || token.kind() == Kind.WORD)
                        && Names.lower(token.named()).equals(wanted));
    }

    private record Sent(String text, String words) {}

    /** Of every login: these statistics do not say whose a statement was. */
    Readers readers(TableName table, String column) {
        String advice = "Start the server with performance_schema=on, and let a day of traffic pass.";
        if (asking.first(DOING, SCHEMA_IS_ON).filter("1"::equals).isEmpty()) {
            return Readers.untold("This server keeps no statistics of statements (performance_schema is off).", advice);
        }
        String query = DIGESTS.formatted(
                Quoting.literal(String.valueOf(table.schema())),
                Quoting.literal(column),
                Quoting.literal(table.name().text()));
        Optional<List<Sent>> sent = asking.listIfAllowed(
                DOING,
                query,
                row -> new Sent(
                        row.getString("text"),
                        row.getLong("calls") + " times, last at " + row.getString("last") + ": "
                                + row.getString("text")));
        if (sent.isEmpty()) {
            return Readers.untold(
                    "The statistics of statements are hidden from this login.",
                    "Let an administrator run: grant select on performance_schema.* to the login.");
        }
        List<String> found = sent.get().stream()
                .filter(one -> names(one.text(), column))
                .map(Sent::words)
                .limit(SHOWN)
                .toList();
        return new Readers(found, "since the server keeps them", null, "");
    }
}
