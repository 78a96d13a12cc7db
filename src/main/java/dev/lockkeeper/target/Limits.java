package dev.lockkeeper.target;

import java.time.Duration;

/**
 * Where good ends on a target; its policy may set each.
 *
 * @param transaction age of a transaction that runs statements
 * @param idle how long a transaction may do nothing; it holds its locks all the same
 * @param replicaLag behind the primary
 * @param retainedLog bytes of log that somebody keeps from being removed
 * @param historyList entries that InnoDB has not purged
 */
public record Limits(Duration transaction, Duration idle, Duration replicaLag, long retainedLog, long historyList) {

    /** Longer than statements of web applications take; a segment of log is 16 MiB to 1 GiB. */
    public static final Limits SHIPPED =
            new Limits(Duration.ofMinutes(1), Duration.ofSeconds(10), Duration.ofSeconds(10), 10L << 30, 1_000_000);
}
