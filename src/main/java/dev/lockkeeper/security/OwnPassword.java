package dev.lockkeeper.security;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.audit.AuditLog;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Changes the password of the one who is signed in. Every other session of that user ends; this one goes on, under a new id. */
@Component
public class OwnPassword {

    private static final String CONTEXT = HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY;

    private final UserStore users;
    private final PasswordHashes hashes;
    private final SignInThrottle throttle;
    private final AuditLog audit;
    private final TransactionTemplate transaction;

    OwnPassword(
            UserStore users,
            PasswordHashes hashes,
            SignInThrottle throttle,
            AuditLog audit,
            TransactionTemplate transaction) {
        this.users = users;
        this.hashes = hashes;
        this.throttle = throttle;
        this.audit = audit;
        this.transaction = transaction;
    }

    /**
     * @param present who finds an open browser must not be able to take the account over
     * @param request of the session that stays
     * @throws Failure {@code invalid} for a wrong present or a bad new password, {@code too-many-attempts}
     */
    public void change(String present, String wanted, Person by, HttpServletRequest request) {
        check(present, by, request.getRemoteAddr());
        if (wanted.equals(present)) {
            throw Failure.invalid("The new password is the present one. Nothing was changed.", "Take another one.");
        }
        String hash = hashes.of(wanted);
        transaction.executeWithoutResult(status -> {
            users.setPassword(by.userId(), hash);
            Map<String, String> before = Map.of("username", by.username());
            Map<String, String> after = Map.of("username", by.username(), "password", "changed");
            audit.record(by.actor(), "user.update", "user:" + by.username(), before, after, null);
        });
        goOn(request, hash);
    }

    private void check(String present, Person by, String address) {
        Duration wait = throttle.begin(by.username(), address);
        if (!wait.isZero()) {
            throw new Failure(
                    Code.TOO_MANY_ATTEMPTS,
                    "The present password was wrong too often. Nothing was changed.",
                    "Try again in " + (wait.toSeconds() + 1) + " seconds.");
        }
        String known = users.find(by.userId()).map(UserStore.Row::passwordHash).orElse(null);
        if (!hashes.matches(present, known)) {
            throw Failure.invalid("The present password is another. Nothing was changed.", "Type it again.");
        }
        throttle.succeeded(by.username(), address);
    }

    private static void goOn(HttpServletRequest request, String hash) {
        HttpSession session = request.getSession(false);
        if (session != null
                && session.getAttribute(CONTEXT) instanceof SecurityContext context
                && context.getAuthentication() instanceof SignedIn signedIn) {
            request.changeSessionId();
            Objects.requireNonNull(request.getSession(false))
                    .setAttribute(CONTEXT, new SecurityContextImpl(signedIn.with(hash)));
        }
    }
}
