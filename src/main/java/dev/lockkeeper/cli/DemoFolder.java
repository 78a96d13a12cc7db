package dev.lockkeeper.cli;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Where a database of the demo keeps its things: a lock, the port of its last start, files that only we may read. */
record DemoFolder(Path directory) {

    private static final int PATIENCE_SECONDS = 20;

    Path resolve(String name) {
        return directory.resolve(name);
    }

    /** Held as long as the demo lives, so that what is found running without it is an orphan and nobody's database. */
    FileChannel lock() throws IOException {
        Files.createDirectories(directory);
        FileChannel channel =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            throw new IOException(
                    "Another demo uses " + directory + ". Stop it, or start this one with another --data.");
        }
        return channel;
    }

    /** That of the last start when it is free, so that a run which goes on finds its target where it was; else 0 for any. */
    int lastPort() throws IOException {
        Path file = directory.resolve("port");
        int last = Files.exists(file) ? Integer.parseInt(Files.readString(file).strip()) : 0;
        try (ServerSocket free = new ServerSocket(last, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        } catch (BindException taken) {
            return 0;
        }
    }

    void keepPort(int port) throws IOException {
        Files.writeString(directory.resolve("port"), String.valueOf(port));
    }

    /** A new file of mode 600. */
    Path secret(String text) throws IOException {
        var onlyUs = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        return Files.writeString(Files.createTempFile(directory, "secret", "", onlyUs), text);
    }

    /**
     * Ends a server that outlived its demo, because that was killed: only a process that works on our data directory.
     *
     * @param pidFile with its number in the first line
     * @param signal by which it shuts down in order
     */
    static void stopOrphan(Path pidFile, Path data, String signal) throws IOException {
        if (!Files.exists(pidFile)) {
            return;
        }
        List<String> lines = Files.readAllLines(pidFile);
        Optional<ProcessHandle> ours = lines.isEmpty()
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                        .filter(process ->
                                process.info().commandLine().orElse("").contains(data.toString()));
        if (ours.isPresent()) {
            stop(ours.get(), signal);
        }
        Files.deleteIfExists(pidFile);
    }

    private static void stop(ProcessHandle process, String signal) throws IOException {
        new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                .inheritIO()
                .start();
        try {
            process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IOException(
                    "The demo's database of an earlier start (process " + process.pid()
                            + ") does not stop; stop it first.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
