package dev.lockkeeper.web;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * Asks a target for a page, and waits only so long: one that is slow or away must not hang the page. A question that nobody waits for
 * any more ends by the target's own limits; so that they do not pile up, each target has few at once.
 */
@Component
class Patience {
    static final Duration LONGEST = Duration.ofSeconds(4);
    private static final int AT_ONCE = 6;

    private final Map<String, Semaphore> places = new ConcurrentHashMap<>();

    /**
     * @param target that is there and may be seen
     * @throws Failure what the question throws, and {@code target-unreachable} when it takes too long or many wait already
     */
    <T> T ask(String target, Supplier<T> question) {
        Semaphore free = places(target);
        if (!free.tryAcquire()) {
            throw busy(target);
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        Thread.ofVirtual().name("page asks " + target).start(() -> put(question, answer, free));
        return await(answer, target);
    }

    /** Asks once there is a place, without waiting for the answer; {@link #await} waits, and may give up before it is there. */
    <T> CompletableFuture<T> begin(String target, Supplier<T> question) {
        Semaphore free = places(target);
        CompletableFuture<T> answer = new CompletableFuture<>();
        Thread.ofVirtual().name("page asks " + target).start(() -> {
            if (inTurn(free)) {
                put(question, answer, free);
            } else {
                answer.completeExceptionally(busy(target));
            }
        });
        return answer;
    }

    private Semaphore places(String target) {
        return places.computeIfAbsent(target, name -> new Semaphore(AT_ONCE));
    }

    private static boolean inTurn(Semaphore free) {
        try {
            return free.tryAcquire(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static <T> void put(Supplier<T> question, CompletableFuture<T> answer, Semaphore free) {
        try {
            answer.complete(question.get());
        } catch (RuntimeException | Error thrown) {
            answer.completeExceptionally(thrown);
        } finally {
            free.release();
        }
    }

    private static Failure busy(String target) {
        return new Failure(
                Code.TARGET_UNREACHABLE,
                "Others are waiting for '" + target + "' to answer already.",
                "Ask again in a moment.");
    }

    /** @throws Failure what the question throws, and {@code target-unreachable} when it takes too long */
    <T> T await(CompletableFuture<T> answer, String target) {
        try {
            return answer.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException thrown ? thrown : new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw silent(target);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw silent(target);
        }
    }

    private static Failure silent(String target) {
        return new Failure(
                Code.TARGET_UNREACHABLE,
                "'" + target + "' has not answered within " + LONGEST.toSeconds()
                        + " s. It may be busy, or out of reach; nothing was changed on it.",
                "Ask again. Runs on it wait and try by themselves.");
    }
}
