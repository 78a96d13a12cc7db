package dev.lockkeeper.catalog;

import org.springframework.stereotype.Component;

/** The policies of the environments. */
@Component
public class Policies {

    /** That of the environment, else the one for all, else what is shipped. */
    public Policy of(String environment) {
        return Policy.shipped(environment);
    }
}
