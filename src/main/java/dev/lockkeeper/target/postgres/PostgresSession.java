package dev.lockkeeper.target.postgres;

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
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One connection to a PostgreSQL target. Only delegates; the classes it names have the SQL. */
final class PostgresSession implements TargetSession {

    private final Connection connection;
    private final Target target;
    private final String owner;
    private final PostgresLedger ledger;
    private final Ddl ddl;
    private final Asking asking;
    private final Tables tables;
    private final Sessions sessions;
    private final Loads loads;

    /**
     * @param connection in autocommit mode, with the limits of {@link Connecting} set on it
     * @param rates what is remembered between two looks at the target's tables
     */
    PostgresSession(Connection connection, TargetAccess access, WriteRates rates) {
        this.connection = connection;
        this.target = access.target();
        this.owner = access.owner();
        this.ledger = new PostgresLedger(connection, owner);
        this.ddl = new Ddl(connection, ledger);
        this.asking = new Asking(connection);
        this.tables = new Tables(asking, rates, target.id());
        this.sessions = new Sessions(asking);
        this.loads = new Loads(asking);
    }

    Connection connection() {
        return connection;
    }

    Target target() {
        return target;
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
        return table.quoted('"');
    }

    @Override
    public List<String> forbidden(Phase phase) {
        return new NeededPrivileges(this).missing(phase);
    }

    @Override
    public boolean hidesRows(TableName table) {
        return table(table).filter(new Answers(this)::filtered).isPresent();
    }

    @Override
    public List<Hazard> hazards(TableName table) {
        return new Hazards(asking).of(tables.oid(table));
    }

    @Override
    public List<Condition> conditions(Collection<TableName> names, Limits limits) {
        return new Conditions(asking, tables, owner).of(names, limits);
    }

    @Override
    public Condition asReplica(Duration limit) {
        return new Standing(asking).asReplica(limit);
    }

    @Override
    public Clients clients() {
        return new Traffic(asking, owner).clients();
    }

    @Override
    public FreeBytes freeBytes() {
        return new FreeBytes(
                null,
                "PostgreSQL does not tell how much of its disk is free",
                "Set policy.freeDisk.sql of the target to a query that returns it in bytes.");
    }

    @Override
    public List<Dependent> dependents(TableName table, Identifier column) {
        OptionalLong oid = tables.oid(table);
        return oid.isEmpty()
                ? List.of()
                : new ColumnUse(asking).dependents(oid.getAsLong(), table.name().text(), column.text());
    }

    @Override
    public Readers readers(TableName table, Identifier column) {
        return new ColumnUse(asking).readers(table.name().text(), column.text());
    }

    @Override
    public boolean holds(String doneWhen) {
        return ddl.holds(doneWhen);
    }

    @Override
    public List<Session> inTheWay(TableName table, Duration olderThan) {
        return sessions.inTheWay(table, tables, olderThan);
    }

    @Override
    public List<TableUse> uses(Set<TableName> wanted) {
        return new Uses(asking, tables).of(wanted);
    }

    @Override
    public @Nullable Double readsPerSecond(TableName table) {
        return tables.readsPerSecond(table);
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
        return new PostgresRows(connection, owner, work, shape);
    }

    @Override
    public Load load(TableName table) {
        return loads.read(tables.oid(table));
    }

    @Override
    public int spareConnections() {
        return sessions.spare();
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
        if (ddl.clearing()) {
            return;
        }
        try {
            connection.unwrap(org.postgresql.PGConnection.class).cancelQuery();
        } catch (SQLException e) {
            throw SqlFailures.of("cancelling a statement of ours", e);
        }
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
            System.getLogger(PostgresSession.class.getName())
                    .log(
                            System.Logger.Level.DEBUG,
                            "closing a session on " + target.name() + ": " + SqlFailures.said(e));
        }
    }
}
