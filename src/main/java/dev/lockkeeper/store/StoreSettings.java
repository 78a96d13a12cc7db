package dev.lockkeeper.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the server keeps what it knows.
 *
 * @param data the directory of the embedded store, its lock and its secrets; {@code ./data} unless told otherwise
 * @param store an external PostgreSQL, null or without a url for the embedded one
 */
@ConfigurationProperties("lockkeeper")
public record StoreSettings(@Nullable Path data, @Nullable Store store) {

    public StoreSettings {
        data = (data == null ? Path.of("data") : data).toAbsolutePath().normalize();
    }

    /**
     * {@code LOCKKEEPER_STORE_URL}, {@code _USERNAME} and {@code _PASSWORD}.
     *
     * @param owner null when the server's login owns the tables itself
     */
    public record Store(
            @Nullable String url, @Nullable String username, @Nullable String password, @Nullable Owner owner) {

        @Override
        public String toString() {
            return "Store[the login is not shown]";
        }
    }

    /** {@code LOCKKEEPER_STORE_OWNER_USERNAME} and {@code _PASSWORD}: the login that owns the tables, when it is another. */
    public record Owner(@Nullable String username, @Nullable String password) {

        @Override
        public String toString() {
            return "Owner[the login is not shown]";
        }
    }

    /** The data directory, absolute. */
    public Path directory() {
        return data == null ? Path.of("data").toAbsolutePath() : data;
    }

    /** Whether the store is our own PostgreSQL under the data directory. */
    public boolean embedded() {
        return store == null || store.url() == null || store.url().isBlank();
    }
}
