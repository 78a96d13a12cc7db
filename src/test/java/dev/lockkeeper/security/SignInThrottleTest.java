package dev.lockkeeper.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class SignInThrottleTest {

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private final SignInThrottle throttle = new SignInThrottle(new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            throttle.failed("ann", "10.0.0.1");
        }
    }

    @Test
    void fiveFailuresAreAtOnceAndTheSixthHasToWait() {
        fail(4);
        assertThat(throttle.wait("ann", "10.0.0.1")).isZero();
        fail(1);
        assertThat(throttle.wait("ann", "10.0.0.1")).isEqualTo(Duration.ofSeconds(2));
        now = now.plusSeconds(2);
        assertThat(throttle.wait("ann", "10.0.0.1")).isZero();
    }

    @Test
    void attemptsAtTheSameTimeCountBeforeTheyHaveFailed() {
        for (int i = 0; i < 5; i++) {
            assertThat(throttle.begin("ann", "10.0.0.1")).isZero();
        }
        assertThat(throttle.begin("ann", "10.0.0.1")).isEqualTo(Duration.ofSeconds(2));
        throttle.succeeded("ann", "10.0.0.1");
        assertThat(throttle.begin("ann", "10.0.0.1")).isZero();
    }

    @Test
    void eachFurtherFailureDoublesTheWaitUpToAQuarterOfAnHour() {
        fail(6);
        assertThat(throttle.wait("ann", "10.0.0.1")).isEqualTo(Duration.ofSeconds(4));
        fail(1);
        assertThat(throttle.wait("ann", "10.0.0.1")).isEqualTo(Duration.ofSeconds(8));
        fail(40);
        assertThat(throttle.wait("ann", "10.0.0.1")).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void anotherAddressOrAccountDoesNotWait() {
        fail(20);
        assertThat(throttle.wait("ann", "10.0.0.2")).isZero();
        assertThat(throttle.wait("bob", "10.0.0.1")).isZero();
    }

    @Test
    void successForgetsAndSoDoesAQuarterOfAnHour() {
        fail(5);
        throttle.succeeded("ann", "10.0.0.1");
        assertThat(throttle.wait("ann", "10.0.0.1")).isZero();
        fail(30);
        now = now.plus(Duration.ofMinutes(16));
        fail(1);
        assertThat(throttle.wait("ann", "10.0.0.1")).isZero();
    }

    private void spread(int failures, String account, String address) {
        for (int i = 0; i < failures; i++) {
            throttle.failed(account.replace("*", "" + i), address.replace("*", "" + i));
        }
    }

    @Test
    void oneAddressThatTriesManyAccountsHasToWaitWithEachOfThem() {
        spread(49, "user*", "10.0.0.9");
        assertThat(throttle.wait("fresh", "10.0.0.9")).isZero();
        spread(1, "one-more", "10.0.0.9");
        assertThat(throttle.wait("fresh", "10.0.0.9")).isEqualTo(Duration.ofSeconds(2));
        assertThat(throttle.wait("fresh", "10.0.0.8")).isZero();
        spread(100, "other*", "10.0.0.9");
        assertThat(throttle.wait("fresh", "10.0.0.9")).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void oneAccountThatIsTriedFromManyAddressesHasToWaitAtEachOfThem() {
        spread(50, "ann", "10.1.0.*");
        assertThat(throttle.wait("ann", "10.0.0.1")).isEqualTo(Duration.ofSeconds(2));
        assertThat(throttle.wait("bob", "10.0.0.1")).isZero();
        spread(100, "ann", "10.2.0.*");
        assertThat(throttle.wait("ann", "10.0.0.1")).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void aStrangerLocksNobodyOutWhereThatOneHasSignedInBefore() {
        throttle.begin("ann", "10.0.0.1");
        throttle.succeeded("ann", "10.0.0.1");
        spread(200, "ann", "10.3.0.*");
        spread(200, "user*", "10.0.0.1");
        assertThat(throttle.wait("ann", "10.0.0.1")).isZero();
        assertThat(throttle.wait("ann", "10.0.0.2")).isEqualTo(Duration.ofMinutes(1));
        fail(5);
        assertThat(throttle.wait("ann", "10.0.0.1"))
                .as("only by what was tried there")
                .isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aSuccessDoesNotPayForGuessesAtOthers() {
        throttle.begin("mine", "10.0.0.9");
        throttle.succeeded("mine", "10.0.0.9");
        spread(50, "user*", "10.0.0.9");
        for (int i = 0; i < 60; i++) {
            assertThat(throttle.begin("mine", "10.0.0.9")).isZero();
            throttle.succeeded("mine", "10.0.0.9");
        }
        assertThat(throttle.wait("fresh", "10.0.0.9")).isPositive();
    }

    @Test
    void failuresOfAWholeOfficeDoNotAddUpForEver() {
        for (int i = 0; i < 200; i++) {
            throttle.failed("user" + i, "10.0.0.9");
            now = now.plus(Duration.ofMinutes(2));
        }
        assertThat(throttle.wait("fresh", "10.0.0.9")).isZero();
    }
}
