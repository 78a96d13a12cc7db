package dev.lockkeeper.engine;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.target.Lane;
import dev.lockkeeper.target.Load;
import dev.lockkeeper.target.Load.Blocked;
import dev.lockkeeper.target.TargetSession;
import dev.lockkeeper.target.Targets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the signals of one walk through a session of its own, which is opened again when it is lost. Not for several threads. */
final class Readings implements AutoCloseable {

    /** The sampler's own session is given up when the target is silent for so long. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /** The fact that is written with each reading: its commit is the measure of what others feel, and replicas show how far they are. */
    static final String PULSE = "pulse";

    /** What Lockkeeper's own questions come to, besides chunks; below twice that nobody is said to be at work. */
    private static final double OWN_TRANSACTIONS = 15;

    private static final double OTHERS_TRANSACTIONS = 20;

    private final Sampler.Subject subject;
    private final Targets targets;
    private final Probes probes;
    private final List<ReplicaLag> replicas = new ArrayList<>();
    private @Nullable TargetSession session;
    private @Nullable Before before;
    private long pulse;

    /** What rates are reckoned from. */
    private record Before(long at, @Nullable Long walBytes, @Nullable Long transactions, long chunks) {}

    Readings(Sampler.Subject subject, Targets targets, Probes probes) {
        this.subject = subject;
        this.targets = targets;
        this.probes = probes;
        if (subject.limits().replicaLag() != null) {
            subject.target()
                    .replicas()
                    .forEach(address -> replicas.add(new ReplicaLag(
                            subject.run(),
                            PULSE,
                            () -> targets.openReplica(subject.target(), address, subject.run()))));
        }
    }

    /** Milliseconds that a commit takes before the walk begins: once for a walk, so that our own work does not pass for usual. */
    double usualCommit() {
        return asked(session -> {
            String name = "usual commit: " + subject.step();
            double[] taken = new double[3];
            for (int i = 0; i < taken.length; i++) {
                taken[i] = beat(session);
            }
            Arrays.sort(taken);
            Optional<Double> known =
                    session.ledger().recall(subject.run(), name).map(Double::parseDouble);
            if (known.isEmpty()) {
                session.ledger().remember(subject.run(), name, String.valueOf(taken[1]));
            }
            return known.orElse(taken[1]);
        });
    }

    Signals.Read read() {
        return asked(session -> {
            double commit = Math.min(beat(session), beat(session));
            Load load = session.load(subject.table());
            Before last = before;
            before = new Before(System.nanoTime(), load.walBytes(), load.transactions(), chunks(session, load));
            return new Signals.Read(
                    load,
                    lag(load),
                    rate(last, Before::walBytes),
                    load.atWork() == null ? guessed(last) : Double.valueOf(load.atWork()),
                    commit,
                    probes.ask(subject.limits().probes(), session));
        });
    }

    /**
     * Cancels what a session of ours does, if it still keeps somebody waiting: since it was read the chunk may have ended, and after a sleep
     * the number may be another's.
     *
     * @param waited for how long at least
     */
    boolean cancel(Blocked read, Duration waited) {
        return asked(session -> session.load(subject.table()).blocked().stream()
                        .anyMatch(now -> now.blocker() == read.blocker()
                                && now.application().equals(read.application())
                                && now.since().compareTo(waited) >= 0)
                && session.cancel(read.blocker()));
    }

    private double beat(TargetSession session) {
        pulse = Math.max(pulse + 1, System.currentTimeMillis());
        long began = System.nanoTime();
        session.ledger().remember(subject.run(), PULSE, String.valueOf(pulse));
        double millis = (System.nanoTime() - began) / 1e6;
        replicas.forEach(replica -> replica.beat(pulse));
        return millis;
    }

    /** The worst of what the primary says and the replicas themselves; unknown when one of them is. */
    private @Nullable Duration lag(Load load) {
        if (replicas.isEmpty()) {
            return load.replicaLag();
        }
        // A primary of MySQL knows of none; those that are registered tell themselves.
        Duration worst = load.replicaLag() == null ? Duration.ZERO : load.replicaLag();
        for (ReplicaLag replica : replicas) {
            Duration lag = replica.now();
            if (lag == null) {
                return null;
            }
            worst = lag.compareTo(worst) > 0 ? lag : worst;
        }
        return worst;
    }

    /** Only needed where sessions of others are hidden from the login. */
    private long chunks(TargetSession session, Load load) {
        return load.atWork() != null
                ? 0
                : session.ledger().lanes(subject.run(), subject.step()).stream()
                        .mapToLong(Lane::chunks)
                        .sum();
    }

    /** From the number of transactions, where the login may not see who is at work: one session or none. */
    private @Nullable Double guessed(@Nullable Before last) {
        Double all = rate(last, Before::transactions);
        Double ours = rate(last, Before::chunks);
        if (all == null || ours == null) {
            return null;
        }
        return all - ours - OWN_TRANSACTIONS > OTHERS_TRANSACTIONS ? 1.0 : 0.0;
    }

    private interface Counter {
        @Nullable
        Long of(Before reading);
    }

    private @Nullable Double rate(@Nullable Before last, Counter counter) {
        Before now = before;
        Long from = last == null ? null : counter.of(last);
        Long to = now == null ? null : counter.of(now);
        if (last == null || now == null || from == null || to == null || now.at() == last.at()) {
            return null;
        }
        return Math.max(0, (to - from) * 1e9 / (now.at() - last.at()));
    }

    private interface Question<T> {
        T of(TargetSession session);
    }

    private <T> T asked(Question<T> question) {
        TargetSession open = session;
        if (open == null) {
            open = targets.open(subject.target(), subject.run(), "sampler");
            session = open;
            open.patience(PATIENCE);
            open.ledger().join(subject.claim().epoch());
        }
        try {
            return question.of(open);
        } catch (Failure failure) {
            if (failure.code() == Code.TARGET_UNREACHABLE) {
                close(open);
            }
            throw failure;
        }
    }

    private void close(TargetSession open) {
        open.close();
        session = null;
    }

    @Override
    public void close() {
        replicas.forEach(ReplicaLag::close);
        TargetSession open = session;
        if (open != null) {
            close(open);
        }
    }
}
