package dev.lockkeeper.web;

import dev.lockkeeper.run.Runs;
import dev.lockkeeper.security.Person;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The live streams of runs: one {@link RunChannel} for each run that somebody looks at, however many look at it. Stops before the
 * web server does, which would otherwise wait for the streams to end.
 */
@Component
class RunStreams implements SmartLifecycle {
    private final Runs runs;
    private final RunViews views;
    private final RunFragments fragments;
    private final Map<Long, RunChannel> channels = new ConcurrentHashMap<>();
    private volatile boolean running;

    RunStreams(Runs runs, RunViews views, RunFragments fragments) {
        this.runs = runs;
        this.views = views;
        this.fragments = fragments;
    }

    /** Everything as it stands now, then every change; so a stream that comes back has missed nothing. */
    SseEmitter open(long run, Person person) {
        Viewer viewer =
                new Viewer(person, views.reader(runs.get(run, person), person), LocaleContextHolder.getLocale());
        channels.compute(run, (id, present) -> {
            RunChannel channel = present == null ? new RunChannel(id, runs, views, fragments) : present;
            channel.add(viewer, () -> views.read(run, person));
            return channel;
        });
        viewer.whenGone(() -> channels.computeIfPresent(run, (id, channel) -> channel.remove(viewer) ? null : channel));
        if (!running) {
            // It came while the server was closing the others.
            viewer.emitter().complete();
        }
        return viewer.emitter();
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        channels.values().forEach(RunChannel::close);
        channels.clear();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
