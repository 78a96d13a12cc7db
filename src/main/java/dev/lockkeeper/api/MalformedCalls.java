package dev.lockkeeper.api;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.ProblemBody;
import dev.lockkeeper.store.NotText;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.util.ClassUtils;
import org.springframework.validation.BindException;
import org.springframework.validation.BindingResult;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** What Spring refuses before a controller is reached, in our words and with our codes. */
final class MalformedCalls {

    private static final String SEE = "The calls are described at /swagger-ui.";

    private static final String TIMES = "Times are like 2026-01-31T12:00:00Z.";

    private MalformedCalls() {}

    /** Null for what is not the caller's doing. */
    static @Nullable ProblemBody body(Exception thrown) {
        return switch (thrown) {
            case HttpMessageNotReadableException unreadable -> unreadable(unreadable);
            case MissingServletRequestParameterException missing ->
                invalid(
                        "The parameter '" + missing.getParameterName() + "' is missing.",
                        "Add ?" + missing.getParameterName() + "=");
            case TypeMismatchException wrong ->
                invalid(
                        "'" + wrong.getPropertyName() + "' cannot be read: '" + wrong.getValue() + "'.",
                        wanted(wrong.getRequiredType()));
            case BindException wrong -> fields(wrong.getBindingResult());
            case NoResourceFoundException none -> nothingHere();
            case NoHandlerFoundException none -> nothingHere();
            case HttpRequestMethodNotSupportedException wrong ->
                invalid(wrong.getMethod() + " is not possible here.", SEE).withStatus(405);
            case HttpMediaTypeNotSupportedException wrong ->
                invalid(
                                "A body of the type '" + wrong.getContentType() + "' is not read here.",
                                "Send one of " + wrong.getSupportedMediaTypes() + ".")
                        .withStatus(415);
            case HttpMediaTypeNotAcceptableException wrong ->
                invalid(
                                "None of the types in Accept can be given.",
                                "Ask for one of " + wrong.getSupportedMediaTypes() + ".")
                        .withStatus(406);
            case MaxUploadSizeExceededException large ->
                ProblemBody.of(new Failure(Code.TOO_LARGE, "The body is too large.", "Send a smaller one."));
            case ErrorResponse known
            when known.getStatusCode().is4xxClientError() -> other(known.getStatusCode(), thrown);
            default -> NotText.in(thrown) ? invalid("The request has the character NUL in it.", SEE) : null;
        };
    }

    private static String wanted(@Nullable Class<?> type) {
        if (type == null) {
            return SEE;
        }
        if (type == UUID.class) {
            return "It is an id as the answer that made it gave it, like 8c02b4e0-37f5-48fe-84ab-27e360fc2f83.";
        }
        Class<?> boxed = ClassUtils.resolvePrimitiveIfNecessary(type);
        return Number.class.isAssignableFrom(boxed)
                ? "It is a whole number."
                : boxed == Boolean.class ? "It is true or false." : TIMES;
    }

    private static ProblemBody nothingHere() {
        return ProblemBody.of(new Failure(Code.NOT_FOUND, "There is nothing at this address.", SEE));
    }

    private static ProblemBody invalid(String message, String advice) {
        return ProblemBody.of(Failure.invalid(message, advice));
    }

    private static ProblemBody other(HttpStatusCode status, Exception thrown) {
        return invalid("The call is not well formed: " + thrown.getMessage(), SEE)
                .withStatus(status.value());
    }

    private static ProblemBody fields(BindingResult result) {
        String names = result.getFieldErrors().stream()
                .map(error -> error.getField() + " = '" + error.getRejectedValue() + "'")
                .collect(Collectors.joining(", "));
        return invalid("These parameters cannot be read: " + names + ".", TIMES);
    }

    private static ProblemBody unreadable(HttpMessageNotReadableException unreadable) {
        if (!(unreadable.getCause() instanceof JacksonException reason)) {
            return invalid("The body is missing or cannot be read.", "Send a JSON object. " + SEE);
        }
        String path = reason instanceof DatabindException wrong ? path(wrong) : "";
        String message = reason instanceof UnrecognizedPropertyException unknown
                ? "'" + unknown.getPropertyName() + "' is not a field here; there are " + unknown.getKnownPropertyIds()
                        + "."
                : path.isEmpty() ? "The body is not well-formed JSON." : "'" + path + "' cannot be read.";
        TokenStreamLocation place = reason.getLocation();
        Failure.Problem problem = new Failure.Problem(
                place == null ? 0 : Math.max(place.getLineNr(), 0),
                place == null ? 0 : Math.max(place.getColumnNr(), 0),
                path,
                // In our words: the parser's repeat the body, which may hold a password.
                message);
        return ProblemBody.of(new Failure(Code.INVALID, message + " Nothing was changed.", SEE, List.of(problem)));
    }

    private static String path(DatabindException wrong) {
        StringBuilder path = new StringBuilder();
        wrong.getPath().forEach(step -> {
            if (step.getPropertyName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        });
        return path.toString();
    }
}
