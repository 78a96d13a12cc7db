package dev.lockkeeper.web;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** The page that says what happened, what is true now, and what to do next. */
@Component
class FailurePage {
    private static final Logger LOG = LoggerFactory.getLogger(FailurePage.class);

    private final Chrome chrome;

    FailurePage(Chrome chrome) {
        this.chrome = chrome;
    }

    ModelAndView of(Failure failure) {
        return of(failure, failure.code().status());
    }

    /** For what a status alone tells. */
    ModelAndView of(int status, @Nullable Throwable cause) {
        return switch (status) {
            case 404 ->
                of(
                        new Failure(
                                Code.NOT_FOUND,
                                "There is no page at this address.",
                                "Go on from the overview, or search for a migration."),
                        status);
            case 403 ->
                of(
                        new Failure(
                                Code.FORBIDDEN,
                                "This was refused: your role does not allow it, or the form is older than your session. Nothing was changed.",
                                "Go back, load the page again and try once more. If it is refused again, ask an admin for the role."),
                        status);
            default ->
                status < 500
                        ? of(
                                Failure.invalid(
                                        "The server could not make sense of this request. Nothing was changed.",
                                        "Go back, load the page again and try once more."),
                                status)
                        : of(fault(cause), status);
        };
    }

    private static Failure fault(@Nullable Throwable cause) {
        String id = UUID.randomUUID().toString().substring(0, 8);
        LOG.error("A page failed; the reader was told {}", id, cause);
        return new Failure(
                Code.INTERNAL,
                "Something is wrong in Lockkeeper itself. Runs are not touched by a page that fails.",
                "Tell whoever keeps the server the number " + id + ": its log has the cause under that number.");
    }

    private ModelAndView of(Failure failure, int status) {
        Map<String, @Nullable Object> names = chrome.names();
        names.put("failure", failure);
        names.put("status", status);
        ModelAndView page = new ModelAndView("pages/failure", names);
        page.setStatus(HttpStatusCode.valueOf(status));
        return page;
    }
}
