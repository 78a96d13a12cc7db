package dev.lockkeeper.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.ui.Model;

/**
 * How a page whose slow part only a target can tell is read again: at the same address, with a word that it is to wait for the target. With
 * script that part is fetched once the page is there, without script the page sends its reader there.
 */
final class Again {
    /** The parameter, and its value. */
    static final String READ = "read";

    static final String NOW = "now";

    /** What came of a form is said once, so a page that says it does not send its reader on. */
    private static final List<String> SAID = List.of("typed", "notice", "warning", "failure");

    private Again() {}

    static boolean now(HttpServletRequest request, Model model) {
        return NOW.equals(request.getParameter(READ)) || SAID.stream().anyMatch(model::containsAttribute);
    }

    /** Tells the page where to read again, when it was read, and whether to do so by itself. */
    static void tell(HttpServletRequest request, Look<?> look, Model model) {
        String query = request.getQueryString() == null ? "" : request.getQueryString();
        String kept = query.replaceAll("(^|&)" + READ + "=[^&]*", "").replaceFirst("^&", "");
        String address = request.getRequestURI() + "?" + (kept.isEmpty() ? "" : kept + "&") + READ + "=" + NOW;
        model.addAttribute("again", address);
        model.addAttribute("askedAt", look.at());
        model.addAttribute("unread", look.unread());
        model.addAttribute("loads", look.again() ? "load" : null);
        if (look.again()) {
            model.addAttribute("refresh", "0;url=" + address);
        }
    }

    /** The part that htmx takes is on the page's own content. */
    static String view(HttpServletRequest request, String page) {
        return request.getHeader("HX-Request") == null ? page : page + " :: content";
    }
}
