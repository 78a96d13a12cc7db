package dev.lockkeeper.target;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.store.StoreSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the key at start: from the settings, or for the embedded store from a file beside it, which is made at the first start. */
final class SecretKeys {

    static final int BYTES = 32;

    private static final Logger LOG = LoggerFactory.getLogger(SecretKeys.class);
    private static final int SHORTEST_PASSPHRASE = 32;
    private static final String MADE = "key";

    private SecretKeys() {}

    /** @throws Failure {@code wrong-settings} without a key for an external store, or with one that cannot be used */
    static byte[] find(KeySettings settings, StoreSettings store) {
        boolean given = settings.key() != null && !settings.key().isBlank();
        if (given && settings.keyFile() != null) {
            throw wrong("LOCKKEEPER_KEY and LOCKKEEPER_KEY_FILE are both set.", "Unset one of them.");
        }
        if (given) {
            return bytes(String.valueOf(settings.key()), "LOCKKEEPER_KEY");
        }
        if (settings.keyFile() != null) {
            return bytes(read(settings.keyFile()), "LOCKKEEPER_KEY_FILE");
        }
        if (!store.embedded()) {
            throw wrong(
                    "The store is external, and there is no key to encrypt the passwords of targets with.",
                    "Set LOCKKEEPER_KEY to 32 random bytes in base64 (openssl rand -base64 32), the same on every server, or "
                            + "LOCKKEEPER_KEY_FILE to a file that holds it.");
        }
        Path file = store.directory().resolve(MADE);
        return bytes(Files.exists(file) ? read(file) : make(file), file.toString());
    }

    private static byte[] bytes(String text, String setting) {
        String key = text.strip();
        try {
            byte[] decoded = Base64.getDecoder().decode(key);
            if (decoded.length == BYTES) {
                return decoded;
            }
        } catch (IllegalArgumentException notBase64) {
            // A passphrase, then.
        }
        if (key.length() < SHORTEST_PASSPHRASE) {
            throw wrong(
                    setting + " is too short.",
                    "Give 32 random bytes in base64 (openssl rand -base64 32), or a passphrase of at least "
                            + SHORTEST_PASSPHRASE + " characters.");
        }
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw wrong(
                    "The key file " + file + " cannot be read: " + e.getClass().getSimpleName() + ".",
                    "Check LOCKKEEPER_KEY_FILE and the file's permissions.");
        }
    }

    /** Readable by its owner from the first byte on: the permissions are given with the creation. */
    private static String make(Path file) {
        byte[] fresh = new byte[BYTES];
        new SecureRandom().nextBytes(fresh);
        String text = Base64.getEncoder().encodeToString(fresh) + "\n";
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] permissions = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        try {
            Files.createDirectories(file.getParent());
            Files.createFile(file, permissions);
            Files.writeString(file, text);
        } catch (IOException e) {
            throw wrong(
                    "The key file " + file + " cannot be written: " + e.getMessage() + ".",
                    "Check the data directory.");
        }
        LOG.warn(
                "Made a key for the passwords of targets: {}. Keep a copy apart from the store's backup, or set LOCKKEEPER_KEY; without it"
                        + " they cannot be read.",
                file);
        return text;
    }

    private static Failure wrong(String message, String advice) {
        return new Failure(Code.WRONG_SETTINGS, message, advice);
    }
}
