package dev.lockkeeper;

import dev.lockkeeper.Failure.Kind;
import java.util.Locale;

/**
 * The stable codes of {@link Failure}, each with its kind and the HTTP status it is answered with. On the wire a code is
 * its name in lower case with hyphens: {@code four-eyes}.
 */
public enum Code {
    INVALID(Kind.REFUSED, 400),
    INVALID_PLAN(Kind.REFUSED, 422),
    INVALID_POLICY(Kind.REFUSED, 422),
    NOT_YET(Kind.REFUSED, 422),
    UNAUTHENTICATED(Kind.REFUSED, 401),
    FORBIDDEN(Kind.REFUSED, 403),
    FOUR_EYES(Kind.REFUSED, 403),
    NOT_FOUND(Kind.REFUSED, 404),
    ALREADY_EXISTS(Kind.REFUSED, 409),
    DIGEST_CHANGED(Kind.REFUSED, 409),
    NOT_APPROVED(Kind.REFUSED, 409),
    NO_GO(Kind.REFUSED, 409),
    ALREADY_APPLIED(Kind.REFUSED, 409),
    ALREADY_RUNNING(Kind.REFUSED, 409),
    ILLEGAL_STATE(Kind.REFUSED, 409),
    IDEMPOTENCY_CONFLICT(Kind.REFUSED, 409),
    IN_USE(Kind.REFUSED, 409),
    TOO_LARGE(Kind.REFUSED, 413),
    WRONG_ENGINE(Kind.REFUSED, 422),
    UNSUPPORTED(Kind.REFUSED, 422),
    IRREVERSIBLE(Kind.REFUSED, 409),
    TOO_MANY_ATTEMPTS(Kind.REFUSED, 429),

    LOCK_NOT_GRANTED(Kind.TRANSIENT, 503),
    TARGET_UNREACHABLE(Kind.TRANSIENT, 503),
    STORE_UNREACHABLE(Kind.TRANSIENT, 503),
    FENCED(Kind.TRANSIENT, 503),
    BUSY(Kind.TRANSIENT, 503),

    LOGIN_REFUSED(Kind.BROKEN, 422),
    MISSING_PRIVILEGE(Kind.BROKEN, 422),
    MISSING_OBJECT(Kind.BROKEN, 422),
    DIFFERENT_FORM(Kind.BROKEN, 422),
    STATEMENT_FAILED(Kind.BROKEN, 422),
    STATEMENT_REFUSED(Kind.BROKEN, 422),
    VERIFICATION_FAILED(Kind.BROKEN, 422),
    PLAN_CHANGED(Kind.BROKEN, 409),
    TABLE_CHANGED(Kind.BROKEN, 409),
    DATA_IN_USE(Kind.BROKEN, 503),
    STORE_NEWER(Kind.BROKEN, 503),
    WRONG_SETTINGS(Kind.BROKEN, 500),
    INTERNAL(Kind.BROKEN, 500),

    UNKNOWN_OUTCOME(Kind.UNKNOWN_OUTCOME, 500),
    OPEN_HOLES(Kind.UNKNOWN_OUTCOME, 409);

    private final Kind kind;
    private final int status;

    Code(Kind kind, int status) {
        this.kind = kind;
        this.status = status;
    }

    public Kind kind() {
        return kind;
    }

    /** The HTTP status that goes with it. */
    public int status() {
        return status;
    }

    /** The spelling on the wire and in {@code docs/errors.md}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
