package dev.lockkeeper.web;

import dev.lockkeeper.run.Runs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run and those who look at it. On a change every fragment is rendered once, and what differs from before is sent to all. */
final class RunChannel {
    private static final Logger LOG = LoggerFactory.getLogger(RunChannel.class);

    private final long run;
    private final RunViews views;
    private final RunFragments fragments;
    private final AutoCloseable watch;
    private final List<Viewer> viewers = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean locksMatter;

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

    synchronized void add(Viewer viewer, RunView view) {
        viewers.add(viewer);
        locksMatter = RunLocks.matter(view.run());
        viewer.send(fragments.render(view, viewer.reader()));
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
            Map<Reader, Map<String, String>> rendered = new LinkedHashMap<>();
            Map<String, String> common = fragments.common(view);
            for (Viewer viewer : viewers) {
                viewer.send(
                        rendered.computeIfAbsent(viewer.reader(), reader -> fragments.withOwn(common, view, reader)));
            }
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
