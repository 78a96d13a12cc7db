package dev.lockkeeper.engine;

import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.target.Load.Blocked;
import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.TargetSession;
import dev.lockkeeper.target.Targets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Cancels a statement of ours that has got its lock and keeps others waiting behind it for longer than the lock budget. Not one whose step
 * has a longer time-out of its own: its author and its approver have accepted that.
 */
@Component
class GivingWay {

    private static final Logger LOG = LoggerFactory.getLogger(GivingWay.class);
    private static final Duration EVERY = Duration.ofMillis(250);

    /** For statements of no table: who waits is told all the same. */
    private static final TableName NO_TABLE = TableName.of("lockkeeper.run");

    private final Targets targets;
    private final EngineSettings settings;

    GivingWay(Targets targets, EngineSettings settings) {
        this.targets = targets;
        this.settings = settings;
    }

    /** Watches on a thread of its own until it is closed; not at all a statement that may take longer. */
    Watch watch(Work work, int index, Statement statement) {
        Watch watch = new Watch();
        Duration accepted = work.step(index).options().timeout();
        boolean bounded = accepted == null || accepted.compareTo(settings.lockBudget()) <= 0;
        if (bounded && holdsLocks(statement.mode())) {
            TableName table = work.step(index).about().orElse(NO_TABLE);
            Thread.ofVirtual().name("giving-way-" + work.run()).start(() -> watch.look(work, table));
        }
        return watch;
    }

    private static boolean holdsLocks(Statement.Mode mode) {
        return switch (mode) {
            case TRANSACTION, SCAN, AUTOCOMMIT -> true;
            case CONCURRENTLY, CHUNKS, QUERY, PAUSE -> false;
        };
    }

    /** Watches while it is open. */
    final class Watch implements AutoCloseable {
        private final CountDownLatch closed = new CountDownLatch(1);
        private volatile @Nullable String gaveWayTo;

        /** Who waited, when the statement was cancelled for them; null when it was not. */
        @Nullable
        String gaveWayTo() {
            return gaveWayTo;
        }

        /** A statement that is done within the budget costs no look. */
        private void look(Work work, TableName table) {
            if (isClosed(settings.lockBudget())) {
                return;
            }
            boolean gaveWay = false;
            while (!gaveWay && !isClosed(EVERY)) {
                try (TargetSession session = targets.open(work.target(), work.run(), "watch")) {
                    session.patience(Readings.PATIENCE);
                    gaveWay = lookOn(work, table, session);
                } catch (Failure failure) {
                    // Who cannot look does not cancel, but looks again: a scan has no time-out of its own.
                    LOG.debug("Run {} is not watched: {}", work.run(), failure.message());
                }
            }
        }

        /** @return whether it was cancelled; false when it has ended */
        private boolean lookOn(Work work, TableName table, TargetSession session) {
            String own = "lockkeeper run " + work.run() + " phase" + targets.mark(work.target());
            while (!isClosed(EVERY)) {
                List<Blocked> waiting = session.load(table).blocked().stream()
                        .filter(each -> each.application().equals(own))
                        .filter(each -> each.since().compareTo(settings.lockBudget()) >= 0)
                        .toList();
                if (!waiting.isEmpty()) {
                    return cancelled(session, waiting);
                }
            }
            return false;
        }

        /** Not once the statement has ended: whatever the session does next would be cancelled in its place. */
        private synchronized boolean cancelled(TargetSession session, List<Blocked> waiting) {
            if (closed.getCount() == 0) {
                return false;
            }
            boolean cancelled = session.cancel(waiting.getFirst().blocker());
            if (cancelled) {
                gaveWayTo = Waiting.names(waiting);
            }
            return cancelled;
        }

        private boolean isClosed(Duration within) {
            try {
                return closed.await(within.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return true;
            }
        }

        @Override
        public synchronized void close() {
            closed.countDown();
        }
    }
}
