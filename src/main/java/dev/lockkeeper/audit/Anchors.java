package dev.lockkeeper.audit;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Keeps the head of the chain outside the store, where those who can write the store cannot: then a chain that was made anew, or rolled
 * back with its head, is found. A place that does not answer stops no work; it is tried again, and the log and the audit page say so.
 */
@Component
@EnableConfigurationProperties(AnchorSettings.class)
public class Anchors implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Anchors.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final AnchorSettings settings;
    private final AnchorStore store;
    private final Clock clock;
    private volatile @Nullable ScheduledExecutorService timer;

    Anchors(AnchorSettings settings, AnchorStore store, Clock clock) {
        this.settings = settings;
        this.store = store;
        this.clock = clock;
    }

    /** Empty when nothing is anchored. */
    public Optional<Anchor> state() {
        return settings.set() ? store.find(settings.shown()) : Optional.empty();
    }

    @Override
    public void start() {
        if (settings.set()) {
            store.know(settings.shown());
            ScheduledExecutorService ticking = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("audit-anchor").daemon().factory());
            long pause = pause().toMillis();
            ticking.scheduleWithFixedDelay(this::tick, pause, pause, TimeUnit.MILLISECONDS);
            timer = ticking;
        }
    }

    /** Between two tries. */
    private Duration pause() {
        return settings.every().compareTo(LONGEST_PAUSE) < 0 ? settings.every() : LONGEST_PAUSE;
    }

    private void tick() {
        String place = settings.shown();
        try {
            // A tick is never quite the pause after the one before it.
            Duration pause = pause().multipliedBy(9).dividedBy(10);
            store.takeTurn(place, settings.every(), pause).ifPresent(head -> anchor(place, head));
        } catch (RuntimeException e) {
            // The store is away: the next tick asks again. What a timer throws would end it.
            LOG.debug("nothing anchored", e);
        }
    }

    private void anchor(String place, Head head) {
        String line = line(head, clock.instant());
        try {
            Path file = settings.file();
            if (file == null) {
                post(line);
            } else {
                Files.writeString(
                        file,
                        line + "\n",
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND,
                        StandardOpenOption.DSYNC);
            }
            store.done(place, head);
        } catch (IOException e) {
            String error = e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
            int failures = store.failed(place, error);
            LOG.warn(
                    "Record {} of the audit chain could not be anchored at {} (try {}): {}",
                    head.seq(),
                    place,
                    failures,
                    error);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is sent and appended. {@code lockkeeper audit verify --anchor} and {@code bin/audit-verify --anchor} read it. */
    static String line(Head head, Instant at) {
        return "{\"seq\":" + head.seq() + ",\"hash\":\"" + head.hash() + "\",\"at\":\"" + at + "\"}";
    }

    /** Follows nobody elsewhere. */
    private void post(String line) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newBuilder()
                .connectTimeout(PATIENCE)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build()) {
            HttpRequest request = HttpRequest.newBuilder(settings.address())
                    .timeout(PATIENCE)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(line))
                    .build();
            HttpResponse<Void> answer = client.send(request, BodyHandlers.discarding());
            if (answer.statusCode() / 100 != 2) {
                throw new IOException("it answered " + answer.statusCode());
            }
        }
    }

    @Override
    public void stop() {
        ScheduledExecutorService ticking = timer;
        if (ticking != null) {
            ticking.shutdownNow();
        }
        timer = null;
    }

    @Override
    public boolean isRunning() {
        return timer != null;
    }
}
