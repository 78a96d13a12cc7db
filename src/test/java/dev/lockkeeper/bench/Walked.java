package dev.lockkeeper.bench;

import dev.lockkeeper.testing.Databases.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleSupplier;
import tools.jackson.databind.JsonNode;

/**
 * One run of one walking step, timed from outside. It begins when the launch is sent and ends when the target itself shows the end: the
 * fact that the engine commits, synchronously, after the last chunk. What is between is read from the lanes of the ledger every ten
 * milliseconds, by a session of its own.
 */
final class Walked {

    /** Looking ten times as often costs more than it tells; half as often would blur a chunk. */
    private static final long LOOK_NANOS = 10_000_000;

    private static final long ASK_NANOS = 1_000_000_000;

    private record Look(Instant at, long compared, long chunks, boolean done, int chunkRows) {}

    private final Product product;
    private final DoubleSupplier log;
    private final Database database;
    private final LedgerSql sql;
    private final List<Look> looks = new ArrayList<>();

    private Walked(Product product, DoubleSupplier log, Database database) {
        this.product = product;
        this.log = log;
        this.database = database;
        this.sql = LedgerSql.of(database);
    }

    /**
     * @param log what the target's server has written to its log so far, in bytes
     * @param migration approved for {@code on}
     * @return {@code rate} rows a second over the whole time, {@code steady} between a tenth and nine tenths of the rows, {@code seconds},
     *     {@code chunks}, {@code wal} bytes, {@code ledgerBytes}, {@code ledgerRows}, {@code memory} MiB, and the milliseconds of {@link
     *     #parts}
     */
    static Map<String, Double> measure(
            Product product, DoubleSupplier log, Database database, String migration, String on, long rows) {
        return new Walked(product, log, database).measured(migration, on, rows);
    }

    private Map<String, Double> measured(String migration, String on, long rows) {
        product.forgetPeak();
        double walBefore = log.getAsDouble();
        Instant sent = Instant.now();
        long run = product.launch(migration, on);
        Instant accepted = Instant.now();
        Instant ended = watch(run);
        double wal = log.getAsDouble() - walBefore;
        double memory = product.peakMemoryMiB();
        JsonNode done = product.awaitEnd(run);
        Map<String, Double> values = new LinkedHashMap<>();
        double seconds = Duration.between(sent, ended).toNanos() / 1e9;
        values.put("rate", rows / seconds);
        values.put("steady", steady(rows));
        values.put("seconds", seconds);
        values.put("chunks", (double) looks.getLast().chunks());
        values.put("chunkRows", looks.stream().mapToInt(Look::chunkRows).max().orElse(0) * 1.0);
        values.put("wal", wal);
        values.put("memory", memory);
        values.put("ledgerBytes", Double.parseDouble(database.ask(sql.bytes())));
        values.put("ledgerRows", Double.parseDouble(database.ask(sql.rows())));
        parts(values, run, done, sent, accepted, ended);
        return values;
    }

    private Instant watch(long run) {
        try (Connection connection = database.connect()) {
            awaitLedger(connection, run);
            try (PreparedStatement look = connection.prepareStatement(sql.look())) {
                long asked = System.nanoTime();
                while (true) {
                    try (ResultSet row = look.executeQuery()) {
                        row.next();
                        Instant now = Instant.now();
                        looks.add(new Look(now, row.getLong(1), row.getLong(2), row.getBoolean(3), row.getInt(5)));
                        if (row.getLong(4) > 0) {
                            return now;
                        }
                    }
                    LockSupport.parkNanos(LOOK_NANOS);
                    asked = refuseAStandstill(run, asked);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitLedger(Connection connection, long run) throws SQLException {
        long asked = System.nanoTime();
        try (Statement statement = connection.createStatement()) {
            while (true) {
                try (ResultSet row = statement.executeQuery(sql.there())) {
                    if (row.next() && row.getBoolean(1)) {
                        return;
                    }
                }
                LockSupport.parkNanos(LOOK_NANOS);
                asked = refuseAStandstill(run, asked);
            }
        }
    }

    private long refuseAStandstill(long run, long asked) {
        if (System.nanoTime() - asked < ASK_NANOS) {
            return asked;
        }
        String state = product.run(run).path("state").asString();
        if (List.of("failed", "stuck", "cancelled", "waiting").contains(state)) {
            throw new IllegalStateException("run " + run + " is " + state + ": " + product.run(run));
        }
        return System.nanoTime();
    }

    /** Between a tenth and nine tenths of the rows, so that neither the start nor the last uneven lane is in it. */
    private double steady(long rows) {
        Look from = looks.stream()
                .filter(look -> look.compared() >= rows / 10)
                .findFirst()
                .orElseThrow();
        Look to = looks.stream()
                .filter(look -> look.compared() <= rows * 9 / 10)
                .reduce((one, next) -> next)
                .orElse(from);
        double seconds = Duration.between(from.at(), to.at()).toNanos() / 1e9;
        return seconds <= 0 ? Double.NaN : (to.compared() - from.compared()) / seconds;
    }

    /** Where the time went, in milliseconds, in order. */
    private void parts(
            Map<String, Double> values, long run, JsonNode done, Instant sent, Instant accepted, Instant ended) {
        JsonNode phase = done.path("phases").path(0);
        JsonNode step = phase.path("steps").path(0);
        Instant planned = Instant.parse(step.path("startedAt").asString());
        for (JsonNode event : product.events(run).path("items")) {
            if (event.path("kind").asString().equals("lanes")) {
                planned = Instant.parse(event.path("at").asString());
            }
        }
        Instant first = looks.stream()
                .filter(look -> look.chunks() > 0)
                .findFirst()
                .map(Look::at)
                .orElse(ended);
        Instant last =
                looks.stream().filter(Look::done).findFirst().map(Look::at).orElse(ended);
        List<Instant> marks = List.of(
                sent,
                accepted,
                Instant.parse(phase.path("startedAt").asString()),
                Instant.parse(step.path("startedAt").asString()),
                planned,
                first,
                last,
                ended,
                Instant.parse(step.path("endedAt").asString()),
                Instant.parse(done.path("endedAt").asString()));
        List<String> names = List.of(
                "launch",
                "scheduler",
                "opening",
                "planning",
                "first chunk",
                "chunks",
                "noticing",
                "step end",
                "run end");
        for (int i = 0; i < names.size(); i++) {
            values.put(
                    names.get(i),
                    Duration.between(marks.get(i), marks.get(i + 1)).toNanos() / 1e6);
        }
    }
}
