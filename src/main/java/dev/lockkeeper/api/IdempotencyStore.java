package dev.lockkeeper.api;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code idempotency}. */
@Repository
class IdempotencyStore {

    private static final Duration KEPT_FOR = Duration.ofHours(24);
    private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(10);
    private static final String BEGIN =
            """
            insert into idempotency (user_id, key, request, created_at) values (:user, :key, :request, :now)
            on conflict do nothing""";
    private static final String KEEP =
            """
            update idempotency set status = :status, content_type = :type, location = :location, body = :body
            where user_id = :user and key = :key and status is null""";
    private static final String FORGET =
            "delete from idempotency where user_id = :user and key = :key and status is null";
    private static final String FIND =
            """
            select request, status, content_type, location, coalesce(body, '') from idempotency
            where user_id = :user and key = :key""";
    private static final String SWEEP = "delete from idempotency where created_at < :before";

    private final JdbcClient jdbc;
    private final Clock clock;
    private final AtomicReference<Instant> nextSweep;

    IdempotencyStore(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.nextSweep = new AtomicReference<>(clock.instant());
    }

    /**
     * A call as it is kept: the key as a hash, and the request as a hash that only the key's owner can make again, since a
     * request may hold a password and a plain hash of it could be guessed at.
     */
    record Call(long user, String key, String request) {

        static Call of(long user, String key, String line, byte[] body) {
            try {
                byte[] secret = key.getBytes(StandardCharsets.UTF_8);
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(secret, "HmacSHA256"));
                mac.update(line.getBytes(StandardCharsets.UTF_8));
                byte[] hashed = MessageDigest.getInstance("SHA-256").digest(secret);
                return new Call(user, hex(hashed), hex(mac.doFinal(body)));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }

        private static String hex(byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
    }

    /** @param status null while the call is under way */
    record Kept(
            String request,
            @Nullable Integer status,
            @Nullable String contentType,
            @Nullable String location,
            String body) {
        /** Whether the key was given to another call than this one. */
        boolean isOther(Call call) {
            return !request.equals(call.request());
        }
    }

    /** False when there is such a key already. */
    boolean begin(Call call) {
        sweep();
        return jdbc.sql(BEGIN)
                        .param("user", call.user())
                        .param("key", call.key())
                        .param("request", call.request())
                        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    void keep(Call call, int status, @Nullable String type, @Nullable String location, String body) {
        jdbc.sql(KEEP)
                .param("user", call.user())
                .param("key", call.key())
                .param("status", status)
                .param("type", type)
                .param("location", location)
                .param("body", body)
                .update();
    }

    void forget(Call call) {
        jdbc.sql(FORGET).param("user", call.user()).param("key", call.key()).update();
    }

    Optional<Kept> find(Call call) {
        return jdbc.sql(FIND)
                .param("user", call.user())
                .param("key", call.key())
                .query((rows, number) -> new Kept(
                        rows.getString(1),
                        rows.getObject(2, Integer.class),
                        rows.getString(3),
                        rows.getString(4),
                        rows.getString(5)))
                .optional();
    }

    private void sweep() {
        Instant now = clock.instant();
        Instant due = nextSweep.get();
        if (!now.isBefore(due) && nextSweep.compareAndSet(due, now.plus(BETWEEN_SWEEPS))) {
            jdbc.sql(SWEEP)
                    .param("before", now.minus(KEPT_FOR).atOffset(ZoneOffset.UTC))
                    .update();
        }
    }
}
