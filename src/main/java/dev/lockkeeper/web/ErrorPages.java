package dev.lockkeeper.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorViewResolver;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** What filters refused, before any page was found. */
@Component
class ErrorPages implements ErrorViewResolver {
    private final FailurePage page;

    ErrorPages(FailurePage page) {
        this.page = page;
    }

    /** Filters let everybody who is signed in to every page, so what they forbid is a form without the session's token. */
    @Override
    public ModelAndView resolveErrorView(HttpServletRequest request, HttpStatus status, Map<String, Object> model) {
        if (status == HttpStatus.FORBIDDEN) {
            return page.stale(StaleForm.of(request));
        }
        Throwable cause = (Throwable) request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
        String path = String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
        return page.of(status.value(), cause, path);
    }
}
