package dev.lockkeeper.security;

import dev.lockkeeper.audit.AuditLog;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.logout.LogoutHandler;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts the end of a session into the record. */
@Component
class SignOut implements LogoutHandler {

    private final AuditLog audit;
    private final TransactionTemplate transaction;

    SignOut(AuditLog audit, TransactionTemplate transaction) {
        this.audit = audit;
        this.transaction = transaction;
    }

    @Override
    public void logout(
            HttpServletRequest request, HttpServletResponse response, @Nullable Authentication authentication) {
        if (authentication instanceof PersonAuthentication known) {
            Person person = known.getPrincipal();
            transaction.executeWithoutResult(status ->
                    audit.record(person.actor(), "session.end", "user:" + person.username(), null, null, null));
        }
    }
}
