package dev.lockkeeper.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class TurnsTest {

    @Test
    void sendsAwayWhoWouldWaitBehindThoseWhoWait() throws Exception {
        Turns turns = new Turns(1, 1);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch may = new CountDownLatch(1);
        CompletableFuture<String> first = take(turns, begun, may);
        begun.await();
        CountDownLatch second = new CountDownLatch(1);
        CompletableFuture<String> next = take(turns, second, may);
        Awaitility.await().until(() -> turns.waiting() == 1);
        assertThatThrownBy(() -> turns.take(() -> "third"))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(Code.BUSY));
        assertThat(second.getCount()).as("waits").isOne();
        may.countDown();
        assertThat(first.get() + next.get() + turns.take(() -> "then")).isEqualTo("donedonethen");
    }

    private static CompletableFuture<String> take(Turns turns, CountDownLatch begun, CountDownLatch may) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return turns.take(() -> {
                            begun.countDown();
                            try {
                                may.await();
                            } catch (InterruptedException e) {
                                throw new java.io.IOException(e);
                            }
                            return "done";
                        });
                    } catch (java.io.IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                },
                task -> Thread.ofPlatform().daemon().start(task));
    }
}
