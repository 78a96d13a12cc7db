package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.Failure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What many readers of a page cost its target. */
class ReadingsTest {

    private final Hands clock = new Hands();
    private final Readings<String, String> readings = new Readings<>(new Patience(), clock, String::length);
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void whoComesWhileATargetIsAskedWaitsForTheSameAnswer() throws Exception {
        CountDownLatch answers = new CountDownLatch(1);
        AtomicInteger came = new AtomicInteger();
        List<Future<Look<String>>> all = new ArrayList<>();
        try (ExecutorService viewers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                all.add(viewers.submit(() -> {
                    came.incrementAndGet();
                    return readings.look("plan", "shop", after(answers, "sql"), true);
                }));
            }
            Awaitility.await().until(() -> came.get() == 200 && asked.get() == 1);
            answers.countDown();
            for (Future<Look<String>> look : all) {
                assertThat(look.get().value()).isEqualTo("sql");
            }
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void thatOneIsKnownAsksNobodyAndSaysItsTime() {
        assertThat(readings.look("plan", "shop", this::answer, false).unread()).isTrue();
        assertThat(asked).hasValue(0);
        Instant first = clock.instant();
        readings.look("plan", "shop", this::answer, true);

        clock.forward(Duration.ofSeconds(9));
        assertThat(readings.look("plan", "shop", this::answer, false))
                .isEqualTo(new Look<>("answer 1", first, null, false));
        clock.forward(Duration.ofSeconds(2));
        assertThat(readings.look("plan", "shop", this::answer, false))
                .as("shown, and read again once the page is there")
                .isEqualTo(new Look<>("answer 1", first, null, true));
        assertThat(readings.look("another plan", "shop", this::answer, false).unread())
                .isTrue();
        clock.forward(Readings.KEPT);
        assertThat(readings.look("plan", "shop", this::answer, false).unread()).isTrue();
        assertThat(asked).hasValue(1);
    }

    @Test
    void aTargetIsAskedAtMostOnceASecond() {
        for (int i = 0; i < 10; i++) {
            assertThat(readings.look("plan", "shop", this::answer, true).value())
                    .isEqualTo("answer " + (1 + i / 4));
            clock.forward(Duration.ofMillis(250));
        }
    }

    @Test
    void whatIsForgottenWhileItIsReadIsNotKept() {
        CountDownLatch answers = new CountDownLatch(1);
        CompletableFuture<Look<String>> early =
                CompletableFuture.supplyAsync(() -> readings.look("plan", "shop", after(answers, "go"), true));
        Awaitility.await().until(() -> asked.get() == 1);

        readings.forget("plan");
        assertThat(readings.look("plan", "shop", () -> "no-go", true).value()).isEqualTo("no-go");
        answers.countDown();

        assertThat(early.join().value()).isEqualTo("go");
        assertThat(readings.look("plan", "shop", this::answer, false).value()).isEqualTo("no-go");
    }

    @Test
    void aSlowTargetIsWaitedForSomeSecondsAndItsAnswerIsKept() {
        CountDownLatch answers = new CountDownLatch(1);

        Look<String> given = readings.look("plan", "shop", after(answers, "late"), true);

        assertThat(given.silent()).isNotNull();
        assertThat(given.silent().message()).contains("has not answered within 4 s");
        assertThat(given.unread()).isFalse();
        answers.countDown();
        Awaitility.await().until(() -> "late"
                .equals(readings.look("plan", "shop", this::answer, false).value()));
    }

    /** As somebody does who opens ten boards in ten tabs. */
    @Test
    void manyThingsOfOneTargetAreReadInTurn() throws Exception {
        CountDownLatch answers = new CountDownLatch(1);
        List<Future<Look<String>>> all = new ArrayList<>();
        try (ExecutorService viewers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                String plan = "plan " + i;
                all.add(viewers.submit(() -> readings.look(plan, "shop", after(answers, plan), true)));
            }
            Awaitility.await().until(() -> asked.get() == 6);
            answers.countDown();
            for (int i = 0; i < 20; i++) {
                assertThat(all.get(i).get().value()).isEqualTo("plan " + i);
            }
        }
    }

    @Test
    void aQuestionThatBreaksIsNotRemembered() {
        assertThatThrownBy(() -> readings.look(
                        "plan",
                        "shop",
                        () -> {
                            throw new IllegalStateException("broken");
                        },
                        true))
                .hasMessage("broken");
        Failure refused = Failure.invalid("no", "do not");
        assertThat(readings.look(
                                "plan",
                                "shop",
                                () -> {
                                    throw refused;
                                },
                                true)
                        .silent())
                .isSameAs(refused);
        assertThat(readings.look("plan", "shop", this::answer, true).value()).isEqualTo("answer 1");
    }

    @Test
    void thereIsRoomForSoMuchAndTheLeastAskedForGoes() {
        String large = "x".repeat(2_500_000);
        readings.look("first", "shop", () -> large, true);
        readings.look("second", "shop", () -> large, true);
        readings.look("first", "shop", this::answer, false);

        readings.look("third", "shop", () -> large, true);

        assertThat(readings.look("second", "shop", this::answer, false).unread())
                .isTrue();
        assertThat(readings.look("first", "shop", this::answer, false).unread()).isFalse();
        assertThat(readings.look("third", "shop", this::answer, false).unread()).isFalse();
    }

    private String answer() {
        return "answer " + asked.incrementAndGet();
    }

    private Supplier<String> after(CountDownLatch answers, String answer) {
        return () -> {
            asked.incrementAndGet();
            try {
                answers.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return answer;
        };
    }

    private static final class Hands extends Clock {
        private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

        void forward(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
