package dev.lockkeeper.target.mysql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who waits for a row of whom, as InnoDB tells it; needs the privilege {@code process}, without it nobody waits. */
final class RowWaits {

    /** One line for each lock of each blocker. */
    private static final String MARIADB =
            """
            select w.trx_mysql_thread_id as waiter, b.trx_mysql_thread_id as blocker, l.lock_mode as mode, l.lock_table as name
              from information_schema.innodb_lock_waits lw
              join information_schema.innodb_trx w on w.trx_id = lw.requesting_trx_id
              join information_schema.innodb_trx b on b.trx_id = lw.blocking_trx_id
              left join information_schema.innodb_locks l on l.lock_id = lw.requested_lock_id
            """;

    private static final String MYSQL =
            """
            select w.trx_mysql_thread_id as waiter, b.trx_mysql_thread_id as blocker, l.lock_mode as mode,
                   concat(l.object_schema, '.', l.object_name) as name
              from performance_schema.data_lock_waits lw
              join information_schema.innodb_trx w on w.trx_id = lw.requesting_engine_transaction_id
              join information_schema.innodb_trx b on b.trx_id = lw.blocking_engine_transaction_id
              join performance_schema.data_locks l on l.engine_lock_id = lw.requesting_engine_lock_id
            """;

    private RowWaits() {}

    /** @param blockers session numbers, each once */
    record Wait(String lock, List<Long> blockers) {}

    private record Line(long waiter, long blocker, String lock) {}

    static Map<Long, Wait> read(Asking asking, ServerVersion version) {
        List<Line> lines = asking.listIfAllowed(
                        "reading who waits for whom", version.mariadb() ? MARIADB : MYSQL, RowWaits::line)
                .orElse(List.of());
        Map<Long, Wait> waits = new LinkedHashMap<>();
        for (Line line : lines) {
            Wait wait = waits.computeIfAbsent(line.waiter(), id -> new Wait(line.lock(), new ArrayList<>()));
            if (!wait.blockers().contains(line.blocker())) {
                wait.blockers().add(line.blocker());
            }
        }
        return waits;
    }

    /** {@code X on a row of shop.users}; MariaDB writes the name with ticks. */
    private static Line line(ResultSet row) throws SQLException {
        String mode = row.getString("mode");
        String name = row.getString("name");
        String lock = (mode == null ? "row lock" : mode) + (name == null ? "" : " on a row of " + name.replace("`", ""));
        return new Line(row.getLong("waiter"), row.getLong("blocker"), lock);
    }
}
