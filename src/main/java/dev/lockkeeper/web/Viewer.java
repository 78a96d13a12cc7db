package dev.lockkeeper.web;

import dev.lockkeeper.security.Person;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * One browser that looks at a run. It has a thread of its own that writes, so that a slow one keeps nobody waiting; what it has not
 * read yet is replaced by what is newer.
 */
final class Viewer {
    /** After that long the browser comes back by itself, and is asked again who it is; not all that came together at once. */
    private static final Duration LIFE = Duration.ofMinutes(15);

    private static final long LIFE_SPREAD_MILLIS = 120_000;

    /** Often enough that no proxy takes the silence for an end. */
    private static final long HEARTBEAT_SECONDS = 15;

    private final Person person;
    private final Reader reader;
    private final Locale locale;
    private final SseEmitter emitter =
            new SseEmitter(LIFE.toMillis() - ThreadLocalRandom.current().nextLong(LIFE_SPREAD_MILLIS));
    private final BlockingQueue<RunUpdate> waiting = new LinkedBlockingQueue<>();
    private @Nullable RunUpdate sent;
    private volatile boolean ended;

    Viewer(Person person, Reader reader, Locale locale) {
        this.person = person;
        this.reader = reader;
        this.locale = locale;
    }

    Person person() {
        return person;
    }

    Reader reader() {
        return reader;
    }

    Locale locale() {
        return locale;
    }

    SseEmitter emitter() {
        return emitter;
    }

    void whenGone(Runnable gone) {
        emitter.onCompletion(() -> {
            ended = true;
            gone.run();
        });
        emitter.onTimeout(this::end);
        emitter.onError(cause -> end());
        Thread.ofVirtual().name("viewer").start(this::write);
    }

    /** Only what differs from what was sent before is written. */
    void send(RunUpdate update) {
        waiting.add(update);
    }

    void end() {
        ended = true;
        emitter.complete();
    }

    private void write() {
        try {
            while (!ended) {
                @Nullable RunUpdate newest = waiting.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
                for (var later = waiting.poll(); later != null; later = waiting.poll()) {
                    newest = later;
                }
                if (newest == null) {
                    emitter.send(SseEmitter.event().comment("still here"));
                } else {
                    write(newest.after(sent));
                    sent = newest;
                }
            }
        } catch (IOException | IllegalStateException gone) {
            end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** All that has changed in one go, as bytes that other viewers get too. */
    private void write(byte[] events) throws IOException {
        if (events.length > 0) {
            emitter.send(Set.of(new ResponseBodyEmitter.DataWithMediaType(events, MediaType.APPLICATION_OCTET_STREAM)));
        }
    }
}
