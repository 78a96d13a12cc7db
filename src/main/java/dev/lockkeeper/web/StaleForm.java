package dev.lockkeeper.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A form whose token is not of the present session: that has ended, or one has signed in since. What was typed is kept for its
 * reader, who sends it again with a fresh token.
 *
 * @param path where the form was sent
 * @param typed without secrets; empty when it came from another site, because a reader must not be led to send what a stranger wrote
 * @param withoutSecret whether a password was left out
 */
record StaleForm(String path, List<Field> typed, boolean withoutSecret) {
    private static final Set<String> SECRET = Set.of("_csrf", "password");
    private static final int LONGEST = 2_000_000;

    StaleForm {
        typed = List.copyOf(typed);
    }

    /** @param more than one line of text */
    record Field(String name, String value, boolean more) {}

    static StaleForm of(HttpServletRequest request) {
        String path = String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
        boolean kept = !path.equals(WayOn.SIGN_IN.href()) && ours(request);
        List<Field> fields = kept ? fields(request) : List.of();
        boolean tooLong =
                fields.stream().mapToLong(field -> field.value().length()).sum() > LONGEST;
        String password = request.getParameter("password");
        return new StaleForm(path, tooLong ? List.of() : fields, password != null && !password.isEmpty());
    }

    /** A browser says where a form stands; no page of another site can make it say otherwise. */
    private static boolean ours(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin");
        }
        String origin = request.getHeader("Origin");
        String host = request.getHeader("Host");
        return origin != null && host != null && origin.matches("https?://.*") && origin.endsWith("://" + host);
    }

    private static List<Field> fields(HttpServletRequest request) {
        List<Field> fields = new ArrayList<>();
        request.getParameterMap().forEach((name, values) -> {
            if (!SECRET.contains(name)) {
                Arrays.stream(values)
                        .map(value -> new Field(name, value, value.contains("\n") || value.length() > 80))
                        .forEach(fields::add);
            }
        });
        return fields;
    }

    /** Whether it was the sign-in, which is simply opened again. */
    public boolean signIn() {
        return path.equals(WayOn.SIGN_IN.href());
    }
}
