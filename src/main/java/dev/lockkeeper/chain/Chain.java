package dev.lockkeeper.chain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The hash of a record. Each field goes in as its length in bytes, a colon and its text, and an absent one as a minus: so no
 * byte can move from one field to the next unseen. Whoever verifies an export needs to know only this class.
 */
public final class Chain {

    /** What the first record has for the hash before it. */
    public static final String START = "0".repeat(64);

    private Chain() {}

    public static String hash(Link record) {
        List<@Nullable String> fields = Arrays.asList(
                record.previous(),
                String.valueOf(record.seq()),
                String.valueOf(micros(record.at())),
                record.actorKind(),
                record.actorId() == null ? null : String.valueOf(record.actorId()),
                record.actor(),
                record.via(),
                record.address(),
                record.action(),
                record.subject(),
                record.before(),
                record.after(),
                record.reason());
        MessageDigest digest = sha256();
        fields.forEach(field -> digest.update(framed(field)));
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Microseconds since 1970, what PostgreSQL keeps of a time. */
    private static long micros(Instant at) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }

    private static byte[] framed(@Nullable String field) {
        if (field == null) {
            return new byte[] {'-'};
        }
        int length = field.getBytes(StandardCharsets.UTF_8).length;
        return (length + ":" + field).getBytes(StandardCharsets.UTF_8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
