package dev.lockkeeper.engine;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.run.Claim;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.RunFacts;
import dev.lockkeeper.run.ServerName;
import dev.lockkeeper.target.Hole;
import dev.lockkeeper.target.RowsWork;
import dev.lockkeeper.target.TargetSession;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/** Carries one lane forward until it is done, somebody wishes otherwise, another has taken it, or it cannot go on. */
@Component
class LaneTask {

    /** Connections of the target that lanes leave to others; its first lane a walk has all the same. */
    private static final int LEFT_TO_OTHERS = 8;

    private static final Duration CROWDED = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** So many holes are told one by one. */
    private static final int TOLD = 20;

    private final RunFacts facts;
    private final Openings openings;
    private final LaneSignals signals;
    private final EngineSettings settings;
    private final ServerName server;

    LaneTask(RunFacts facts, Openings openings, LaneSignals signals, EngineSettings settings, ServerName server) {
        this.facts = facts;
        this.openings = openings;
        this.signals = signals;
        this.settings = settings;
        this.server = server;
    }

    /** The task's instance: {@code run/phase/index/lane}, with {@code /back} before the lane when clearing. */
    static String instance(RowsWork rows, int lane) {
        return rows.run() + "/" + rows.step() + "/" + lane;
    }

    /** @return true when the lane is to be taken up again at once, by whichever server comes first */
    boolean carry(Claim claim, String instance, BooleanSupplier stopping) {
        int first = instance.indexOf('/');
        int last = instance.lastIndexOf('/');
        long id = claim.run();
        String step = instance.substring(first + 1, last);
        int lane = Integer.parseInt(instance.substring(last + 1));
        try {
            Run run = facts.get(id);
            LanePace pace = new LanePace(facts, id, lane, RowsWorks.stateOf(step), stopping);
            RowsWork rows = RowsWorks.of(openings.plan(run), id, step);
            LaneWalk walk = new LaneWalk(
                    rows, lane, new ChunkSizing(RowsWorks.sizeOf(openings.plan(run), step)), server.text());
            untilDone(claim, run, walk, pace);
            return stopping.getAsBoolean() && !walk.finished();
        } finally {
            signals.laneStopped(id);
        }
    }

    private void untilDone(Claim claim, Run run, LaneWalk walk, LanePace pace) {
        int failures = 0;
        boolean told = false;
        while (pace.mayGoOn()) {
            try (TargetSession session = openings.open(run, "lane " + (walk.number() + 1))) {
                if (pace.first() || session.spareConnections() >= LEFT_TO_OTHERS) {
                    if (taken(claim, walk, session)) {
                        failures = 0;
                        chunks(claim, walk, pace);
                    }
                    return;
                }
            } catch (Failure failure) {
                if (failure.code() == Code.FENCED) {
                    return;
                }
                tellOfLoss(claim, walk, ++failures, failure);
                pace.sleep(backOff(failures));
                continue;
            }
            told = tellOfCrowd(claim, walk, told);
            pace.sleep(CROWDED);
        }
    }

    /** At once, and then about once a minute: a target may be away for a night. */
    private void tellOfLoss(Claim claim, LaneWalk walk, int failures, Failure failure) {
        if (failures == 1 || failures % 15 == 0) {
            facts.event(
                    claim,
                    "lane",
                    "Lane " + (walk.number() + 1) + " has no session: " + failure.message(),
                    Map.of("lane", walk.number()));
        }
    }

    private boolean tellOfCrowd(Claim claim, LaneWalk walk, boolean told) {
        if (!told) {
            facts.event(
                    claim,
                    "lane",
                    "Lane " + (walk.number() + 1) + " waits for a connection: the target has fewer than "
                            + LEFT_TO_OTHERS + " left, and those are for others.",
                    Map.of("lane", walk.number()));
        }
        return true;
    }

    /** What the table itself refuses is written to the ledger, where the walk sees it. @return false then */
    private static boolean taken(Claim claim, LaneWalk walk, TargetSession session) {
        try {
            walk.takeOver(session, claim.epoch());
            return true;
        } catch (Failure failure) {
            if (failure.kind() == Failure.Kind.TRANSIENT || !walk.taken()) {
                throw failure;
            }
            walk.giveUp(failure.message());
            return false;
        }
    }

    private void chunks(Claim claim, LaneWalk walk, LanePace pace) {
        Refusals refusals = new Refusals(settings.rowPatience());
        while (!walk.finished() && pace.mayGoOn()) {
            long began = System.nanoTime();
            try {
                walk.aim(pace.chunk());
                walk.share();
                if (refusals.beyondHope() != null) {
                    leaveOut(claim, walk, refusals.beyondHope());
                } else {
                    pace.rest(walk.next());
                }
                refusals.clear();
            } catch (Failure failure) {
                if (failure.kind() == Failure.Kind.TRANSIENT && failure.code() != Code.LOCK_NOT_GRANTED) {
                    throw failure;
                }
                if (!goesOn(walk, refusals, failure)) {
                    return;
                }
                if (failure.code() == Code.LOCK_NOT_GRANTED) {
                    tellOfLocks(claim, walk, refusals.count(), failure);
                    pace.sleep(backOff(refusals.count()));
                    refusals.waited(walk.size(), Duration.ofNanos(System.nanoTime() - began));
                }
            }
        }
    }

    /** Smaller until one row stands alone, which is then left out. @return false when the lane cannot go on */
    private boolean goesOn(LaneWalk walk, Refusals refusals, Failure failure) {
        boolean alone = walk.size() == 1;
        switch (failure.code()) {
            case LOCK_NOT_GRANTED -> walk.smaller();
            case STATEMENT_FAILED -> alone = walk.narrowed();
            default -> {
                walk.giveUp("at the rows after " + walk.from() + ": " + failure.message());
                return false;
            }
        }
        refusals.refused(failure, alone);
        if (refusals.beyondHope() == null) {
            return true;
        }
        int holes = walk.holes().size();
        if (!walk.mayLeaveRowsOut() || holes >= settings.holes()) {
            walk.giveUp("the row after " + walk.from() + ": " + failure.message()
                    + (holes >= settings.holes()
                            ? " " + Counts.rows(holes) + " are left out already, and no more may be."
                            : ""));
            return false;
        }
        return true;
    }

    private void leaveOut(Claim claim, LaneWalk walk, Failure failure) {
        walk.skip(failure.message());
        List<Hole> holes = walk.holes();
        if (!walk.leftOut(holes)) {
            return;
        }
        if (holes.size() <= TOLD) {
            facts.event(
                    claim,
                    "hole",
                    "Row " + walk.from() + " is left out for now, and the walk goes on behind it: " + failure.message(),
                    Map.of("lane", walk.number(), "key", walk.from(), "error", failure.message()));
        } else if (holes.size() == TOLD + 1) {
            facts.event(
                    claim,
                    "hole",
                    "More than " + TOLD
                            + " rows are left out; those that follow are listed as holes and not told one by one.",
                    Map.of("lane", walk.number()));
        }
    }

    private void tellOfLocks(Claim claim, LaneWalk walk, int refusals, Failure failure) {
        if (refusals == 3) {
            facts.event(
                    claim,
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
