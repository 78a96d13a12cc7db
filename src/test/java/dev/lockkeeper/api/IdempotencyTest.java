package dev.lockkeeper.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import jakarta.servlet.Filter;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@LockkeeperTest
class IdempotencyTest {

    private static final AtomicInteger CALLS = new AtomicInteger();
    private static final CountDownLatch ENTERED = new CountDownLatch(1);
    private static final CountDownLatch LEAVE = new CountDownLatch(1);

    private static final int AT_ONCE = 6;
    private static final AtomicInteger CARRIED_OUT = new AtomicInteger();
    private static final CountDownLatch ARRIVED = new CountDownLatch(AT_ONCE);

    @Autowired
    People people;

    @Autowired
    JdbcClient jdbc;

    @TestConfiguration
    @RestController
    static class Calls {
        @PostMapping("/api/v1/test/broken")
        Map<String, Integer> broken() {
            if (CALLS.incrementAndGet() == 1) {
                throw new IllegalStateException("once");
            }
            return Map.of("calls", CALLS.get());
        }

        @PostMapping("/api/v1/test/slow")
        Map<String, String> slow() throws InterruptedException {
            ENTERED.countDown();
            if (!LEAVE.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("never let go");
            }
            return Map.of("done", "yes");
        }

        /** Answers once all who ask for it at once are at the door. */
        @PostMapping("/api/v1/test/at-once")
        Map<String, Integer> atOnce() throws InterruptedException {
            if (!ARRIVED.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("some never came");
            }
            return Map.of("calls", CARRIED_OUT.incrementAndGet());
        }

        @Bean
        FilterRegistrationBean<Filter> door() {
            FilterRegistrationBean<Filter> door = new FilterRegistrationBean<>((request, response, chain) -> {
                ARRIVED.countDown();
                chain.doFilter(request, response);
            });
            door.addUrlPatterns("/api/v1/test/at-once");
            door.setOrder(Ordered.HIGHEST_PRECEDENCE);
            return door;
        }
    }

    private static Api.Answer post(Api who, String key, String path, Object body) {
        return who.call("POST", path, body, "Idempotency-Key", key);
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    private long users() {
        return jdbc.sql("select count(*) from users").query(Long.class).single();
    }

    @Test
    void theSameCallAgainGetsTheSameAnswerAndDoesNothing() {
        String key = key();
        Map<String, ?> body = Map.of("username", "idem1", "roles", List.of("viewer"));
        Api.Answer first = post(people.admin(), key, "/users", body).expect(201);
        long users = users();
        Api.Answer again = post(people.admin(), key, "/users", body).expect(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("Location")).isEqualTo(first.header("Location")).isNotEmpty();
        assertThat(again.header("Content-Type")).isEqualTo(first.header("Content-Type"));
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        assertThat(users()).isEqualTo(users);
    }

    @Test
    void aRefusalIsRepeatedToo() {
        String key = key();
        Map<String, ?> body = Map.of("username", "not a name");
        Api.Answer first = post(people.admin(), key, "/users", body).expect(400);
        Api.Answer again = post(people.admin(), key, "/users", body).expect(400);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("Content-Type")).startsWith("application/problem+json");
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    }

    @Test
    void theSameKeyForAnotherCallIsRefused() {
        String key = key();
        post(people.admin(), key, "/users", Map.of("username", "idem2")).expect(201);
        assertThat(post(people.admin(), key, "/users", Map.of("username", "idem3"))
                        .expect(409)
                        .code())
                .isEqualTo("idempotency-conflict");
        assertThat(post(people.admin(), key, "/tokens", Map.of("username", "idem2"))
                        .expect(409)
                        .code())
                .isEqualTo("idempotency-conflict");
        people.admin().get("/users/idem3").expect(404);
    }

    @Test
    void anotherPersonsKeyIsAnotherKey() {
        String key = key();
        String ofAnn = post(people.author(), key, "/tokens", Map.of("name", "x"))
                .expect(201)
                .text("/id");
        String ofBob = post(people.approver(), key, "/tokens", Map.of("name", "x"))
                .expect(201)
                .text("/id");
        assertThat(ofBob).isNotEqualTo(ofAnn);
    }

    @Test
    void aFailureOfOursIsNotKept() {
        String key = key();
        post(people.admin(), key, "/test/broken", Map.of()).expect(500);
        Api.Answer second = post(people.admin(), key, "/test/broken", Map.of()).expect(200);
        assertThat(second.json().at("/calls").asInt()).isEqualTo(2);
        assertThat(post(people.admin(), key, "/test/broken", Map.of())
                        .expect(200)
                        .json()
                        .at("/calls")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void aSecondCallWhileTheFirstIsUnderWayIsRefused() throws Exception {
        String key = key();
        Api admin = people.admin();
        try (var one = Executors.newSingleThreadExecutor()) {
            Future<Api.Answer> first = one.submit(() -> post(admin, key, "/test/slow", Map.of()));
            assertThat(ENTERED.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(post(admin, key, "/test/slow", Map.of()).expect(409).code())
                    .isEqualTo("idempotency-conflict");
            LEAVE.countDown();
            first.get().expect(200);
        }
        post(admin, key, "/test/slow", Map.of()).expect(200);
    }

    @Test
    void theSameCallManyTimesAtOnceIsDoneOnceAndAllGetItsAnswer() throws Exception {
        String key = key();
        Api admin = people.admin();
        try (var many = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<Api.Answer>> calls = IntStream.range(0, AT_ONCE)
                    .mapToObj(i -> many.submit(() -> post(admin, key, "/test/at-once", Map.of())))
                    .toList();
            for (Future<Api.Answer> call : calls) {
                assertThat(call.get().expect(200).body()).isEqualTo("{\"calls\":1}");
            }
        }
    }

    @Test
    void aTokenIsNotKeptForTheRepetition() {
        String key = key();
        Api.Answer first =
                post(people.author(), key, "/tokens", Map.of("name", "once")).expect(201);
        Api.Answer again =
                post(people.author(), key, "/tokens", Map.of("name", "once")).expect(201);
        assertThat(again.text("/id")).isEqualTo(first.text("/id")).isNotEmpty();
        assertThat(again.json().has("token")).isFalse();
        String kept = jdbc.sql("select string_agg(i::text, '') from idempotency i")
                .query(String.class)
                .single();
        assertThat(kept).doesNotContain(first.text("/token"), key);
    }

    @Test
    void whatIsNoKeyIsRefused() {
        assertThat(post(people.admin(), "two words", "/users", Map.of("username", "idem4"))
                        .expect(400)
                        .code())
                .isEqualTo("invalid");
        people.admin().get("/users/idem4").expect(404);
    }

    @Test
    void readingTakesNoNoticeOfAKey() {
        String key = key();
        people.admin().call("GET", "/me", null, "Idempotency-Key", key).expect(200);
        people.admin().call("GET", "/users", null, "Idempotency-Key", key).expect(200);
    }
}
