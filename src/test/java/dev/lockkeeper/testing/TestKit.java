package dev.lockkeeper.testing;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/** What tests ask for by type. Lazy: the port is known only when the server is up. */
@TestConfiguration(proxyBeanMethods = false)
class TestKit {

    @Bean
    @Lazy
    Api api(Environment environment) {
        return new Api("http://localhost:" + environment.getRequiredProperty("local.server.port"), "");
    }

    @Bean
    @Lazy
    People people(Api api) {
        return new People(api);
    }
}
