package dev.lockkeeper.security;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** A person, read from the store for this one request, in the shape that Spring Security passes around. */
final class PersonAuthentication extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1L;

    private final transient Person person;

    PersonAuthentication(Person person) {
        super(authorities(person));
        this.person = person;
        setAuthenticated(true);
    }

    private static List<SimpleGrantedAuthority> authorities(Person person) {
        return person.grants().stream()
                .map(grant -> new SimpleGrantedAuthority("ROLE_" + grant.role().name()))
                .distinct()
                .toList();
    }

    @Override
    public Person getPrincipal() {
        return person;
    }

    @Override
    public @Nullable Object getCredentials() {
        return null;
    }

    @Override
    public String getName() {
        return person.username();
    }
}
