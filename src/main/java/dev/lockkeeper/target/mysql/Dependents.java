package dev.lockkeeper.target.mysql;

import dev.lockkeeper.target.mysql.TableText.Part;
import dev.lockkeeper.target.mysql.TableText.Sort;
import dev.lockkeeper.target.mysql.Tokens.Kind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What needs a column that is to go. The servers look after little of it: an index silently loses the column, and a trigger that names
 * it makes every write fail from then on.
 */
final class Dependents {

    private static final String TRIGGERS =
            "select trigger_name, action_statement from information_schema.triggers where event_object_schema = %s and event_object_table = %s";

    private static final String VIEWS =
            "select concat(table_schema, '.', table_name), view_definition from information_schema.views where instr(view_definition, %s) > 0";

    private record Text(String name, String sql) {}

    private final Scratch scratch;
    private final SyncSteps syncs;
    private final Set<String> droppedIndexes = new HashSet<>();

    Dependents(Scratch scratch, SyncSteps syncs) {
        this.scratch = scratch;
        this.syncs = syncs;
    }

    /** By an earlier step of the plan. */
    void dropped(PlannedTable table, String index) {
        droppedIndexes.add(Names.lower(table.sql() + "." + index));
    }

    /** Whole sentences without a full stop. */
    List<String> of(PlannedTable table, PlannedColumn column) throws SQLException {
        List<String> found = new ArrayList<>();
        String name = Names.lower(column.name());
        for (Part part : scratch.catalog(table).parts()) {
            if (part.sort() != Sort.COLUMN && part.names().contains(name) && stillThere(table, part)) {
                found.add("the column is part of " + part.text() + "; drop that first");
            }
        }
        if (syncs.needs(table, column)) {
            found.add("the sync of the plan still reads or writes the column; stop it first with stopSync");
        }
        for (Text trigger : texts(TRIGGERS.formatted(Quoting.literal(table.schema()), Quoting.literal(table.name())))) {
            if (!trigger.name().startsWith(SyncSteps.PREFIX) && names(trigger.sql(), name)) {
                found.add("trigger '" + trigger.name()
                        + "' names the column; every write would fail. Change the trigger first");
            }
        }
        for (Text view : texts(
                VIEWS.formatted(Quoting.literal(Names.quoted(table.schema()) + "." + Names.quoted(table.name()))))) {
            if (names(view.sql(), name)) {
                found.add("view '" + view.name()
                        + "' names the column and could not be read any more. Change the view first");
            }
        }
        return found;
    }

    private boolean stillThere(PlannedTable table, Part part) {
        return part.name().isEmpty() || !droppedIndexes.contains(Names.lower(table.sql() + "." + part.name()));
    }

    private List<Text> texts(String query) throws SQLException {
        return scratch.sql().list(query, row -> new Text(row.getString(1), row.getString(2)));
    }

    private static boolean names(String sql, String column) {
        return Tokens.of(sql).stream()
                .anyMatch(token -> (token.kind() == Kind.NAME || token.kind() == Kind.WORD)
                        && Names.lower(token.named()).equals(column));
    }
}
