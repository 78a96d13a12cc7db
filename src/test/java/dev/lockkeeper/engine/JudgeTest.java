package dev.lockkeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.engine.Verdict.Kind;
import dev.lockkeeper.engine.Verdict.Manner;
import dev.lockkeeper.plan.Step.Throttle;
import dev.lockkeeper.run.ThrottleSignal;
import dev.lockkeeper.target.Load;
import dev.lockkeeper.target.Load.Blocked;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JudgeTest {

    private static final Duration BUDGET = Duration.ofSeconds(1);
    private static final Manner FREE = Manner.free(2);
    private static final Throttle LIMITS = new Throttle(Duration.ofSeconds(5), 40, Duration.ofMinutes(10));

    private final Judge judge = new Judge();

    private static ThrottleSignal lag(@Nullable Double seconds) {
        return new ThrottleSignal("replicaLag", seconds, 5.0, "s", false);
    }

    private static ThrottleSignal sessions(double count) {
        return new ThrottleSignal("activeSessions", count, 40.0, "sessions", false);
    }

    private static Load load(Blocked... blocked) {
        return new Load(Duration.ZERO, 45, Duration.ofSeconds(2), List.of(blocked), 5L, 0L, 1, null, null, 2, 77L);
    }

    private Verdict of(ThrottleSignal... signals) {
        return judge.of(List.of(signals), FREE);
    }

    @Test
    void goesWhileEverythingIsWithinItsLimit() {
        Verdict verdict = of(lag(5.0), sessions(40));
        assertThat(verdict.kind()).isEqualTo(Kind.GO);
        assertThat(verdict.reason()).isNull();
        assertThat(verdict.signals()).noneMatch(ThrottleSignal::over);
    }

    @Test
    void namesEverySignalThatHoldsWithValueAndLimit() {
        Verdict verdict = of(lag(8.2), sessions(45), new ThrottleSignal("walRate", 1e9, null, "B/s", false));
        assertThat(verdict.kind()).isEqualTo(Kind.STOP);
        assertThat(verdict.reason()).isEqualTo("replica lag 8.2 s, limit 5 s; 45 active sessions, limit 40");
        assertThat(verdict.signals()).filteredOn(ThrottleSignal::over).hasSize(2);
    }

    @Test
    void goesOnOnlyWellBelowTheLimit() {
        assertThat(of(lag(5.1)).holds()).isTrue();
        assertThat(of(lag(4.9)).holds()).isTrue();
        assertThat(of(lag(3.4)).holds()).isTrue();
        assertThat(of(lag(3.3)).holds()).isFalse();
        assertThat(of(lag(4.9)).holds()).isFalse();
    }

    @Test
    void oneSignalThatHoldsDoesNotLowerTheLimitOfAnother() {
        assertThat(of(lag(9.0), sessions(30)).reason()).isEqualTo("replica lag 9 s, limit 5 s");
        assertThat(of(lag(1.0), sessions(30)).holds()).isFalse();
    }

    @Test
    void holdsForWhatHasALimitAndCannotBeRead() {
        assertThat(of(lag(null)).reason()).isEqualTo("replica lag cannot be read, limit 5 s");
        assertThat(of(new ThrottleSignal("replicaLag", null, null, "s", false)).holds())
                .isFalse();
        assertThat(of(new ThrottleSignal("probe: orders waiting", null, 100.0, "", false))
                        .reason())
                .isEqualTo("probe: orders waiting cannot be read, limit 100");
    }

    @Test
    void aLimitBelowZeroIsRelievedFurtherDown() {
        assertThat(of(probe(-9)).holds()).isTrue();
        assertThat(of(probe(-12)).holds()).isTrue();
        assertThat(of(probe(-15)).holds()).isFalse();
    }

    private static ThrottleSignal probe(double value) {
        return new ThrottleSignal("probe: balance", value, -10.0, "", false);
    }

    @Test
    void isSlowWhenRoomIsMadeForOthersAndSaysForWhom() {
        Manner polite = new Manner(1, 2, 2, Duration.ofMillis(25), "4 sessions of others at work");
        Verdict verdict = judge.of(List.of(sessions(4)), polite);
        assertThat(verdict.kind()).isEqualTo(Kind.SLOW);
        assertThat(verdict.reason())
                .isEqualTo("4 sessions of others at work: 1 lane, 25 ms chunks, resting 2.0 times as long");
        assertThat(judge.of(List.of(sessions(41)), polite).kind())
                .as("a limit is stronger")
                .isEqualTo(Kind.STOP);
    }

    @Test
    void aVerdictThatHasGrownOldHoldsAndSaysWhy() {
        Verdict stale = Verdict.stale(of(sessions(1)), Duration.ofSeconds(17), "the target is gone.");
        assertThat(stale.holds()).isTrue();
        assertThat(stale.reason()).isEqualTo("the target has not been sampled for 17 s: the target is gone.");
        assertThat(Verdict.unread(2).holds()).isTrue();
    }

    @Test
    void signalsAreWhatWasReadBesideTheLimitsOfTheFile() {
        List<ThrottleSignal> signals = Signals.of(read(load()), LIMITS, BUDGET);
        assertThat(signals)
                .extracting(ThrottleSignal::name)
                .containsExactly(
                        "blockedByUs",
                        "replicaLag",
                        "activeSessions",
                        "longestTransaction",
                        "commitLatency",
                        "walRate",
                        "archiveQueue",
                        "autovacuum",
                        "atWork");
        assertThat(judge.of(signals, FREE).reason()).isEqualTo("45 active sessions, limit 40");
        assertThat(judge.of(Signals.of(read(load()), Throttle.NONE, BUDGET), FREE)
                        .holds())
                .as("no limit is not a limit")
                .isFalse();
    }

    @Test
    void everyLimitOfTheFileIsHeeded() {
        Throttle all = new Throttle(null, null, null, 1L, 1, true, 1, 1, Duration.ofMillis(1), List.of());
        Load load = new Load(null, null, null, List.of(), 5L, 2L, 1, 2L, 2, null, null);
        Signals.Read read = new Signals.Read(load, null, 3.0 * (1 << 20), null, 2.5, List.of());
        assertThat(judge.of(Signals.of(read, all, BUDGET), FREE).reason())
                .contains(
                        "commit latency 2.5 ms, limit 1 ms",
                        "write-ahead log 3 MiB/s",
                        "2 archive queue, limit 1",
                        "autovacuum of the table 1",
                        "history list 2, limit 1",
                        "2 threads running, limit 1");
    }

    @Test
    void holdsForThoseWhoHaveWaitedForUsLongerThanTheBudgetWhateverTheFileSays() {
        Blocked long1 = new Blocked(1, "lockkeeper run 1 lane 1", 7, "shop", Duration.ofMillis(1200));
        Blocked again = new Blocked(2, "lockkeeper run 1 lane 2", 7, "shop", Duration.ofMillis(1200));
        Blocked brief = new Blocked(1, "lockkeeper run 1 lane 1", 8, "shop", Duration.ofMillis(900));
        assertThat(judge.of(Signals.of(read(load(long1, again, brief)), Throttle.NONE, BUDGET), FREE)
                        .reason())
                .isEqualTo("1 sessions that wait for our locks");
        assertThat(judge.of(Signals.of(read(load(brief)), Throttle.NONE, BUDGET), FREE)
                        .holds())
                .isFalse();
    }

    private static Signals.Read read(Load load) {
        return new Signals.Read(load, load.replicaLag(), null, 2.0, 1.5, List.of());
    }
}
