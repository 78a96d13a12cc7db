package dev.lockkeeper.security;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.ProblemBody;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Answers a program that is not let in, before any controller is reached. */
@Component
class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler, RequestRejectedHandler {

    private final JsonMapper json;

    Refusals(JsonMapper json) {
        this.json = json;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException refused)
            throws IOException {
        write(
                response,
                new Failure(
                        Code.UNAUTHENTICATED,
                        "This needs a token, and the request has none.",
                        "Send it as 'Authorization: Bearer lk_…'; any user can make one on the page /account."));
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException refused)
            throws IOException {
        write(
                response,
                new Failure(Code.FORBIDDEN, "This is not allowed.", "Ask an admin for the role that it needs."));
    }

    /** An address with what hides parts of it: empty segments, escaped dots and slashes, parameters. */
    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, RequestRejectedException rejected)
            throws IOException {
        if (request.getRequestURI().startsWith(request.getContextPath() + "/api/")) {
            write(
                    response,
                    Failure.invalid(
                            "This address or method is not taken: the address is not a plain path.",
                            "The calls are described at /swagger-ui."));
        } else {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
        }
    }

    void write(HttpServletResponse response, Failure failure) throws IOException {
        response.setStatus(failure.code().status());
        if (failure.code() == Code.UNAUTHENTICATED) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        response.setContentType(ProblemBody.MEDIA_TYPE);
        response.getOutputStream().write(json.writeValueAsBytes(ProblemBody.of(failure)));
    }
}
