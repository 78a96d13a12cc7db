package dev.lockkeeper.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {

    @TempDir
    Path folder;

    private Path data;
    private Path mounted;
    private Passwords passwords;

    @BeforeEach
    void prepare() throws IOException {
        data = Files.createDirectories(folder.resolve("data")).toRealPath();
        mounted = Files.createDirectories(folder.resolve("mounted")).toRealPath();
        passwords = new Passwords(
                new StoreSettings(data, null),
                new KeySettings(null, mounted.resolve("key")),
                Map.of("SHOP_PASSWORD", "from env", "EMPTY", "", "LOCKKEEPER_KEY", "canary"));
    }

    @Test
    void variablesAndFilesAreReadEachTime() throws IOException {
        Path file = Files.writeString(mounted.resolve("shop"), "from file\n");
        assertThat(passwords.read("shop", "env:SHOP_PASSWORD")).isEqualTo("from env");
        assertThat(passwords.read("shop", "file:" + file)).isEqualTo("from file");
        Files.writeString(file, " rotated ");
        assertThat(passwords.read("shop", "file:" + file)).isEqualTo(" rotated ");
    }

    @Test
    void ourKeyIsClosedByEveryNameThatItHas() throws IOException {
        Path real = Files.writeString(mounted.resolve("..data"), "canary");
        Files.createSymbolicLink(mounted.resolve("key"), real);
        assertThat(refused("file:" + real)).doesNotContain("canary").contains("cannot be a target's password");
        assertThat(refused("file:" + mounted.resolve("key"))).contains("cannot be a target's password");
    }

    @Test
    void whatIsNotThereIsNamed() throws IOException {
        Path empty = Files.createFile(mounted.resolve("empty"));
        assertThat(refused("env:NOT_SET")).contains("env:NOT_SET", "'shop'");
        assertThat(refused("env:EMPTY")).contains("no such variable");
        assertThat(refused("file:" + mounted.resolve("nothing"))).contains("cannot be read");
        assertThat(refused("file:" + empty)).contains("empty");
        assertThat(refused("file:" + mounted)).contains("not a file");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SHOP",
                "env:",
                "env:A B",
                "env:$(id)",
                "file:",
                "file:relative",
                "vault:x",
                "env:LOCKKEEPER_KEY",
                "env:lockkeeper_store_password",
                "file:/proc/self/environ",
                "file:/dev/zero",
                "file:/tmp/../proc/self/environ"
            })
    void referencesThatCannotBeUsedAreFoundBeforeTheyAreStored(String reference) {
        assertThat(passwords.problem(reference)).isPresent();
    }

    @Test
    void ourOwnSecretsAreClosedEvenBehindALink() throws IOException {
        Path ours = Files.writeString(data.resolve("secret"), "canary");
        Files.writeString(mounted.resolve("key"), "canary");
        Path link = Files.createSymbolicLink(mounted.resolve("link"), ours);
        Path keyLink = Files.createSymbolicLink(mounted.resolve("keylink"), mounted.resolve("key"));
        assertThat(passwords.problem("file:" + ours)).isPresent();
        assertThat(passwords.problem("file:" + mounted.resolve("key"))).isPresent();
        assertThat(refused("file:" + link)).doesNotContain("canary");
        assertThat(refused("file:" + keyLink)).doesNotContain("canary");
    }

    private String refused(String reference) {
        Failure failure = catchThrowableOfType(Failure.class, () -> passwords.read("shop", reference));
        assertThat(failure).as(reference).isNotNull();
        assertThat(failure.code()).isEqualTo(Code.WRONG_SETTINGS);
        return failure.message();
    }
}
