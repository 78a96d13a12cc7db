package dev.lockkeeper.lint;

import dev.lockkeeper.plan.Engine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Lints everyday statements in the background when a server starts. A grammar learns its ways from what it reads, and its classes are
 * slow at first: the first thousand statements would take the first person who asks several seconds.
 */
@Component
final class WarmUp implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    /** What a grammar has learned is kept for the whole process. */
    private static final AtomicBoolean DONE = new AtomicBoolean();

    private final Linting linting;
    private volatile @Nullable Thread thread;

    WarmUp(Linting linting) {
        this.linting = linting;
    }

    @Override
    public void start() {
        if (DONE.compareAndSet(false, true)) {
            begin();
        }
    }

    /** Again, if need be. */
    Thread begin() {
        Thread reading = Thread.ofPlatform()
                .name("lint-warm-up")
                .daemon()
                .priority(Thread.MIN_PRIORITY)
                .unstarted(this::run);
        thread = reading;
        reading.start();
        return reading;
    }

    private void run() {
        try {
            for (Engine engine : Engine.values()) {
                if (linting.knows(engine)) {
                    read(engine);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | StackOverflowError broken) {
            LOG.warn("Lint could not be warmed up; its first use will be slow", broken);
        }
    }

    /** Rests as long as it works, for the start of a server has other things to do and few systems heed a thread's priority. */
    private void read(Engine engine) throws InterruptedException {
        for (String script : everyday(engine)) {
            long start = System.nanoTime();
            linting.lint(LintRequest.of(engine, new LintRequest.Sql(script)));
            Thread.sleep((System.nanoTime() - start) / 1_000_000);
        }
    }

    static List<String> everyday(Engine engine) {
        String file = "/lint/everyday-" + engine.wire() + ".sql";
        try (InputStream in = WarmUp.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing");
            }
            return List.of(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n\n"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void stop() {
        Thread reading = thread;
        if (reading != null) {
            reading.interrupt();
        }
        thread = null;
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
