package dev.lockkeeper.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;

/**
 * Where one is sent around sign-in. The page at {@code /login} says what happened by a parameter: {@code ?error}, {@code
 * ?wait=SECONDS} after too many attempts, {@code ?signedOut}, {@code ?ended} to one who comes with a session that is no more.
 */
final class SignInPages {

    private static final String LOGIN = "/login";

    private SignInPages() {}

    /** Only whole pages are remembered: to come back to a fragment or a stream would show a piece of a page. */
    @SuppressWarnings(
            "NullAway") // null is the documented way to have no parameter, though the signature forgot to say so
    static RequestCache rememberedPages() {
        HttpSessionRequestCache cache = new HttpSessionRequestCache();
        cache.setMatchingRequestParameterName(null);
        cache.setRequestMatcher(request -> "GET".equals(request.getMethod()) && isPage(request));
        return cache;
    }

    static AuthenticationSuccessHandler backToWhereOneWas() {
        SavedRequestAwareAuthenticationSuccessHandler handler = new SavedRequestAwareAuthenticationSuccessHandler();
        handler.setRequestCache(rememberedPages());
        return handler;
    }

    static void refused(HttpServletRequest request, HttpServletResponse response, AuthenticationException refused)
            throws IOException {
        String what = refused instanceof SignIn.TooMany tooMany ? "?wait=" + tooMany.seconds() : "?error";
        response.sendRedirect(request.getContextPath() + LOGIN + what);
    }

    /** Sends a page to the sign-in; a script is told with 401, and htmx to load the sign-in as a page. */
    static void ask(HttpServletRequest request, HttpServletResponse response, AuthenticationException refused)
            throws IOException {
        String login = request.getContextPath() + LOGIN;
        if (isPage(request)) {
            boolean ended = request.getRequestedSessionId() != null && !request.isRequestedSessionIdValid();
            response.sendRedirect(login + (ended ? "?ended" : ""));
            return;
        }
        if (request.getHeader("HX-Request") != null) {
            response.setHeader("HX-Redirect", login);
        }
        response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
    }

    private static boolean isPage(HttpServletRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return request.getHeader("HX-Request") == null
                && (accept == null || !accept.contains(MediaType.TEXT_EVENT_STREAM_VALUE))
                && (accept == null || accept.contains("text/html") || accept.contains("*/*"));
    }
}
