package dev.lockkeeper.security;

import dev.lockkeeper.store.StoreAway;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Turns what a session remembers into the person as of now. Ends the session of one who may no longer sign in, whose password is another
 * by now, or who has signed in too long ago.
 */
final class SessionPersonFilter extends OncePerRequestFilter {

    private final UserStore users;
    private final SessionSettings settings;
    private final Clock clock;

    SessionPersonFilter(UserStore users, SessionSettings settings, Clock clock) {
        this.users = users;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        // The store that failed a page a moment ago is not asked again for the page that says so.
        boolean away = StoreAway.in((Throwable) request.getAttribute(RequestDispatcher.ERROR_EXCEPTION));
        if (away) {
            SecurityContextHolder.setContext(SecurityContextHolder.createEmptyContext());
        } else if (SecurityContextHolder.getContext().getAuthentication() instanceof SignedIn signedIn) {
            Optional<Person> person = person(signedIn, request.getRemoteAddr());
            // A context of this request only: the one in the session stays as it is.
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            person.ifPresent(found -> context.setAuthentication(new PersonAuthentication(found)));
            SecurityContextHolder.setContext(context);
            HttpSession session = request.getSession(false);
            if (person.isEmpty() && session != null) {
                session.invalidate();
            }
        }
        chain.doFilter(request, response);
    }

    private Optional<Person> person(SignedIn signedIn, String address) {
        if (signedIn.isOlderThan(settings.absolute(), clock.instant())) {
            return Optional.empty();
        }
        return users.find(signedIn.userId())
                .filter(row -> row.user().enabled() && signedIn.isOfPassword(row.passwordHash()))
                .map(UserStore.Row::user)
                .map(user -> new Person(user.id(), user.username(), user.grants(), null, address));
    }

    /** A live stream is dispatched again when it ends; the person is needed then too. */
    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    /** The page of an error greets the person like any other. */
    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }
}
