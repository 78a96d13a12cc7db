package dev.lockkeeper.api;

import dev.lockkeeper.Failure;
import dev.lockkeeper.Paged;
import dev.lockkeeper.run.BackfillProgress;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.RunEvent;
import dev.lockkeeper.run.Runs;
import dev.lockkeeper.security.Person;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** One viewer of one run: sends what came after the last id whenever the run has changed, until it has ended. */
final class RunsApiStream {

    private final Runs runs;
    private final long run;
    private final Person by;
    private final SseEmitter emitter;
    private long last;
    private @Nullable Instant progressAt;
    private boolean done;
    private volatile @Nullable AutoCloseable watching;

    RunsApiStream(Runs runs, long run, long after, Person by, SseEmitter emitter) {
        this.runs = runs;
        this.run = run;
        this.last = after;
        this.by = by;
        this.emitter = emitter;
    }

    /** Watches first and reads then, so that nothing falls between. */
    void start() {
        watching = runs.watch(run, changed -> send());
        Thread.startVirtualThread(() -> {
            first();
            send();
        });
    }

    /** An answer at once, also when there is nothing to tell: the viewer sees that the stream is open. */
    private synchronized void first() {
        quietly(() -> emitter.send(SseEmitter.event().comment("run " + run).reconnectTime(2_000)));
    }

    private synchronized void send() {
        if (done) {
            return;
        }
        quietly(() -> {
            // The state before the events: a run that has ended has left all of them.
            Run now = runs.get(run, by);
            sendEvents();
            sendProgress(now.backfill());
            if (now.state().ended()) {
                end();
            }
        });
    }

    private void sendEvents() throws IOException {
        List<RunEvent> events;
        do {
            events = runs.events(run, last, Paged.MAX_LIMIT, by);
            for (RunEvent event : events) {
                emitter.send(SseEmitter.event()
                        .id(String.valueOf(event.id()))
                        .name(event.kind())
                        .data(event, MediaType.APPLICATION_JSON));
                last = event.id();
            }
        } while (events.size() == Paged.MAX_LIMIT);
    }

    private void sendProgress(@Nullable BackfillProgress progress) throws IOException {
        if (progress != null && !progress.updatedAt().equals(progressAt)) {
            progressAt = progress.updatedAt();
            emitter.send(
                    SseEmitter.event().name("progress").data(RunsApiBackfill.of(progress), MediaType.APPLICATION_JSON));
        }
    }

    synchronized void beat() {
        if (!done) {
            quietly(() -> emitter.send(SseEmitter.event().comment("alive")));
        }
    }

    synchronized void end() {
        if (!done) {
            done = true;
            emitter.complete();
        }
    }

    /** The emitter is done with; hears nothing more. */
    void close() {
        AutoCloseable watch = watching;
        watching = null;
        if (watch != null) {
            try {
                watch.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private interface Sending {
        void run() throws IOException;
    }

    private void quietly(Sending sending) {
        try {
            sending.run();
        } catch (IOException | IllegalStateException gone) {
            // The viewer went away; the container tells the emitter by itself.
            done = true;
            close();
        } catch (Failure lost) {
            // The run is no longer theirs to see.
            end();
        }
    }
}
