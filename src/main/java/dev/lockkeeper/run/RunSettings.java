package dev.lockkeeper.run;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the module needs to know of the process it runs in. */
@Configuration(proxyBeanMethods = false)
class RunSettings {

    @Bean
    ServerName serverName() {
        return ServerName.ofThisProcess();
    }
}
