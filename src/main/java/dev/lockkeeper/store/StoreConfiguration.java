package dev.lockkeeper.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayDataSource;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

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

    /** The schema is its owner's work; a connection each time, since it is needed at the start only. */
    @Bean(defaultCandidate = false)
    @FlywayDataSource
    DataSource ownerDataSource(StoreServer server) {
        StoreAddress owner = server.owner();
        DriverManagerDataSource source = new DriverManagerDataSource(owner.url());
        source.setUsername(owner.username());
        source.setPassword(owner.password());
        return source;
    }

    @Bean
    FlywayMigrationStrategy storeVersion(StoreServer server) {
        return new StoreVersion(new StoreGrants(server));
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
