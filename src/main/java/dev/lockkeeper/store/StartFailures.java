package dev.lockkeeper.store;

import dev.lockkeeper.Failure;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Says in three lines why the server did not start: a stack trace helps nobody who mistyped a setting. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartFailures implements SpringBootExceptionReporter {

    @Override
    public boolean reportException(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof Failure failure) {
                System.err.println("Lockkeeper did not start (" + failure.code().wire() + ").");
                System.err.println(failure.message());
                System.err.println(failure.advice());
                return true;
            }
        }
        return false;
    }
}
