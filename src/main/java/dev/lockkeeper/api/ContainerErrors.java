package dev.lockkeeper.api;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.ProblemBody;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.web.WebProperties;
import org.springframework.boot.webmvc.autoconfigure.error.BasicErrorController;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorViewResolver;
import org.springframework.boot.webmvc.error.ErrorAttributes;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What the web server refuses before any of our classes is asked, such as the method TRACE: for programs a problem as every other. */
@Component
class ContainerErrors extends BasicErrorController {

    private static final TypeReference<Map<String, @Nullable Object>> MEMBERS = new TypeReference<>() {};

    private final JsonMapper json;

    ContainerErrors(
            ErrorAttributes attributes,
            WebProperties settings,
            ObjectProvider<ErrorViewResolver> pages,
            JsonMapper json) {
        super(attributes, settings.getError(), pages.orderedStream().toList());
        this.json = json;
    }

    @Override
    public ResponseEntity<Map<String, @Nullable Object>> error(HttpServletRequest request) {
        Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        if (path == null || !path.toString().startsWith(request.getContextPath() + "/api/")) {
            return super.error(request);
        }
        HttpStatus status = getStatus(request);
        ProblemBody problem = ProblemBody.of(failure(status)).withStatus(status.value());
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(json.convertValue(problem, MEMBERS));
    }

    private static Failure failure(HttpStatus status) {
        return status.is4xxClientError()
                ? Failure.invalid(
                        "The web server does not take this call: " + status.getReasonPhrase() + ".",
                        "The calls are described at /swagger-ui.")
                : new Failure(
                        Code.INTERNAL,
                        "Something went wrong in Lockkeeper itself. Whether the call took effect is not certain.",
                        "Look whether it did before you repeat it; the server's log has the reason.");
    }
}
