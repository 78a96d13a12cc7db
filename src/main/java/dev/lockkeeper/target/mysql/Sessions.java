package dev.lockkeeper.target.mysql;

import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.target.Session;
import dev.lockkeeper.target.TableUse;
import dev.lockkeeper.target.mysql.MetadataLocks.Held;
import dev.lockkeeper.target.mysql.ProcessList.Process;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is connected to the database, who waits for whom, and how to end them. Rows are told by InnoDB; who holds the metadata lock of a
 * table only some servers tell ({@link MetadataLocks}), and where they do not the session that waits for one says so.
 */
final class Sessions {

    private static final String UNTOLD =
            "metadata lock of a table; who holds it this server does not tell (performance_schema is off, or closed to the login),"
                    + " so who can be meant is shown";

    private static final String MAY_HOLD = "an open transaction; which tables it has in use this server does not tell";

    /** Ended meanwhile. */
    private static final int NO_SUCH_SESSION = 1094;

    private final Asking asking;
    private final Tables tables;
    private final String application;

    /** @param application this session's own name */
    Sessions(Asking asking, Tables tables, String application) {
        this.asking = asking;
        this.tables = tables;
        this.application = application;
    }

    /** Everything that was seen at one moment. @param held null where the server does not tell */
    record Seen(
            List<Process> processes,
            Map<Long, RowWaits.Wait> rows,
            @Nullable List<Held> held,
            String database,
            Instant at) {

        List<Long> blockers(Process process) {
            Set<Long> blockers = new LinkedHashSet<>();
            RowWaits.Wait row = rows.get(process.id());
            if (row != null) {
                blockers.addAll(row.blockers());
            }
            if (held != null) {
                for (Held waiting : held) {
                    if (waiting.session() == process.id() && !waiting.granted()) {
                        held.stream()
                                .filter(waiting::waitsFor)
                                .map(Held::session)
                                .forEach(blockers::add);
                    }
                }
            }
            return List.copyOf(blockers);
        }
    }

    Seen look() {
        ServerVersion version = asking.version();
        List<Process> processes = ProcessList.read(asking, application);
        return new Seen(
                processes,
                RowWaits.read(asking, version),
                MetadataLocks.read(asking, version).orElse(null),
                database(),
                Instant.now());
    }

    private String database() {
        return asking.first("asking for the database", "select database()").orElse("");
    }

    /** Those of this database, and those of others that block one of them; without our own. Oldest transaction first. */
    List<Session> all() {
        Seen seen = look();
        Set<Long> wanted = new HashSet<>();
        for (Process process : seen.processes()) {
            if (seen.database().equals(process.database())) {
                wanted.add(process.id());
                wanted.addAll(waitsFor(seen, process));
            }
        }
        return seen.processes().stream()
                .filter(process -> !process.self() && wanted.contains(process.id()))
                .map(process -> session(seen, process))
                .sorted(java.util.Comparator.comparing(
                        Session::transactionSince, java.util.Comparator.nullsLast(java.util.Comparator.naturalOrder())))
                .toList();
    }

    List<Session> namesakes() {
        Seen seen = new Seen(ProcessList.read(asking, application), Map.of(), List.of(), database(), Instant.now());
        return seen.processes().stream()
                .filter(process -> process.named() && !process.self())
                .map(process -> session(seen, process))
                .toList();
    }

    /**
     * Who holds or awaits the table's metadata lock for so long: waiting sessions are as old as their wait, holding ones as their
     * transaction. Where the server does not tell, who waits for any in this database, and whose transaction is that old.
     */
    List<Session> inTheWay(TableName table, Duration olderThan) {
        Optional<TableName> found = tables.find(table);
        if (found.isEmpty()) {
            return List.of();
        }
        Seen seen = look();
        List<Session> list = new ArrayList<>();
        for (Process process : seen.processes()) {
            if (!process.self()
                    && has(seen, process, found.get())
                    && age(process).compareTo(olderThan) >= 0) {
                list.add(session(seen, process));
            }
        }
        return list;
    }

    /** Where the server does not tell who holds a table, whoever may: in an open transaction in this database. */
    List<TableUse> uses(Set<TableName> wanted) {
        Seen seen = look();
        List<TableUse> uses = new ArrayList<>();
        for (TableName name : wanted) {
            tables.find(name).ifPresent(table -> seen.processes().stream()
                    .filter(process -> !process.self() && has(seen, process, table))
                    .map(process -> use(seen, process, name, table))
                    .forEach(uses::add));
        }
        return uses;
    }

    private static TableUse use(Seen seen, Process process, TableName name, TableName table) {
        List<Held> held = seen.held();
        Optional<Held> lock = held == null
                ? Optional.empty()
                : held.stream()
                        .filter(each -> each.session() == process.id() && each.of(schema(seen, table), text(table)))
                        .min(java.util.Comparator.comparing(Held::granted));
        return new TableUse(
                name,
                process.id(),
                lock.map(each -> each.mode().toLowerCase(java.util.Locale.ROOT).replace('_', ' '))
                        .orElse("unknown"),
                lock.map(Held::granted).orElse(!process.awaitsMetadataLock()));
    }

    private static String schema(Seen seen, TableName table) {
        return table.schema() == null ? seen.database() : table.schema().text();
    }

    private static String text(TableName table) {
        return table.name().text();
    }

    private static boolean has(Seen seen, Process process, TableName table) {
        List<Held> held = seen.held();
        if (held == null) {
            return seen.database().equals(process.database())
                    && (process.transaction() != null || process.awaitsMetadataLock());
        }
        String schema = schema(seen, table);
        return held.stream().anyMatch(lock -> lock.session() == process.id() && lock.of(schema, text(table)));
    }

    /** A reader outside a transaction has the table for as long as its statement runs. */
    private static Duration age(Process process) {
        if (process.awaitsMetadataLock() || process.transaction() == null) {
            return process.idle() ? Duration.ZERO : process.elapsed();
        }
        return process.transaction();
    }

    /** An idle session has no statement to end. */
    boolean cancel(long id) {
        return all().stream()
                        .anyMatch(session -> session.id() == id
                                && session.elsewhere() == null
                                && !session.state().startsWith("idle"))
                && end("cancelling the statement of session " + id, "kill query " + id);
    }

    boolean terminate(long id) {
        boolean there = all().stream().anyMatch(session -> session.id() == id && session.elsewhere() == null)
                || namesakes().stream().anyMatch(session -> session.id() == id);
        return there && end("ending session " + id, "kill " + id);
    }

    private boolean end(String doing, String statement) {
        return asking.ask(doing, sql -> {
            try {
                sql.run(statement);
                return true;
            } catch (SQLException e) {
                if (SqlFailures.number(e) == NO_SUCH_SESSION) {
                    return false;
                }
                throw e;
            }
        });
    }

    private static Session session(Seen seen, Process process) {
        return new Session(
                process.id(),
                process.user(),
                process.application(),
                process.host(),
                null,
                state(process),
                process.statement(),
                process.transactionSince(seen.at()),
                waitingSince(seen, process),
                lock(seen, process),
                waitsFor(seen, process),
                process.run(),
                seen.database().equals(process.database()) ? null : elsewhere(process));
    }

    /** Where the server does not tell who holds a table, those who can be meant; the words of its lock say so. */
    private static List<Long> waitsFor(Seen seen, Process process) {
        List<Long> told = seen.blockers(process);
        return told.isEmpty() && seen.held() == null ? Presumed.of(seen, process) : told;
    }

    private static String elsewhere(Process process) {
        return process.database() == null ? "no database" : process.database();
    }

    private static String state(Process process) {
        if (process.idle()) {
            return process.transaction() == null ? "idle" : "idle in transaction";
        }
        return process.command().startsWith("Binlog Dump") ? "replication" : "active";
    }

    private static @Nullable Instant waitingSince(Seen seen, Process process) {
        if (process.waiting() != null) {
            return seen.at().minus(process.waiting());
        }
        return process.awaitsMetadataLock() ? seen.at().minus(process.elapsed()) : null;
    }

    private static @Nullable String lock(Seen seen, Process process) {
        RowWaits.Wait row = seen.rows().get(process.id());
        if (row != null) {
            return row.lock();
        }
        List<Held> held = seen.held();
        if (held == null) {
            return process.awaitsMetadataLock() ? UNTOLD : process.transaction() == null ? null : MAY_HOLD;
        }
        return held.stream()
                .filter(lock -> lock.session() == process.id() && !lock.granted())
                .findFirst()
                .map(Held::words)
                .orElse(process.awaitsMetadataLock() ? process.state() : null);
    }
}
