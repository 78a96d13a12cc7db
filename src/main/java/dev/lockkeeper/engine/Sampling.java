package dev.lockkeeper.engine;

import dev.lockkeeper.Failure;
import dev.lockkeeper.engine.Verdict.Manner;
import dev.lockkeeper.run.BackfillProgress.Pacing;
import dev.lockkeeper.run.Paces;
import dev.lockkeeper.run.Paces.Keeping;
import dev.lockkeeper.run.Paces.Word;
import dev.lockkeeper.run.RunFacts;
import dev.lockkeeper.target.Load.Blocked;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the target for one walk: reads each second, judges, and writes the verdict where the lanes heed it. What it does not write
 * grows old, and an old verdict holds the lanes, whatever has become of this thread.
 */
final class Sampling implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Sampling.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration KEPT_EVERY = Duration.ofSeconds(5);
    private static final int THINNED_EVERY = 300;

    private final Sampler.Subject subject;
    private final Readings readings;
    private final RunFacts facts;
    private final Paces paces;
    private final Duration lockBudget;
    private final Judge judge = new Judge();
    private final UUID id;
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable Politeness politeness;
    private @Nullable Thread thread;
    private volatile State state;
    private volatile @Nullable String trouble;
    private String mark = "";
    private long keptAt;
    private int samples;

    /** @param at when it was read, by {@link System#nanoTime} */
    private record State(Verdict verdict, long at, Instant since) {}

    Sampling(Sampler.Subject subject, Readings readings, RunFacts facts, Paces paces, Duration lockBudget) {
        this.subject = subject;
        this.readings = readings;
        this.facts = facts;
        this.paces = paces;
        this.lockBudget = lockBudget;
        this.id = paces.begin(subject.claim(), subject.step());
        this.state = new State(Verdict.unread(subject.lanes()), System.nanoTime(), Instant.now());
        this.keptAt = System.nanoTime() - KEPT_EVERY.toNanos();
    }

    /** @param mark how the names of our own sessions end */
    void begin(String mark) {
        this.mark = mark;
        sample();
        thread = Thread.ofPlatform()
                .daemon()
                .name("sampler-run-" + subject.run())
                .start(this::goOn);
    }

    /** The last verdict, or that there is none any more. */
    Verdict now() {
        State last = state;
        Duration age = Duration.ofNanos(System.nanoTime() - last.at());
        return age.compareTo(LanePace.STALE) < 0 ? last.verdict() : Verdict.stale(last.verdict(), age, trouble);
    }

    /** What people see of the verdict besides its words. */
    Pacing pacing(Verdict verdict, int lanes) {
        Manner manner = verdict.manner();
        Duration chunk = manner.chunk();
        return new Pacing(
                state.since(), lanes, manner.rest(), chunk == null ? null : chunk.toMillis(), verdict.signals());
    }

    /** Says which lanes may work. */
    void working(List<Integer> lanes) {
        paces.working(subject.run(), id, lanes);
    }

    private void goOn() {
        while (!isClosed()) {
            sample();
        }
    }

    private boolean isClosed() {
        try {
            return closed.await(EVERY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** What goes wrong here must not end the watch: without a new verdict the lanes hold, and the next try may succeed. */
    private void sample() {
        try {
            Politeness polite = politeness;
            if (polite == null) {
                polite = new Politeness(subject.lanes(), readings.usualCommit());
                politeness = polite;
            }
            Signals.Read read = readings.read();
            giveWay(read.load().blocked());
            judged(judge.of(
                    Signals.of(read, subject.limits(), lockBudget),
                    polite.sampled(read.atWork(), read.commitMillis())));
            trouble = null;
        } catch (Failure failure) {
            trouble = failure.message();
        } catch (RuntimeException e) {
            trouble = e.getClass().getSimpleName();
            LOG.warn("Run {} could not be sampled", subject.run(), e);
        }
    }

    private void judged(Verdict verdict) {
        State last = state;
        boolean differs = verdict.differs(last.verdict());
        Instant since = differs ? Instant.now() : last.since();
        boolean kept = differs || System.nanoTime() - keptAt >= KEPT_EVERY.toNanos();
        Duration chunk = verdict.manner().chunk();
        Word word = new Word(
                verdict.kind().wire(),
                verdict.reason(),
                verdict.manner().rest(),
                chunk == null ? null : chunk.toMillis(),
                verdict.signals());
        Keeping keeping = differs ? Keeping.CHANGE : kept ? Keeping.SAMPLE : Keeping.NOT;
        if (!paces.say(subject.run(), id, word, keeping)) {
            // Another server has taken the walk up while this one was thought dead.
            closed.countDown();
            return;
        }
        keptAt = kept ? System.nanoTime() : keptAt;
        state = new State(verdict, System.nanoTime(), since);
        if (++samples % THINNED_EVERY == 0) {
            paces.thin(subject.run());
        }
    }

    /** Those who have waited for us for longer than the lock budget get what they wait for: our statement is cancelled, never theirs. */
    private void giveWay(List<Blocked> blocked) {
        Map<Long, List<Blocked>> byOwn = blocked.stream()
                .filter(each -> each.since().compareTo(lockBudget) >= 0)
                .filter(each -> each.application().startsWith("lockkeeper run " + subject.run() + " ")
                        && each.application().endsWith(mark))
                .collect(Collectors.groupingBy(Blocked::blocker, TreeMap::new, Collectors.toList()));
        byOwn.forEach((own, waiting) -> {
            if (readings.cancel(waiting.getFirst(), lockBudget)) {
                facts.event(
                        subject.claim(),
                        "lock",
                        "Cancelled our own statement in session " + own + " ("
                                + waiting.getFirst().application()
                                + "): " + Waiting.names(waiting) + " waited for it for over "
                                + lockBudget.toMillis() + " ms. It is tried again with fewer rows.",
                        Map.of("session", own));
            }
        });
    }

    @Override
    public void close() {
        closed.countDown();
        Thread watching = thread;
        try {
            if (watching != null) {
                watching.join(Readings.PATIENCE.multipliedBy(2));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            readings.close();
        }
    }
}
