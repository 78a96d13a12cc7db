package dev.lockkeeper.target;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The key that passwords of targets are encrypted with.
 *
 * @param key {@code LOCKKEEPER_KEY}: 32 bytes in base64, or a passphrase of at least 32 characters
 * @param keyFile {@code LOCKKEEPER_KEY_FILE}: a file that holds the same
 */
@ConfigurationProperties("lockkeeper")
record KeySettings(@Nullable String key, @Nullable Path keyFile) {

    @Override
    public String toString() {
        return "KeySettings[not shown]";
    }
}
