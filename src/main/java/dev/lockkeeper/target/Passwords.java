package dev.lockkeeper.target;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Passwords by reference: {@code env:NAME} of the server's environment, {@code file:/path} of a mounted file. Read each time a target is
 * opened, so that a rotated one is used without a restart.
 *
 * <p>A reference is written by whoever may register targets, and what it names is sent to the database that they name: so our own
 * secrets, and what the system tells about processes, cannot be referred to.
 */
final class Passwords {

    private static final Pattern ENV = Pattern.compile("env:([A-Za-z_][A-Za-z0-9_]{0,127})");
    private static final Pattern FILE = Pattern.compile("file:(/[^\\x00-\\x1F]{1,500})");
    private static final List<String> OUR_VARIABLES = List.of("LOCKKEEPER_", "SPRING_");
    private static final List<Path> CLOSED = List.of(Path.of("/proc"), Path.of("/sys"), Path.of("/dev"));
    private static final long LARGEST_FILE = 4096;

    private final StoreSettings store;
    private final KeySettings key;
    private final Map<String, String> environment;

    Passwords(StoreSettings store, KeySettings key, Map<String, String> environment) {
        this.store = store;
        this.key = key;
        this.environment = environment;
    }

    /** What is wrong with the reference; empty when it can be used. Whether what it names is there is seen when the target is opened. */
    Optional<String> problem(String reference) {
        var env = ENV.matcher(reference);
        if (env.matches()) {
            return ours(env.group(1))
                    ? Optional.of("variables of Lockkeeper itself cannot be a target's password")
                    : Optional.empty();
        }
        var file = FILE.matcher(reference);
        if (!file.matches()) {
            return Optional.of(
                    "write env:NAME for a variable of the server's environment or file:/path for a file that it can read");
        }
        return closed(Path.of(file.group(1)).normalize())
                ? Optional.of("files of Lockkeeper itself and of the system cannot be a target's password")
                : Optional.empty();
    }

    /** @throws Failure {@code wrong-settings}, naming the variable or file but nothing of what is in it */
    String read(String target, String reference) {
        Optional<String> problem = problem(reference);
        if (problem.isPresent()) {
            throw wrong(target, reference, problem.get());
        }
        return reference.startsWith("env:")
                ? variable(target, reference)
                : file(target, reference, Path.of(reference.substring("file:".length())));
    }

    private String variable(String target, String reference) {
        String value = environment.get(reference.substring("env:".length()));
        if (value == null || value.isEmpty()) {
            throw wrong(target, reference, "the server's environment has no such variable");
        }
        return value;
    }

    private String file(String target, String reference, Path path) {
        try {
            // Links are followed first: mounted secrets are links, and a link must not lead to what is closed.
            Path real = path.toRealPath();
            if (closed(real) || !Files.isRegularFile(real) || Files.size(real) > LARGEST_FILE) {
                throw wrong(target, reference, "it is not a file of up to " + LARGEST_FILE + " bytes that may be used");
            }
            String value = Files.readString(real).replaceAll("\\R\\z", "");
            if (value.isEmpty()) {
                throw wrong(target, reference, "it is empty");
            }
            return value;
        } catch (IOException e) {
            throw wrong(target, reference, "it cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static boolean ours(String variable) {
        String upper = variable.toUpperCase(Locale.ROOT);
        return OUR_VARIABLES.stream().anyMatch(upper::startsWith);
    }

    private boolean closed(Path path) {
        Path keyFile = key.keyFile();
        return CLOSED.stream().anyMatch(path::startsWith)
                || path.startsWith(store.directory())
                || path.startsWith(real(store.directory()))
                || keyFile != null && (path.equals(keyFile.toAbsolutePath().normalize()) || path.equals(real(keyFile)));
    }

    /** Mounted keys are links, and may be reached by another name than the one in the settings. */
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException notThere) {
            return path.toAbsolutePath().normalize();
        }
    }

    private static Failure wrong(String target, String reference, String why) {
        return new Failure(
                Code.WRONG_SETTINGS,
                "The password of target '" + target + "' is to be taken from " + reference + ", but " + why
                        + ". Nothing was sent to the target.",
                "Set it on every server, or give the target another passwordFrom or a password.");
    }
}
