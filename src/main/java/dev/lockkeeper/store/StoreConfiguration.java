package dev.lockkeeper.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Starts the store, opens its pool, brings its schema up to date. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StoreSettings.class)
class StoreConfiguration {

    /** Twelve tasks, the requests, and some air. The embedded server allows sixty connections. */
    private static final int POOL_SIZE = 20;

    /**
     * A server that falls asleep in a transaction must not keep what it has locked: others could not even take its runs over. No
     * transaction of ours waits for anything but the store.
     */
    private static final String SHORT_SILENCE = "set idle_in_transaction_session_timeout = '5s'";

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** Closed by {@link StoreAhead.Starting}, after all else. */
    @Bean(destroyMethod = "")
    StoreServer storeServer(StoreAhead.Starting starting) {
        return starting.server();
    }

    @Bean
    HikariDataSource dataSource(StoreServer server) {
        StoreAddress address = server.address();
        HikariConfig config = new HikariConfig();
        config.setPoolName("store");
        config.setJdbcUrl(address.url());
        config.setUsername(address.username());
        config.setPassword(address.password());
        config.setMaximumPoolSize(POOL_SIZE);
        config.setMinimumIdle(4);
        config.setConnectionTimeout(10_000);
        config.setConnectionInitSql(SHORT_SILENCE);
        config.addDataSourceProperty("ApplicationName", "lockkeeper store");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        return new HikariDataSource(config);
    }

    @Bean
    FlywayMigrationStrategy storeVersion() {
        return new StoreVersion();
    }

    @Bean
    ApplicationListener<WebServerInitializedEvent> portTeller(StoreServer server) {
        return event -> {
            if (server instanceof EmbeddedStore embedded
                    && event.getApplicationContext().getServerNamespace() == null) {
                embedded.nowOnPort(event.getWebServer().getPort());
            }
        };
    }
}
