package dev.lockkeeper.web;

import dev.lockkeeper.Failure;
import dev.lockkeeper.store.NotText;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/** Whatever is thrown for a reader of pages becomes a page; what is under {@code /api/} is answered there. */
@Component
class PageErrors implements HandlerExceptionResolver, Ordered {
    private final FailurePage page;

    PageErrors(FailurePage page) {
        this.page = page;
    }

    /** After the API's, before those of Spring, which would answer in JSON. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 1;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception thrown) {
        if (response.isCommitted()) {
            return null;
        }
        if (thrown instanceof ErrorResponse known) {
            // Allow, Accept and the like belong to the answer.
            known.getHeaders().forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
        }
        if (request.getHeader("HX-Request") != null) {
            return page.box(thrown, status(thrown));
        }
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        boolean reader = accept != null && accept.contains("text/html");
        return reader ? page(thrown, request.getRequestURI()) : refused(response, thrown);
    }

    private ModelAndView page(Exception thrown, String path) {
        return thrown instanceof Failure failure ? page.of(failure, path) : page.of(status(thrown), thrown, path);
    }

    private static int status(Exception thrown) {
        return switch (thrown) {
            case Failure failure -> failure.code().status();
            // /runs/abc: there is no such thing, rather than a wrong request.
            case TypeMismatchException wrong -> 404;
            case ErrorResponse known -> known.getStatusCode().value();
            default -> NotText.in(thrown) ? 400 : 500;
        };
    }

    /** A stream or a script gets the status alone. */
    private static @Nullable ModelAndView refused(HttpServletResponse response, Exception thrown) {
        if (!(thrown instanceof Failure failure)) {
            return null;
        }
        try {
            response.sendError(failure.code().status());
            return new ModelAndView();
        } catch (IOException e) {
            return null;
        }
    }
}
