package dev.lockkeeper.target;

import dev.lockkeeper.store.StoreSettings;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Finds the key when the server starts, so that a missing one stops it there and not at the first target. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KeySettings.class)
class TargetConfiguration {

    @Bean
    Secrets secrets(KeySettings key, StoreSettings store) {
        return new Secrets(SecretKeys.find(key, store));
    }

    @Bean
    Passwords passwords(KeySettings key, StoreSettings store) {
        return new Passwords(store, key, System.getenv());
    }
}
