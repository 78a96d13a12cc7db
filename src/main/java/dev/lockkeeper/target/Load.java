package dev.lockkeeper.target;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the throttle looks at, read at one moment; null is unknown, or not known to the engine at all.
 *
 * @param replicaLag of the slowest replica that the primary knows; zero when it has none
 * @param activeSessions of others on the whole server
 * @param longestTransaction of others in this database; zero when there is none
 * @param blocked who waits for a session of ours, longest first
 * @param walBytes written to the write-ahead log or binlog since some beginning; only grows
 * @param archiveQueue files that wait to be archived; zero when nothing is archived
 * @param autovacuum automatic vacuums on the table
 * @param historyList entries that MySQL has not purged
 * @param threadsRunning of the whole MySQL server
 * @param atWork sessions of others in this database that work at this moment: in a statement, or out of one for less than a tenth of a second
 * @param transactions ended in this database since some beginning, ours too; only grows
 */
public record Load(
        @Nullable Duration replicaLag,
        @Nullable Integer activeSessions,
        @Nullable Duration longestTransaction,
        List<Blocked> blocked,
        @Nullable Long walBytes,
        @Nullable Long archiveQueue,
        @Nullable Integer autovacuum,
        @Nullable Long historyList,
        @Nullable Integer threadsRunning,
        @Nullable Integer atWork,
        @Nullable Long transactions) {

    public Load {
        blocked = List.copyOf(blocked);
    }

    /**
     * A session of others that waits for one of ours.
     *
     * @param blocker our session, @param application its name, which tells the run
     * @param waiter the other session, @param who waits, in words
     * @param since how long it has waited
     */
    public record Blocked(long blocker, String application, long waiter, String who, Duration since) {}
}
