package dev.lockkeeper.security;

import org.springframework.stereotype.Component;

/** The one who sent the request that this thread answers. */
@Component
public class CurrentPerson {

    /** @throws dev.lockkeeper.Failure {@code unauthenticated} when nobody is signed in */
    public Person get() {
        throw new IllegalStateException("to be written");
    }
}
