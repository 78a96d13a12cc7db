package dev.lockkeeper.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SecretsTest {

    private static final String SECRET = "påss wörd \uD83D\uDD11 '\"; --";
    private final Secrets secrets = new Secrets(key());

    @Test
    void whatIsEncryptedIsDecryptedAgain() {
        assertThat(secrets.decrypt("prod", secrets.encrypt("prod", SECRET))).isEqualTo(SECRET);
    }

    @Test
    void sameSecretIsStoredDifferentlyEachTimeAndNeverInTheClear() {
        byte[] one = secrets.encrypt("prod", "canary");
        assertThat(secrets.encrypt("prod", "canary")).isNotEqualTo(one);
        assertThat(new String(one, StandardCharsets.ISO_8859_1)).doesNotContain("canary");
    }

    @Test
    void anotherKeyIsAClearFailureThatNamesTheSetting() {
        Failure failure = refused(new Secrets(key()), "prod", secrets.encrypt("prod", SECRET));
        assertThat(failure.message()).contains("'prod'", "key").doesNotContain(SECRET);
        assertThat(failure.advice()).contains("LOCKKEEPER_KEY");
    }

    @Test
    void cipherOfAnotherTargetOpensNothing() {
        refused(secrets, "staging", secrets.encrypt("prod", SECRET));
    }

    @Test
    void alteredOrShortCipherOpensNothing() {
        byte[] stored = secrets.encrypt("prod", SECRET);
        for (int i : new int[] {0, 1, 13, stored.length - 1}) {
            byte[] altered = stored.clone();
            altered[i] ^= 1;
            refused(secrets, "prod", altered);
        }
        refused(secrets, "prod", Arrays.copyOf(stored, 10));
    }

    private static Failure refused(Secrets with, String target, byte[] stored) {
        Failure failure = catchThrowableOfType(Failure.class, () -> with.decrypt(target, stored));
        assertThat(failure).isNotNull();
        assertThat(failure.code()).isEqualTo(Code.WRONG_SETTINGS);
        return failure;
    }

    private static byte[] key() {
        byte[] key = new byte[SecretKeys.BYTES];
        new SecureRandom().nextBytes(key);
        return key;
    }
}
