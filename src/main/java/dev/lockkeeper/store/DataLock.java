package dev.lockkeeper.store;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * One server a data directory. The lock is the operating system's, so that it goes when the process dies however that
 * happens; the text in the file is for people only.
 */
final class DataLock implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;

    private DataLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** @throws Failure {@code data-in-use} while another server holds it */
    static DataLock take(Path directory) {
        Path file = directory.resolve("lock");
        FileChannel channel = null;
        try {
            Files.createDirectories(directory);
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (locked(channel) == null) {
                String holder = Files.readString(file).strip();
                channel.close();
                throw inUse(directory, holder);
            }
            DataLock lock = new DataLock(file, channel);
            lock.write("process " + ProcessHandle.current().pid());
            return lock;
        } catch (IOException e) {
            throw new Failure(
                    Code.WRONG_SETTINGS,
                    "The data directory " + directory + " cannot be written: " + e.getMessage() + ".",
                    "Give this user the right to write there, or name another directory with --data.",
                    e);
        }
    }

    private static @Nullable FileLock locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // This very process holds it.
            return null;
        }
    }

    private static Failure inUse(Path directory, String holder) {
        return new Failure(
                Code.DATA_IN_USE,
                "The data directory " + directory + " is in use by another server"
                        + (holder.isEmpty() ? "" : " (" + holder + ")") + ". Nothing was changed.",
                "Stop that server, or start this one with another --data.");
    }

    /** Tells whoever is refused where to look. */
    void nowOnPort(int port) {
        try {
            write("process " + ProcessHandle.current().pid() + ", port " + port);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("cannot write " + file, e);
        }
    }

    private void write(String text) throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
    }

    @Override
    public void close() {
        try {
            // The file stays: deleting it would let two servers lock two files of one name.
            write("");
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("cannot release " + file, e);
        }
    }
}
