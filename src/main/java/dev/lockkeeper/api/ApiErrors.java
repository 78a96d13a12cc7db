package dev.lockkeeper.api;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.ProblemBody;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every error under {@code /api/} as problem details. Not an advice: those of a package do not see what is thrown before a
 * controller is found, such as an unknown path or a wrong method.
 */
@Component
class ApiErrors implements HandlerExceptionResolver, Ordered {

    private static final Logger LOG = LoggerFactory.getLogger(ApiErrors.class);

    private final JsonMapper json;

    ApiErrors(JsonMapper json) {
        this.json = json;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception thrown) {
        if (!request.getRequestURI().startsWith(request.getContextPath() + "/api/")) {
            return null;
        }
        try {
            // A stream that its reader left cannot be answered any more.
            if (!response.isCommitted()) {
                write(response, thrown);
            }
        } catch (IOException e) {
            LOG.debug("The caller has gone: {}", e.getMessage());
        }
        return new ModelAndView();
    }

    private void write(HttpServletResponse response, Exception thrown) throws IOException {
        response.reset();
        if (thrown instanceof ErrorResponse known) {
            // Allow, Accept and the like belong to the answer.
            known.getHeaders().forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
        }
        write(response, body(thrown));
    }

    /** Also for refusals of filters. */
    void write(HttpServletResponse response, ProblemBody body) throws IOException {
        response.setStatus(body.status());
        response.setContentType(ProblemBody.MEDIA_TYPE);
        response.getOutputStream().write(json.writeValueAsBytes(body));
    }

    private static ProblemBody body(Exception thrown) {
        if (thrown instanceof Failure failure) {
            if (failure.code() == Code.INTERNAL) {
                LOG.error("A call failed", failure);
            }
            return ProblemBody.of(failure);
        }
        ProblemBody malformed = MalformedCalls.body(thrown);
        return malformed != null ? malformed : unexpected(thrown);
    }

    /** Ours to mend: the caller gets a number to ask with, the log the rest. */
    private static ProblemBody unexpected(Exception thrown) {
        String id = UUID.randomUUID().toString();
        LOG.error("A call failed; the caller was told {}", id, thrown);
        return ProblemBody.of(new Failure(
                Code.INTERNAL,
                "Something went wrong in Lockkeeper itself (" + id + "). Whether the call took effect is not certain.",
                "Look whether it did before you repeat it; the server's log has the reason under that number."));
    }
}
