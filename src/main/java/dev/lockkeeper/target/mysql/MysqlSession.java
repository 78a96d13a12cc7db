package dev.lockkeeper.target.mysql;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.Identifier;
import dev.lockkeeper.plan.Phase;
import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.target.Clients;
import dev.lockkeeper.target.Condition;
import dev.lockkeeper.target.Dependent;
import dev.lockkeeper.target.FreeBytes;
import dev.lockkeeper.target.Hazard;
import dev.lockkeeper.target.JournalEntry;
import dev.lockkeeper.target.Ledger;
import dev.lockkeeper.target.Limits;
import dev.lockkeeper.target.Load;
import dev.lockkeeper.target.Probe;
import dev.lockkeeper.target.Readers;
import dev.lockkeeper.target.Resolved;
import dev.lockkeeper.target.Rows;
import dev.lockkeeper.target.RowsWork;
import dev.lockkeeper.target.Session;
import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.TableShape;
import dev.lockkeeper.target.TableSummary;
import dev.lockkeeper.target.TableUse;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.TargetAccess;
import dev.lockkeeper.target.TargetSession;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One connection to a MySQL or MariaDB target. Only delegates; the classes it names have the SQL. */
final class MysqlSession implements TargetSession {

    private static final String NUMBER = "select connection_id()";

    private final Connection connection;
    private final Target target;
    private final String owner;
    private final MysqlLedger ledger;
    private final Asking asking;
    private final Killing killing;
    private final Ddl ddl;
    private final Tables tables;
    private final Sessions sessions;

    /**
     * @param connection in autocommit mode, with what {@link Connecting} pins on it
     * @param application as the connection carries it
     * @param rates what is remembered between two looks at the target's tables
     */
    MysqlSession(Connection connection, TargetAccess access, String application, WriteRates rates) {
        this.connection = connection;
        this.target = access.target();
        this.owner = access.owner();
        this.asking = new Asking(connection);
        this.killing = new Killing(access, number(connection));
        this.ledger = new MysqlLedger(connection, access.owner());
        this.ddl = new Ddl(connection, ledger::done, killing);
        this.tables = new Tables(asking, rates, target.id());
        this.sessions = new Sessions(asking, tables, Connecting.cut(application));
    }

    /** Closes the connection when it cannot tell. */
    private static long number(Connection connection) {
        try {
            return Long.parseLong(new Sending(connection).first(NUMBER).orElseThrow());
        } catch (SQLException e) {
            try {
                connection.close();
            } catch (SQLException closing) {
                e.addSuppressed(closing);
            }
            throw SqlFailures.of("asking for the session's number", e);
        }
    }

    Connection connection() {
        return connection;
    }

    @Override
    public Probe probe() {
        return new Probing(asking).probe();
    }

    @Override
    public String version() {
        return new Probing(asking).version();
    }

    @Override
    public String identity() {
        return Identity.of(asking);
    }

    @Override
    public List<TableSummary> tables() {
        return tables.list();
    }

    @Override
    public Optional<TableShape> table(TableName table) {
        return tables.shape(table);
    }

    @Override
    public List<Session> sessions() {
        return sessions.all();
    }

    @Override
    public List<Session> namesakes() {
        return sessions.namesakes();
    }

    @Override
    public boolean cancel(long session) {
        return sessions.cancel(session);
    }

    @Override
    public boolean terminate(long session) {
        return sessions.terminate(session);
    }

    @Override
    public Resolved resolve(Plan plan) {
        return rendering().resolve(plan, target.name(), version()).on(target.fingerprint());
    }

    @Override
    public Optional<String> conflict(Plan plan, Step step) {
        return rendering().conflict(plan, step);
    }

    @Override
    public String quoted(TableName table) {
        return Quoting.name(table);
    }

    @Override
    public List<String> forbidden(Phase phase) {
        return new NeededPrivileges(new Privileges(asking, asking.version()), tables).missing(phase);
    }

    /** Neither server has policies on rows. */
    @Override
    public boolean hidesRows(TableName table) {
        return false;
    }

    @Override
    public List<Hazard> hazards(TableName table) {
        return new Hazards(asking).of(tables.find(table));
    }

    @Override
    public List<Condition> conditions(Collection<TableName> names, Limits limits) {
        return new Conditions(asking, tables, sessions).of(names, limits);
    }

    @Override
    public Condition asReplica(Duration limit) {
        return new Standing(asking).asReplica(limit);
    }

    @Override
    public Clients clients() {
        return new Traffic(asking, sessions.look()).clients();
    }

    @Override
    public FreeBytes freeBytes() {
        return new Standing(asking).freeBytes();
    }

    @Override
    public List<Dependent> dependents(TableName table, Identifier column) {
        return tables.find(table)
                .map(found -> new ColumnUse(asking).dependents(found, column.text()))
                .orElse(List.of());
    }

    @Override
    public Readers readers(TableName table, Identifier column) {
        return new ColumnUse(asking).readers(tables.find(table).orElse(table), column.text());
    }

    @Override
    public boolean holds(String doneWhen) {
        return ddl.holds(doneWhen);
    }

    @Override
    public List<Session> inTheWay(TableName table, Duration olderThan) {
        return sessions.inTheWay(table, olderThan);
    }

    @Override
    public List<TableUse> uses(Set<TableName> wanted) {
        return sessions.uses(wanted);
    }

    /** Neither server counts reads of a table by itself. */
    @Override
    public @Nullable Double readsPerSecond(TableName table) {
        return null;
    }

    @Override
    public long execute(
            Statement statement, Duration lockBudget, @Nullable Duration timeout, @Nullable JournalEntry journal) {
        return ddl.execute(statement, lockBudget, timeout, journal);
    }

    @Override
    public Optional<String> ask(String query, @Nullable Duration timeout) {
        return ddl.ask(query, timeout);
    }

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @Override
    public Rows rows(RowsWork work) {
        TableShape shape = tables.shape(work.table())
                .orElseThrow(
                        () -> new Failure(
                                Code.MISSING_OBJECT,
                                "Table '" + work.table() + "' is not there any more. Nothing was written.",
                                "Somebody dropped or renamed it since the plan was resolved; compare the target with the migration."));
        return new MysqlRows(connection, owner, work, shape);
    }

    @Override
    public Load load(TableName table) {
        return Loads.read(asking, sessions);
    }

    @Override
    public int spareConnections() {
        return Loads.spareConnections(asking);
    }

    @Override
    public void patience(Duration time) {
        try {
            connection.setNetworkTimeout(Runnable::run, Math.toIntExact(time.toMillis()));
        } catch (SQLException e) {
            throw SqlFailures.of("setting a limit on silence", e);
        }
    }

    @Override
    public void interrupt() {
        killing.statement();
    }

    private Rendering rendering() {
        return new Rendering(connection, this::table);
    }

    /** Ends it, or gives it back to its pool. That a connection is already lost is no news to whoever closes it. */
    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            System.getLogger(MysqlSession.class.getName())
                    .log(
                            System.Logger.Level.DEBUG,
                            "closing a session on " + target.name() + ": " + SqlFailures.said(e));
        }
    }
}
