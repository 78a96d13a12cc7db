package dev.lockkeeper.web;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorViewResolver;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** What no page handled itself: 403, 404, and faults of ours, which get an id that the log has too. */
@Component
class ErrorPages implements ErrorViewResolver {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorPages.class);

    private final Chrome chrome;

    ErrorPages(Chrome chrome) {
        this.chrome = chrome;
    }

    @Override
    public ModelAndView resolveErrorView(HttpServletRequest request, HttpStatus status, Map<String, @Nullable Object> model) {
        Map<String, @Nullable Object> names = chrome.names();
        names.put("failure", failure(status, request));
        names.put("status", status.value());
        return new ModelAndView("pages/failure", names, status);
    }

    private static Failure failure(HttpStatus status, HttpServletRequest request) {
        if (status == HttpStatus.NOT_FOUND) {
            return new Failure(Code.NOT_FOUND, "There is no page at this address.", "Go on from the overview, or search for a migration.");
        }
        if (status == HttpStatus.FORBIDDEN) {
            return new Failure(
                    Code.FORBIDDEN,
                    "This was refused: either your role does not allow it, or the form was older than your session. Nothing was changed.",
                    "Go back, load the page again and try once more. If it is refused again, ask an admin for the role.");
        }
        if (status.is4xxClientError()) {
            return Failure.invalid("The server could not make sense of this request. Nothing was changed.", "Go back, load the page again and try once more.");
        }
        String id = UUID.randomUUID().toString().substring(0, 8);
        LOG.error("Fault {}", id, (Throwable) request.getAttribute(RequestDispatcher.ERROR_EXCEPTION));
        return new Failure(
                Code.INTERNAL,
                "Something is wrong in Lockkeeper itself. Runs are not touched by a page that fails.",
                "Tell whoever keeps the server the id " + id + ": its log has the cause under that id.");
    }
}
