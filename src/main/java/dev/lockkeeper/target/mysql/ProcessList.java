package dev.lockkeeper.target.mysql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The servers' list of sessions with their transactions; without the privilege {@code process} only those of the login. */
final class ProcessList {

    /** A lock of ours is looked for with sessions of our own login only: others could carry the name too. */
    private static final String SESSIONS =
            """
            select p.id, p.user, p.host, p.db, p.command, coalesce(/*M!100600 p.time_ms, */ p.time * 1000) as millis, p.state, p.info, p.id = connection_id() as self,
                   case when p.user = substring_index(user(), '@', 1) then %s else false end as ours,
                   case when p.user = substring_index(user(), '@', 1) then %s end as run,
                   case when p.user = substring_index(user(), '@', 1) then %s else false end as named,
                   case when p.user = substring_index(user(), '@', 1) then %s else false end as kin,
                   case when p.user = substring_index(user(), '@', 1) then %s else false end as phase
              from information_schema.processlist p
             where p.user not in ('system user', 'event_scheduler') and p.command <> 'Daemon'
             order by p.id
            """;

    /** In the zone of the server's machine, whatever the session's is. */
    private static final String TRANSACTIONS =
            """
            select trx_mysql_thread_id as id,
                   timestampdiff(microsecond, convert_tz(trx_started, 'SYSTEM', '+00:00'), utc_timestamp(6)) div 1000 as age,
                   timestampdiff(microsecond, convert_tz(trx_wait_started, 'SYSTEM', '+00:00'), utc_timestamp(6)) div 1000 as waited
              from information_schema.innodb_trx where trx_mysql_thread_id <> 0
            """;

    private static final String ATTRIBUTES =
            """
            select processlist_id as id, attr_value as name from performance_schema.session_account_connect_attrs
             where attr_name = 'program_name'
            """;

    private static final String PHASE = "phase";
    private static final String ANY_PART = "session";

    private ProcessList() {}

    /**
     * @param host of the client, without its port
     * @param elapsed since it is in its state
     * @param run of a session of ours, null for none
     * @param transaction how long it is open, null for none
     * @param waiting how long it waits for a row, null when it does not
     */
    record Process(
            long id,
            String user,
            @Nullable String host,
            @Nullable String database,
            String command,
            Duration elapsed,
            String state,
            @Nullable String statement,
            boolean self,
            boolean ours,
            boolean named,
            @Nullable Long run,
            String application,
            @Nullable Duration transaction,
            @Nullable Duration waiting) {

        boolean idle() {
            return command.equals("Sleep");
        }

        /** The servers say it in these words, for every kind of object. */
        boolean awaitsMetadataLock() {
            return state.startsWith("Waiting for") && state.endsWith("metadata lock");
        }

        @Nullable
        Instant transactionSince(Instant now) {
            return transaction == null ? null : now.minus(transaction);
        }
    }

    private record Transaction(long id, @Nullable Duration age, @Nullable Duration waited) {}

    /** @param application of which sessions are marked as {@code named} */
    static List<Process> read(Asking asking, String application) {
        String doing = "reading the list of sessions";
        Map<Long, Transaction> transactions = new HashMap<>();
        asking.listIfAllowed(
                        doing,
                        TRANSACTIONS,
                        row -> new Transaction(row.getLong("id"), millis(row, "age"), millis(row, "waited")))
                .orElse(List.of())
                .forEach(one -> transactions.put(one.id(), one));
        Map<Long, String> names = new HashMap<>();
        asking.listIfAllowed(doing, ATTRIBUTES, row -> Map.entry(row.getLong("id"), text(row.getString("name"))))
                .orElse(List.of())
                .forEach(one -> names.put(one.getKey(), one.getValue()));
        String query = SESSIONS.formatted(
                SessionName.isOurs(),
                SessionName.RUN_OF_P,
                SessionName.isNamed(application),
                isNamed(SessionName.family(application)),
                isNamed(SessionName.with(application, PHASE)));
        return asking.list(
                doing,
                query,
                row -> process(
                        row,
                        transactions.get(row.getLong("id")),
                        names.getOrDefault(row.getLong("id"), name(row, application))));
    }

    private static String isNamed(Optional<String> name) {
        return name.map(SessionName::isNamed).orElse("false");
    }

    /** As far as it is known: of the other sessions of our own run, which is the phase's; of other runs the number. */
    private static String name(ResultSet row, String application) throws SQLException {
        if (!row.getBoolean("ours")) {
            return "";
        }
        if (row.getBoolean("named")) {
            return application;
        }
        String run = row.getString("run");
        String part = row.getBoolean("phase") ? PHASE : ANY_PART;
        String known = run == null ? "lockkeeper" : "lockkeeper run " + run;
        return row.getBoolean("kin") ? SessionName.with(application, part).orElse(known) : known;
    }

    private static Process process(ResultSet row, @Nullable Transaction transaction, String application)
            throws SQLException {
        long id = row.getLong("id");
        String run = row.getString("run");
        String host = row.getString("host");
        String statement = row.getString("info");
        Duration elapsed = Duration.ofMillis(Math.max(0, row.getLong("millis")));
        return new Process(
                id,
                text(row.getString("user")),
                host == null ? null : host.replaceFirst(":\\d+$", ""),
                row.getString("db"),
                text(row.getString("command")),
                elapsed,
                text(row.getString("state")),
                statement == null || statement.isBlank() ? null : Masking.of(statement),
                row.getBoolean("self"),
                row.getBoolean("ours"),
                row.getBoolean("named"),
                run == null ? null : Long.valueOf(run),
                application,
                transaction == null ? null : transaction.age(),
                transaction == null ? null : shorter(transaction.waited(), elapsed));
    }

    /** InnoDB knows whole seconds, and who waits does not wait longer than its statement runs. */
    private static @Nullable Duration shorter(@Nullable Duration waited, Duration elapsed) {
        return waited == null || waited.compareTo(elapsed) < 0 ? waited : elapsed;
    }

    private static @Nullable Duration millis(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Duration.ofMillis(Math.max(0, millis));
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
