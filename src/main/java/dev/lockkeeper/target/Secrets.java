package dev.lockkeeper.target;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Passwords at rest: AES-GCM with a fresh nonce each time. The target's name is bound in, so that a cipher copied into another row of
 * the store opens nothing.
 *
 * <p>Layout: one byte version (1), 12 bytes nonce, cipher text with its 16 bytes tag.
 */
final class Secrets {

    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String CIPHER = "AES/GCM/NoPadding";

    private final SecretKey key;
    private final SecureRandom random = new SecureRandom();

    Secrets(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    byte[] encrypt(String target, String secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] text = cipher(Cipher.ENCRYPT_MODE, nonce, target).doFinal(secret.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.allocate(1 + NONCE_BYTES + text.length)
                    .put(VERSION)
                    .put(nonce)
                    .put(text)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot encrypt with " + CIPHER, e);
        }
    }

    /** @throws Failure {@code wrong-settings} when the key is not the one it was encrypted with */
    String decrypt(String target, byte[] stored) {
        if (stored.length <= 1 + NONCE_BYTES || stored[0] != VERSION) {
            throw unreadable(target, "it was not written by this version", null);
        }
        byte[] nonce = Arrays.copyOfRange(stored, 1, 1 + NONCE_BYTES);
        byte[] text = Arrays.copyOfRange(stored, 1 + NONCE_BYTES, stored.length);
        try {
            return new String(cipher(Cipher.DECRYPT_MODE, nonce, target).doFinal(text), StandardCharsets.UTF_8);
        } catch (AEADBadTagException e) {
            throw unreadable(
                    target, "the key is another than the one it was encrypted with, or the store was altered", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot decrypt with " + CIPHER, e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String target) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(("target:" + target).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static Failure unreadable(String target, String why, @Nullable Throwable cause) {
        return new Failure(
                Code.WRONG_SETTINGS,
                "The stored password of target '" + target + "' cannot be decrypted: " + why
                        + ". Nothing was sent to the target.",
                "Start the server with the LOCKKEEPER_KEY (or LOCKKEEPER_KEY_FILE) it was registered with, or give the target its "
                        + "password again.",
                cause);
    }
}
