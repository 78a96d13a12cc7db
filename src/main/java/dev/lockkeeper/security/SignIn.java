package dev.lockkeeper.security;

import dev.lockkeeper.audit.Actor;
import dev.lockkeeper.audit.AuditLog;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Checks a username and a password, says so in the record, and slows guessing down. */
@Component
class SignIn implements AuthenticationProvider {

    private final UserStore users;
    private final PasswordEncoder passwords;
    private final SignInThrottle throttle;
    private final AuditLog audit;
    private final TransactionTemplate transaction;
    private final Clock clock;
    /** Compared with when there is no such user, so that the time of the answer does not tell. */
    private final String nobodysHash;

    SignIn(
            UserStore users,
            PasswordEncoder passwords,
            SignInThrottle throttle,
            AuditLog audit,
            TransactionTemplate transaction,
            Clock clock) {
        this.users = users;
        this.passwords = passwords;
        this.throttle = throttle;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
        this.nobodysHash = String.valueOf(passwords.encode(TokenSecret.make()));
    }

    /** Refused because of too many failures. */
    static final class TooMany extends LockedException {
        private static final long serialVersionUID = 1L;

        private final long seconds;

        TooMany(Duration wait) {
            super("too many attempts");
            this.seconds = wait.toSeconds() + 1;
        }

        long seconds() {
            return seconds;
        }
    }

    @Override
    public Authentication authenticate(Authentication asked) {
        String username = asked.getName();
        String address = address(asked);
        Duration wait = throttle.begin(username, address);
        if (!wait.isZero()) {
            throw new TooMany(wait);
        }
        Optional<UserStore.Row> row = Users.isName(username) ? users.find(username) : Optional.empty();
        String hash = row.map(UserStore.Row::passwordHash).orElse(null);
        boolean right = passwords.matches(String.valueOf(asked.getCredentials()), hash == null ? nobodysHash : hash);
        if (row.isEmpty() || hash == null || !right || !row.get().user().enabled()) {
            record("session.refuse", row.map(UserStore.Row::user).orElse(null), address);
            throw new BadCredentialsException("wrong username or password");
        }
        throttle.succeeded(username, address);
        User user = row.get().user();
        record("session.start", user, address);
        return new SignedIn(user.id(), user.username(), TokenSecret.hash(hash), clock.instant());
    }

    @Override
    public boolean supports(Class<?> kind) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(kind);
    }

    /** @param user null for a name that nobody has, which is not recorded: people type passwords into that field */
    private void record(String action, @Nullable User user, @Nullable String address) {
        String name = user == null ? "unknown" : user.username();
        Actor actor = new Actor("user", user == null ? null : user.id(), name, null, address);
        transaction.executeWithoutResult(status -> audit.record(actor, action, "user:" + name, null, null, null));
    }

    private static String address(Authentication asked) {
        return asked.getDetails() instanceof WebAuthenticationDetails details
                ? String.valueOf(details.getRemoteAddress())
                : "";
    }
}
