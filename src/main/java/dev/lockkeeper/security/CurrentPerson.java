package dev.lockkeeper.security;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** The one who sent the request that this thread answers. */
@Component
public class CurrentPerson {

    /** @throws Failure {@code unauthenticated} when nobody is signed in */
    public Person get() {
        return find().orElseThrow(() -> new Failure(
                Code.UNAUTHENTICATED,
                "Nobody is signed in.",
                "Sign in, or send a token: 'Authorization: Bearer lk_…'."));
    }

    /** Empty when nobody is signed in. */
    public Optional<Person> find() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication instanceof PersonAuthentication known
                ? Optional.of(known.getPrincipal())
                : Optional.empty();
    }
}
