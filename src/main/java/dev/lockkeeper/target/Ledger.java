package dev.lockkeeper.target;

import java.util.List;
import java.util.Optional;

/**
 * Lockkeeper's small tables in the target, committed together with the rows they speak of. The truth about the target's data.
 *
 * <p>Whoever opens a run has an epoch, and every change of the run's journal, facts and lanes' plan through this session asks in its own
 * transaction whether the ledger still knows that epoch; else it throws {@code fenced} and nothing was changed. A lane has an epoch of
 * its own, by which its worker is known.
 */
public interface Ledger {

    /** Creates what is missing of the ledger; does nothing when it is there. */
    void install();

    /**
     * Opens the run in the ledger, or checks that it is the same one.
     *
     * @param begun whether the store knows of steps of the run that were begun: then a ledger that knows nothing of it is lost
     * @param epoch of the claim with which the run was taken up; an older one than the ledger knows is refused, and shut out from now on
     * @throws dev.lockkeeper.Failure {@code fenced}; {@code unknown-outcome} for a lost ledger, {@code plan-changed} when the ledger has this run with another digest, {@code table-changed} when the
     *     server is not the one the run began on
     */
    void open(long run, String digest, String identity, boolean begun, long epoch);

    /** Writes from now on under the epoch with which another session has opened the run; checked at each write. */
    void join(long epoch);

    /** {@code intent} or {@code done}; empty when nothing was begun. */
    Optional<String> journal(JournalEntry entry);

    /** Writes {@code intent}, in a transaction of its own, before the work. */
    void intend(JournalEntry entry);

    /** Writes {@code done} in a transaction of its own, for work that could not commit together with it. */
    void done(JournalEntry entry);

    /** Forgets the entries of a step in the direction, so that it can be done again after a rollback. */
    void forget(long run, String step, String direction);

    /** A fact to keep with the run, such as a row count before it began. */
    void remember(long run, String name, String value);

    /**
     * A fact by a lane's worker, written as long as the lane is in its hands; does nothing afterwards.
     *
     * @return whether it was written
     */
    boolean remember(long run, String step, Lane lane, String name, String value);

    Optional<String> recall(long run, String name);

    /** The lanes of a step in the order of their ranges, whatever their numbers; empty before they are planned. */
    List<Lane> lanes(long run, String step);

    /** Writes the lanes once; a second call changes nothing. Returns what the ledger has. */
    List<Lane> plan(long run, String step, List<KeyRange> ranges);

    /**
     * Gives the lane an epoch and forgets its failure: waits for a chunk in flight, and shuts out every older worker.
     *
     * @param epoch of the claim with which the lane's task was taken up; the same may take it over again
     * @throws dev.lockkeeper.Failure {@code fenced} when a newer one has it, or there is no such lane
     */
    Lane takeOver(long run, String step, int lane, long epoch, String server);

    /** Says why the lane's worker gave up; does nothing when another has taken the lane over. */
    void fail(long run, String step, Lane lane, String failure);

    /** Forgets the lanes of a step, and its holes. */
    void clearLanes(long run, String step);

    /**
     * Gives the far half of what is left of a lane to a new lane, in one transaction. The worker of the lane sees its nearer end at its
     * next chunk.
     *
     * @param lane as it was read; its epoch stays
     * @param middle where it ends from now on, a key after its cursor and before its end
     * @return false when the lane has moved past it, is done, or is in other hands; nothing was changed then
     */
    boolean split(long run, String step, Lane lane, List<String> middle);

    /** The holes of a step in the order of their numbers, those accepted too. */
    List<Hole> holes(long run, String step);

    /** Lets the phase end over the hole; does nothing to one that was accepted before. @return false when there is no such hole */
    boolean accept(long run, String step, int hole);
}
