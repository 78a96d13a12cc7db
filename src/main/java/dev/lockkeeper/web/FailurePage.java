package dev.lockkeeper.web;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.store.StoreAway;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/**
 * The page that says what happened, what is true now, and what to do next. Its words are in {@code failure.properties}: a title a
 * status, and the sentences for what a status alone tells.
 */
@Component
class FailurePage {
    private static final Logger LOG = LoggerFactory.getLogger(FailurePage.class);
    private static final String PAGE = "pages/failure";
    private static final String TITLE = "failure.title.";
    private static final String WHAT = "failure.what.";
    private static final String THEN = "failure.then.";

    /** Statuses that have words of their own. */
    private static final Set<Integer> TITLED = Set.of(400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503);

    private static final Set<Integer> TOLD = Set.of(400, 403, 404, 405, 413);

    private final Chrome chrome;

    FailurePage(Chrome chrome) {
        this.chrome = chrome;
    }

    ModelAndView of(Failure failure, String path) {
        return view(PAGE, failure, failure.code().status(), path);
    }

    /** For what a status alone tells. */
    ModelAndView of(int status, @Nullable Throwable cause, String path) {
        return view(PAGE, failure(status, cause), StoreAway.in(cause) ? Code.STORE_UNREACHABLE.status() : status, path);
    }

    /** The box alone, for the place of a page that a script fills. */
    ModelAndView box(Exception thrown, int status) {
        Failure failure = thrown instanceof Failure known ? known : failure(status, thrown);
        return view("fragments/failure :: box", failure, StoreAway.in(thrown) ? 503 : status, "");
    }

    /** A form that is older than its reader's session. What was typed is shown, and can be sent again. */
    ModelAndView stale(StaleForm form) {
        ModelAndView page = view("pages/failure-stale", told(Code.FORBIDDEN, 403), 403, form.path());
        page.addObject("form", form);
        return page;
    }

    private Failure failure(int status, @Nullable Throwable cause) {
        if (StoreAway.in(cause)) {
            LOG.warn("A page could not reach the store: {}", String.valueOf(cause));
            return new Failure(Code.STORE_UNREACHABLE, Words.of(WHAT + "store"), Words.of(THEN + "store"));
        }
        if (status >= 500) {
            String id = UUID.randomUUID().toString().substring(0, 8);
            LOG.error("A page failed; the reader was told {}", id, cause);
            return new Failure(Code.INTERNAL, Words.of(WHAT + "fault"), Words.of(THEN + "fault", id));
        }
        return told(status == 404 ? Code.NOT_FOUND : status == 413 ? Code.TOO_LARGE : Code.INVALID, status);
    }

    private Failure told(Code code, int status) {
        String which = TOLD.contains(status) ? String.valueOf(status) : "400";
        return new Failure(code, Words.of(WHAT + which), Words.of(THEN + which));
    }

    private ModelAndView view(String name, Failure failure, int status, String path) {
        Map<String, @Nullable Object> names = chrome.names();
        names.put("failure", failure);
        names.put("status", status);
        names.put("heading", TITLE + (TITLED.contains(status) ? String.valueOf(status) : status < 500 ? "400" : "500"));
        names.put("way", WayOn.from(path, names.get("person") != null));
        ModelAndView page = new ModelAndView(name, names);
        page.setStatus(HttpStatusCode.valueOf(status));
        return page;
    }
}
