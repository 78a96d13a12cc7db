package dev.lockkeeper.web;

import dev.lockkeeper.security.Person;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * One browser that looks at a run. It has a thread of its own that writes, so that a slow one keeps nobody waiting; what it has not
 * read yet is replaced by what is newer.
 */
final class Viewer {
    /** After that long the browser comes back by itself, and is asked again who it is. */
    private static final Duration LIFE = Duration.ofMinutes(15);

    /** Often enough that no proxy takes the silence for an end. */
    private static final long HEARTBEAT_SECONDS = 15;

    private static final AtomicLong IDS = new AtomicLong(System.currentTimeMillis());

    private final Person person;
    private final Reader reader;
    private final Locale locale;
    private final SseEmitter emitter = new SseEmitter(LIFE.toMillis());
    private final BlockingQueue<Map<String, String>> waiting = new LinkedBlockingQueue<>();
    private final Map<String, String> sent = new HashMap<>();
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

    /** @param fragments name to HTML, the whole of it; only what differs is written */
    void send(Map<String, String> fragments) {
        waiting.add(fragments);
    }

    void end() {
        ended = true;
        emitter.complete();
    }

    private void write() {
        try {
            while (!ended) {
                @Nullable Map<String, String> newest = waiting.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
                for (var later = waiting.poll(); later != null; later = waiting.poll()) {
                    newest = later;
                }
                if (newest == null) {
                    emitter.send(SseEmitter.event().comment("still here"));
                } else {
                    writeChanged(newest);
                }
            }
        } catch (IOException | IllegalStateException gone) {
            end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeChanged(Map<String, String> fragments) throws IOException {
        for (Map.Entry<String, String> fragment : fragments.entrySet()) {
            if (!fragment.getValue().equals(sent.put(fragment.getKey(), fragment.getValue()))) {
                emitter.send(SseEmitter.event()
                        .id(String.valueOf(IDS.incrementAndGet()))
                        .name(fragment.getKey())
                        // A blank that the reader of the stream takes off each line, so that it takes none of an
                        // indented statement.
                        .data(" " + fragment.getValue().replace("\n", "\n ")));
            }
        }
    }
}
