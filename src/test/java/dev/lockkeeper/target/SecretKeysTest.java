package dev.lockkeeper.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretKeysTest {

    private static final String PASSPHRASE = "a passphrase of more than thirty-two characters";
    private static final KeySettings NONE = new KeySettings(null, null);

    @TempDir
    Path data;

    @Test
    void base64OfThirtyTwoBytesIsTheKeyItself() {
        byte[] key = new byte[32];
        key[5] = 9;
        assertThat(SecretKeys.find(new KeySettings(Base64.getEncoder().encodeToString(key), null), external()))
                .isEqualTo(key);
    }

    @Test
    void passphraseGivesTheSameKeyEachTime() {
        byte[] key = SecretKeys.find(new KeySettings(PASSPHRASE, null), external());
        assertThat(key).hasSize(32).isEqualTo(SecretKeys.find(new KeySettings(PASSPHRASE + "\n", null), external()));
        assertThat(key).isNotEqualTo(SecretKeys.find(new KeySettings(PASSPHRASE + "x", null), external()));
    }

    @Test
    void keyFileHoldsTheSame() throws IOException {
        Path file = Files.writeString(data.resolve("mounted"), PASSPHRASE + "\n");
        assertThat(SecretKeys.find(new KeySettings(null, file), external()))
                .isEqualTo(SecretKeys.find(new KeySettings(PASSPHRASE, null), external()));
    }

    @Test
    void embeddedStoreGetsAKeyOfItsOwnThatOnlyItsOwnerReads() throws IOException {
        byte[] made = SecretKeys.find(NONE, embedded());
        Path file = data.resolve("key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(SecretKeys.find(NONE, embedded())).isEqualTo(made);
        Files.delete(file);
        assertThat(SecretKeys.find(NONE, embedded())).isNotEqualTo(made);
    }

    @Test
    void externalStoreWithoutAKeyStopsTheStart() {
        assertThat(refused(NONE, external()).message()).contains("external");
        assertThat(refused(NONE, external()).advice()).contains("LOCKKEEPER_KEY");
    }

    @Test
    void shortDoubledOrUnreadableKeysStopTheStart() {
        assertThat(refused(new KeySettings("short", null), embedded()).message())
                .contains("LOCKKEEPER_KEY")
                .doesNotContain("'short'");
        assertThat(refused(new KeySettings(PASSPHRASE, data), embedded()).message())
                .contains("both");
        assertThat(refused(new KeySettings(null, data.resolve("nothing")), external())
                        .message())
                .contains("cannot be read");
    }

    @Test
    void settingsNeverShowTheKey() {
        assertThat(new KeySettings(PASSPHRASE, null)).asString().doesNotContain(PASSPHRASE);
    }

    private static Failure refused(KeySettings settings, StoreSettings store) {
        Failure failure = catchThrowableOfType(Failure.class, () -> SecretKeys.find(settings, store));
        assertThat(failure).isNotNull();
        assertThat(failure.code()).isEqualTo(Code.WRONG_SETTINGS);
        return failure;
    }

    private StoreSettings embedded() {
        return new StoreSettings(data, null);
    }

    private StoreSettings external() {
        return new StoreSettings(data, new StoreSettings.Store("jdbc:postgresql://store/lockkeeper", "u", "p", null));
    }
}
