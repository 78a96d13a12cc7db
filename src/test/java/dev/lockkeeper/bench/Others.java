package dev.lockkeeper.bench;

import dev.lockkeeper.testing.Databases.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** The other ways of doing the same work, each with the same result, each timed from its first statement to its last commit. */
final class Others {

    private static final int BATCH = 1000;

    /** What pgroll does in form: rows are touched in batches by key, and a trigger computes. Its marker column is left out, in its favour. */
    private static final String[] TOUCH_TRIGGER = {
        """
        create function touched() returns trigger language plpgsql as $$
        begin
          new.first_name := split_part(new.name, ' ', 1);
          new.last_name := split_part(new.name, ' ', 2);
          return new;
        end $$
        """,
        "create trigger touched before insert or update on people for each row execute function touched()"
    };

    private static final String TOUCH =
            """
            with batch as (select id from people where id > ? order by id limit 1000 for no key update),
                 done as (update people set id = people.id from batch where people.id = batch.id returning people.id)
            select max(id) from done
            """;

    private static final String READ = "select id, name from people where id > ? order by id limit " + BATCH;
    private static final String WRITE = "update people set first_name = ?, last_name = ? where id = ?";

    private Others() {}

    static Map<String, Double> oneUpdate(Database database, long rows) {
        return timed(rows, () -> database.run(BenchTables.UPDATE));
    }

    static Map<String, Double> keysetTouch(Database database, long rows) {
        database.run(TOUCH_TRIGGER);
        return timed(rows, () -> {
            try (Connection connection = database.connect();
                    PreparedStatement touch = connection.prepareStatement(TOUCH)) {
                long after = 0;
                while (true) {
                    touch.setLong(1, after);
                    try (ResultSet row = touch.executeQuery()) {
                        row.next();
                        after = row.getLong(1);
                        if (row.wasNull()) {
                            return;
                        }
                    }
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Reads in the application, computes there, and updates each row, 1000 a transaction. @param rows the first so many only */
    static Map<String, Double> script(Database database, long rows) {
        return timed(rows, () -> {
            try (Connection connection = database.connect();
                    PreparedStatement read = connection.prepareStatement(READ);
                    PreparedStatement write = connection.prepareStatement(WRITE)) {
                connection.setAutoCommit(false);
                long after = 0;
                for (long done = 0; done < rows; done += BATCH) {
                    after = batch(read, write, after);
                    connection.commit();
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static long batch(PreparedStatement read, PreparedStatement write, long after) throws SQLException {
        long last = after;
        read.setLong(1, after);
        try (ResultSet row = read.executeQuery()) {
            while (row.next()) {
                last = row.getLong(1);
                String[] names = row.getString(2).split(" ", 3);
                write.setString(1, names[0]);
                write.setString(2, names.length > 1 ? names[1] : "");
                write.setLong(3, last);
                write.executeUpdate();
            }
        }
        return last;
    }

    /** @param parallel whether the server may use several processes for it, as it does by itself */
    static Map<String, Double> count(Database database, long rows, boolean parallel) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            if (!parallel) {
                statement.execute("set max_parallel_workers_per_gather = 0");
            }
            return timed(rows, () -> {
                try (ResultSet row =
                        statement.executeQuery("select count(*) from people where " + BenchTables.DIFFERS)) {
                    row.next();
                    if (row.getLong(1) != 0) {
                        throw new IllegalStateException("the table was to have no difference");
                    }
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Double> timed(long rows, Runnable work) {
        long began = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - began) / 1e9;
        return Map.of("rate", rows / seconds, "seconds", seconds);
    }
}
