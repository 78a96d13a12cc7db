package dev.lockkeeper.store;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL that outlived its server: when that is killed, its child goes on. Only a process that works on our data
 * directory is stopped; a process id that somebody else has by now is left alone.
 */
final class Orphan {

    private static final Logger LOG = LoggerFactory.getLogger(Orphan.class);
    private static final int PATIENCE_MS = 20_000;
    private static final int PAUSE_MS = 20;

    private Orphan() {}

    /** Called with the lock on the data directory held, so that no live server can own what is found. */
    static void stop(Path postgres) throws IOException {
        Path pidFile = postgres.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        Optional<ProcessHandle> process =
                pid(pidFile).flatMap(ProcessHandle::of).filter(found -> isOurs(found, postgres));
        if (process.isPresent()) {
            LOG.warn(
                    "The store's PostgreSQL (process {}) was left by a server that died; stopping it",
                    process.get().pid());
            stop(process.get(), pidFile);
        }
        // PostgreSQL itself would refuse to start while any process, even a stranger, has the number in the file.
        Files.deleteIfExists(pidFile);
    }

    private static Optional<Long> pid(Path pidFile) throws IOException {
        List<String> lines = Files.readAllLines(pidFile);
        try {
            return lines.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Long.parseLong(lines.getFirst().strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean isOurs(ProcessHandle process, Path postgres) {
        String directory = postgres.toString();
        return process.info()
                .arguments()
                .map(arguments -> List.of(arguments).contains(directory))
                .orElseGet(() -> process.info().commandLine().orElse("").contains(directory));
    }

    private static void stop(ProcessHandle process, Path pidFile) throws IOException {
        // INT is PostgreSQL's fast shutdown; QUIT its immediate one, after which the next start recovers from the log.
        for (String signal : List.of("-INT", "-QUIT")) {
            new ProcessBuilder("kill", signal, String.valueOf(process.pid()))
                    .inheritIO()
                    .start();
            if (isGone(process, pidFile)) {
                return;
            }
            LOG.warn("Process {} does not stop with {}", process.pid(), signal);
        }
        throw new Failure(
                Code.DATA_IN_USE,
                "The store's PostgreSQL of an earlier start (process " + process.pid()
                        + ") does not stop. Nothing was changed.",
                "Stop that process, then start again.");
    }

    /** By the file, too: a process whose parent died may stay in the table although it has ended. */
    private static boolean isGone(ProcessHandle process, Path pidFile) throws IOException {
        for (int tries = 0; tries < PATIENCE_MS / PAUSE_MS; tries++) {
            if (!process.isAlive() || !Files.exists(pidFile)) {
                return true;
            }
            try {
                Thread.sleep(PAUSE_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
        return false;
    }
}
