package dev.lockkeeper.check;

import dev.lockkeeper.target.Condition.Topic;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** The checks that the server answers in one reading. */
@Configuration(proxyBeanMethods = false)
class ServerConditions {

    @Bean
    @Order(131)
    Check openTransactions() {
        return new ServerCondition(
                "open-transactions", "No long or idle transaction in the database", Topic.TRANSACTIONS, false);
    }

    @Bean
    @Order(132)
    Check locksHeld() {
        return new ServerCondition("locks-held", "Nobody holds a strong lock on its tables", Topic.LOCKS, false);
    }

    /** Two tools that change a table at once lose rows. */
    @Bean
    @Order(133)
    Check otherTools() {
        return new ServerCondition("other-tools", "No other tool changes its tables", Topic.TOOLS, true);
    }

    @Bean
    @Order(145)
    Check logHealthy() {
        return new ServerCondition("log-healthy", "The log is archived and purged", Topic.LOG, false);
    }

    @Bean
    @Order(146)
    Check vacuumHealthy() {
        return new ServerCondition("vacuum-healthy", "What writers leave behind is cleaned up", Topic.VACUUM, false);
    }
}
