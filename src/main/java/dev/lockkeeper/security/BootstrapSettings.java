package dev.lockkeeper.security;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** @param token {@code LOCKKEEPER_BOOTSTRAP_TOKEN}: the first admin's token, read at the first start only */
@ConfigurationProperties("lockkeeper.bootstrap")
record BootstrapSettings(@Nullable String token) {

    @Override
    public String toString() {
        return "BootstrapSettings[the token is not shown]";
    }
}
