package dev.lockkeeper.target;

import dev.lockkeeper.plan.Identifier;
import dev.lockkeeper.plan.Phase;
import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.plan.TableName;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One session on a target. Not for several threads. Every method throws {@link dev.lockkeeper.Failure} for what the target refuses. */
public interface TargetSession extends AutoCloseable {

    /** Asks for version, privileges, and what is missing; never throws for what the target refuses. */
    Probe probe();

    /** {@code PostgreSQL 18.4}. */
    String version();

    /** What tells this server and database from a restored copy: system identifier and database, as one text. */
    String identity();

    List<TableSummary> tables();

    /** Empty when there is no such table. */
    Optional<TableShape> table(TableName table);

    List<Session> sessions();

    /** Other sessions of this login that carry the same application name as this one. */
    List<Session> namesakes();

    /** Ends the statement of another session. False when there was none. */
    boolean cancel(long session);

    /** Ends another session. False when there was none. */
    boolean terminate(long session);

    /**
     * Resolves the whole plan into exact statements. Depends on the plan, the tables' keys and the server's version only, so that the
     * result is the same before, during and after the run.
     *
     * @throws dev.lockkeeper.Failure {@code missing-object} with every table or column that is not there, {@code unsupported}
     */
    Resolved resolve(Plan plan);

    /**
     * What is there in another form than the step wants, in words with both forms; empty when the step can go on.
     */
    Optional<String> conflict(Plan plan, Step step);

    /** The table's name as a statement of this engine has it, each part quoted. */
    String quoted(TableName table);

    /** What the phase needs on the target and the login may not do, in words that follow "may not"; the author's own SQL is not known. */
    List<String> forbidden(Phase phase);

    /** Whether policies hide rows of the table from the login, so that an update would leave them out and succeed. */
    boolean hidesRows(TableName table);

    /** What is dangerous about walking or syncing the table, as it is now; empty when there is no such table. */
    List<Hazard> hazards(TableName table);

    /**
     * How the server stands, in every respect that the engine has; what it has not is good, and says so. Never throws for what one
     * respect refuses: that one is untold.
     *
     * @param tables those that are to be changed; ones that are not there are left out
     */
    List<Condition> conditions(Collection<TableName> tables, Limits limits);

    /** Asked of a replica itself: whether it is one, and how far it is behind. */
    Condition asReplica(Duration limit);

    /** Sessions of others in this database, by application and login. */
    Clients clients();

    /** What is free where the data lies. */
    FreeBytes freeBytes();

    /** What would go or break with the column, but for our own sync of it. */
    List<Dependent> dependents(TableName table, Identifier column);

    /** Who still reads or writes the column. */
    Readers readers(TableName table, Identifier column);

    /** Runs a {@code doneWhen} query. */
    boolean holds(String doneWhen);

    /** Sessions that hold or wait for locks on the table longer than {@code olderThan}. Asked before a lock is asked for. */
    List<Session> inTheWay(TableName table, Duration olderThan);

    /** Who holds or awaits a lock on one of the tables now, without this session; those that are not there are used by nobody. */
    List<TableUse> uses(Set<TableName> tables);

    /** How often the table was read per second since the look before; null at the first look, and where the server does not count. */
    @Nullable
    Double readsPerSecond(TableName table);

    /**
     * Runs one statement under its mode's rules.
     *
     * @param lockBudget how long it may wait for a lock; ignored by {@code CONCURRENTLY}
     * @param journal written in the statement's own transaction where the mode has one, null for none
     * @return milliseconds that the statement took
     * @throws dev.lockkeeper.Failure {@code lock-not-granted} (nothing changed), {@code statement-failed} (nothing changed), {@code
     *     unknown-outcome} when the connection was lost and the ledger cannot tell
     */
    long execute(Statement statement, Duration lockBudget, @Nullable Duration timeout, @Nullable JournalEntry journal);

    /**
     * The first column of the first row as text, in a read-only transaction; empty for no row or null.
     *
     * @param timeout null for the session's own limit, zero for none
     */
    Optional<String> ask(String query, @Nullable Duration timeout);

    Ledger ledger();

    /** Ways to walk, write and compare the rows of one table in chunks. */
    Rows rows(RowsWork work);

    /** What the throttle looks at. */
    Load load(TableName table);

    /** How many sessions more the target would take: of this login, of this database and altogether, whichever is least. */
    int spareConnections();

    /** Gives the session up when the target says nothing for that long. For short questions only: a statement may be silent while it works. */
    void patience(Duration time);

    /** Cancels what this session is doing; the only method that another thread may call. */
    void interrupt();

    @Override
    void close();
}
