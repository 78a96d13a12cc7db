package dev.lockkeeper.web;

import dev.lockkeeper.run.Runs;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run and those who look at it. On a change every fragment is rendered once for
 * each kind of reader and language, and what differs from before is sent to all. */
final class RunChannel {
    private static final Logger LOG = LoggerFactory.getLogger(RunChannel.class);

    private final long run;
    private final RunViews views;
    private final RunFragments fragments;
    private final AutoCloseable watch;
    private final List<Viewer> viewers = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean locksMatter;

    /** What was sent last to those who are here. */
    private Map<Sight, RunUpdate> rendered = new HashMap<>();

    /** Viewers for whom pages are the same. */
    private record Sight(Reader reader, Locale locale) {
        static Sight of(Viewer viewer) {
            return new Sight(viewer.reader(), viewer.locale());
        }
    }

    RunChannel(long run, Runs runs, RunViews views, RunFragments fragments) {
        this.run = run;
        this.views = views;
        this.fragments = fragments;
        this.watch = runs.watch(run, changed -> refresh());
        Thread.ofVirtual().name("live-run-" + run).start(this::lookAtLocks);
    }

    /** Who waits for whom changes without a word of the run: while that matters, and somebody looks, it is shown anew. */
    private void lookAtLocks() {
        try {
            while (!closed.await(RunLocks.EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                if (locksMatter) {
                    refresh();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What was rendered last is true until the next word of a change. @param read asked when nothing is rendered for such a reader yet */
    synchronized void add(Viewer viewer, Supplier<RunView> read) {
        viewers.add(viewer);
        viewer.send(rendered.computeIfAbsent(Sight.of(viewer), sight -> {
            RunView view = read.get();
            locksMatter = RunLocks.matter(view.run());
            return new RunUpdate(
                    fragments.withOwn(fragments.common(view, sight.locale()), view, sight.reader(), sight.locale()),
                    null);
        }));
    }

    /** @return true when that was the last */
    synchronized boolean remove(Viewer viewer) {
        viewers.remove(viewer);
        if (viewers.isEmpty()) {
            close();
            return true;
        }
        return false;
    }

    private synchronized void refresh() {
        if (viewers.isEmpty()) {
            return;
        }
        try {
            RunView view = views.read(run, viewers.getFirst().person());
            locksMatter = RunLocks.matter(view.run());
            Map<Locale, Map<String, String>> common = new HashMap<>();
            Map<Sight, RunUpdate> now = new HashMap<>();
            for (Viewer viewer : viewers) {
                viewer.send(now.computeIfAbsent(
                        Sight.of(viewer),
                        sight -> new RunUpdate(
                                fragments.withOwn(
                                        common.computeIfAbsent(
                                                sight.locale(), locale -> fragments.common(view, locale)),
                                        view,
                                        sight.reader(),
                                        sight.locale()),
                                rendered.get(sight))));
            }
            rendered = now;
        } catch (RuntimeException e) {
            LOG.warn("Run {} could not be shown live; viewers reconnect", run, e);
            viewers.forEach(Viewer::end);
        }
    }

    void close() {
        closed.countDown();
        viewers.forEach(Viewer::end);
        try {
            watch.close();
        } catch (Exception e) {
            LOG.warn("The watch of run {} could not be closed", run, e);
        }
    }
}
