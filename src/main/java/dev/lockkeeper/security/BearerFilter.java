package dev.lockkeeper.security;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Reads {@code Authorization: Bearer lk_…}. A token that is not good is refused even where none is needed. */
final class BearerFilter extends OncePerRequestFilter {

    private static final String SCHEME = "Bearer ";

    private final Tokens tokens;
    private final Refusals refusals;

    BearerFilter(Tokens tokens, Refusals refusals) {
        this.tokens = tokens;
        this.refusals = refusals;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            chain.doFilter(request, response);
            return;
        }
        Optional<Person> person = header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? tokens.person(header.substring(SCHEME.length()).strip(), request.getRemoteAddr())
                : Optional.empty();
        if (person.isEmpty()) {
            refusals.write(
                    response,
                    new Failure(
                            Code.UNAUTHENTICATED,
                            "The token is unknown, has expired, or its user is disabled.",
                            "Make a new one, and send it as 'Authorization: Bearer lk_…'."));
            return;
        }
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new PersonAuthentication(person.get()));
        SecurityContextHolder.setContext(context);
        chain.doFilter(request, response);
    }
}
