package dev.lockkeeper.engine;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.RunFacts;
import dev.lockkeeper.run.ServerName;
import dev.lockkeeper.target.RowsWork;
import dev.lockkeeper.target.TargetSession;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/** Carries one lane forward until it is done, somebody wishes otherwise, another has taken it, or a row refuses. */
@Component
class LaneTask {

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final RunFacts facts;
    private final Openings openings;
    private final LaneSignals signals;
    private final ServerName server;

    LaneTask(RunFacts facts, Openings openings, LaneSignals signals, ServerName server) {
        this.facts = facts;
        this.openings = openings;
        this.signals = signals;
        this.server = server;
    }

    /** The task's instance: {@code run/phase/index/lane}, with {@code /back} before the lane when clearing. */
    static String instance(RowsWork rows, int lane) {
        return rows.run() + "/" + rows.step() + "/" + lane;
    }

    /** @return true when the lane is to be taken up again at once, by whichever server comes first */
    boolean carry(String instance, BooleanSupplier stopping) {
        int first = instance.indexOf('/');
        int last = instance.lastIndexOf('/');
        long id = Long.parseLong(instance.substring(0, first));
        String step = instance.substring(first + 1, last);
        int lane = Integer.parseInt(instance.substring(last + 1));
        try {
            Run run = facts.get(id);
            LanePace pace = new LanePace(facts, id, lane, RowsWorks.stateOf(step), stopping);
            RowsWork rows = RowsWorks.of(openings.plan(run), id, step);
            LaneWalk walk = new LaneWalk(
                    rows, lane, new ChunkSizing(RowsWorks.sizeOf(openings.plan(run), step)), server.text());
            untilDone(run, walk, pace);
            return stopping.getAsBoolean() && !walk.finished();
        } finally {
            signals.laneStopped(id);
        }
    }

    private void untilDone(Run run, LaneWalk walk, LanePace pace) {
        int failures = 0;
        while (pace.mayGoOn()) {
            try (TargetSession session = openings.open(run, "lane " + (walk.number() + 1))) {
                if (!taken(walk, session)) {
                    return;
                }
                failures = 0;
                chunks(run, walk, pace);
                return;
            } catch (Failure failure) {
                if (failure.code() == Code.FENCED) {
                    return;
                }
                failures++;
                facts.event(
                        run.id(),
                        "lane",
                        "Lane " + (walk.number() + 1) + " has no session: " + failure.message(),
                        Map.of("lane", walk.number()));
                pace.sleep(backOff(failures));
            }
        }
    }

    /** What the table itself refuses is written to the ledger, where the walk sees it. @return false then */
    private static boolean taken(LaneWalk walk, TargetSession session) {
        try {
            walk.takeOver(session);
            return true;
        } catch (Failure failure) {
            if (failure.kind() == Failure.Kind.TRANSIENT || !walk.taken()) {
                throw failure;
            }
            walk.giveUp(failure.message());
            return false;
        }
    }

    private void chunks(Run run, LaneWalk walk, LanePace pace) {
        int refusals = 0;
        while (!walk.finished() && pace.mayGoOn()) {
            try {
                walk.aim(pace.chunk());
                pace.rest(walk.next());
                refusals = 0;
            } catch (Failure failure) {
                if (failure.code() == Code.FENCED || failure.code() == Code.TARGET_UNREACHABLE) {
                    throw failure;
                }
                refusals++;
                if (failure.code() == Code.LOCK_NOT_GRANTED) {
                    walk.smaller();
                    tellOfLocks(run, walk, refusals, failure);
                    pace.sleep(backOff(refusals));
                } else if (!walk.smaller()) {
                    walk.refused(failure);
                    return;
                }
            }
        }
    }

    private void tellOfLocks(Run run, LaneWalk walk, int refusals, Failure failure) {
        if (refusals == 3) {
            facts.event(
                    run.id(),
                    "lock",
                    "Lane " + (walk.number() + 1) + " waits for rows after " + walk.from() + ": " + failure.message(),
                    Map.of("lane", walk.number()));
        }
    }

    /** 50 ms, doubling up to five seconds, spread by half so that lanes do not come back together. */
    private static Duration backOff(int failures) {
        long full = Math.min(LONGEST_PAUSE.toMillis(), 50L << Math.min(failures, 10));
        return Duration.ofMillis(full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1));
    }
}
