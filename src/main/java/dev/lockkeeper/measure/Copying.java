package dev.lockkeeper.measure;

import dev.lockkeeper.measure.TableCopy.Making;
import dev.lockkeeper.measure.TableCopy.Owner;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the copy. What a target says is no more to be trusted than an author: it goes the same way. */
final class Copying {

    private static final int MOST_STATEMENTS = 1_500;

    private final Map<Owner, String> troubles = new HashMap<>();
    private final Connection connection;
    private final Deadline deadline;

    Copying(Connection connection, Deadline deadline) {
        this.connection = connection;
        this.deadline = deadline;
    }

    void make(TableCopy copy) throws SQLException {
        if (copy.tables() > CopyQuery.MOST_TABLES) {
            throw new NotMeasured(
                    "more than " + CopyQuery.MOST_TABLES + " tables and partitions hang together with it");
        }
        List<Making> statements = copy.statements();
        if (statements.size() > MOST_STATEMENTS) {
            throw new NotMeasured("its tables have more than " + MOST_STATEMENTS + " parts");
        }
        copy.troubles().forEach(trouble -> troubles.put(trouble.owner(), trouble.sql()));
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            for (int i = 0; i < statements.size(); i++) {
                make(statement, statements.get(i));
                if (i == 0 || statements.get(i).owner().equals(Owner.NOBODY)) {
                    path(statement, copy.path());
                }
            }
        }
    }

    private void make(Statement statement, Making making) throws SQLException {
        deadline.check();
        try {
            SentText text = SentText.of(making.sql());
            Calls.check(text.tokens());
            statement.execute(text.text());
        } catch (NotMeasured e) {
            troubles.putIfAbsent(making.owner(), e.why());
        } catch (SQLException e) {
            if (connection.isClosed()) {
                throw e;
            }
            troubles.putIfAbsent(making.owner(), Refusals.said(e));
        }
    }

    /** Names mean there what they mean on the target. */
    private static void path(Statement statement, List<String> path) throws SQLException {
        if (!path.isEmpty()) {
            SentText text = SentText.of("set search_path to " + String.join(", ", path));
            statement.execute(text.text());
        }
    }

    /** Why the table on the copy is not that of the target; empty when it is. */
    Optional<String> trouble(Place place) {
        return Optional.ofNullable(troubles.get(new Owner(place.schema(), place.table())));
    }

    Optional<String> troubleOf(String table) {
        return troubles.entrySet().stream()
                .filter(one -> one.getKey().name().equals(table))
                .map(Map.Entry::getValue)
                .findFirst()
                .map(why -> troubles.containsKey(Owner.NOBODY) ? why + " (" + troubles.get(Owner.NOBODY) + ")" : why);
    }
}
