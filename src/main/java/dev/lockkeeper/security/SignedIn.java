package dev.lockkeeper.security;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/**
 * What a session remembers: who, since when, and which password it was. Roles are not in it: they are read again at each request, so that
 * a change of roles, of the password, or disabling takes effect at once.
 */
final class SignedIn extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1L;

    private final long userId;
    private final String username;
    private final String passwordMark;
    private final Instant since;

    /**
     * @param passwordMark a hash of the stored hash, so that a session of an earlier password is known
     * @param since the moment of the sign-in; the session itself is older when somebody left its form open
     */
    SignedIn(long userId, String username, String passwordMark, Instant since) {
        super(List.of());
        this.userId = userId;
        this.username = username;
        this.passwordMark = passwordMark;
        this.since = since;
        setAuthenticated(true);
    }

    long userId() {
        return userId;
    }

    boolean isOfPassword(@Nullable String passwordHash) {
        return passwordHash != null && TokenSecret.hash(passwordHash).equals(passwordMark);
    }

    boolean isOlderThan(Duration absolute, Instant now) {
        return !since.plus(absolute).isAfter(now);
    }

    /** The same sign-in, with the password that was changed in it. */
    SignedIn with(String passwordHash) {
        return new SignedIn(userId, username, TokenSecret.hash(passwordHash), since);
    }

    @Override
    public String getPrincipal() {
        return username;
    }

    @Override
    public @Nullable Object getCredentials() {
        return null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SignedIn that && that.userId == userId && that.passwordMark.equals(passwordMark);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(userId);
    }
}
