package dev.lockkeeper.api;

import dev.lockkeeper.run.Runs;
import dev.lockkeeper.security.Person;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The live streams of this server: opens them, keeps them alive, and closes them before the server waits for its last requests. */
@Component
class RunsApiStreams implements SmartLifecycle {

    /** Proxies close what is silent for a minute, some for thirty seconds. */
    private static final long HEARTBEAT_SECONDS = 15;

    /** After this long the client comes back with its last id, and is asked again who it is. */
    private static final Duration LIFE = Duration.ofHours(1);

    private final Runs runs;
    private final Set<RunsApiStream> open = ConcurrentHashMap.newKeySet();
    private volatile @Nullable ScheduledExecutorService heart;

    RunsApiStreams(Runs runs) {
        this.runs = runs;
    }

    /** @throws dev.lockkeeper.Failure {@code not-found}, also for a run that the person may not see */
    SseEmitter open(long run, long after, Person by) {
        runs.get(run, by);
        SseEmitter emitter = new SseEmitter(LIFE.toMillis());
        RunsApiStream stream = new RunsApiStream(runs, run, after, by, emitter);
        Runnable gone = () -> {
            open.remove(stream);
            stream.close();
        };
        emitter.onCompletion(gone);
        emitter.onTimeout(emitter::complete);
        emitter.onError(error -> gone.run());
        open.add(stream);
        stream.start();
        if (!isRunning()) {
            // It came while the server was closing the others.
            stream.end();
        }
        return emitter;
    }

    @Override
    public void start() {
        ScheduledExecutorService beating = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("run-streams").factory());
        beating.scheduleWithFixedDelay(this::beat, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
        heart = beating;
    }

    /** On threads of their own: one viewer who does not read must not stop the others' heartbeat. */
    private void beat() {
        open.forEach(stream -> Thread.startVirtualThread(stream::beat));
    }

    @Override
    public void stop() {
        ScheduledExecutorService beating = heart;
        heart = null;
        if (beating != null) {
            beating.shutdownNow();
        }
        open.forEach(RunsApiStream::end);
    }

    @Override
    public boolean isRunning() {
        return heart != null;
    }

    /** The last to start and the first to stop. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
