package dev.lockkeeper.measure;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Measurements, one at a time, and the last of them by what they were of. Only a memory: the embedded store has one server, and what is
 * forgotten is measured again.
 */
@Component
class Answers implements DisposableBean {

    private static final int KEPT = 100;
    private static final int WAITING = 8;

    private final Map<String, FutureTask<List<Measured>>> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final ThreadPoolExecutor one = new ThreadPoolExecutor(
            0, 1, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), task -> Thread.ofPlatform()
                    .name("measure")
                    .daemon()
                    .unstarted(task));

    static String key(String definitions, List<Asked> asked) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(definitions.getBytes(StandardCharsets.UTF_8));
            for (Asked statement : asked) {
                String part = statement.kept() + " " + statement.sql().length() + " " + statement.sql();
                digest.update(part.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * The answer, or the promise of one.
     *
     * @throws java.util.concurrent.RejectedExecutionException when too many wait
     */
    synchronized Future<List<Measured>> of(String key, Callable<List<Measured>> measuring) {
        FutureTask<List<Measured>> known = kept.get(key);
        if (known != null && known.state() != Future.State.FAILED && known.state() != Future.State.CANCELLED) {
            return known;
        }
        FutureTask<List<Measured>> task = new FutureTask<>(measuring);
        one.execute(task);
        kept.put(key, task);
        if (kept.size() > KEPT) {
            kept.remove(kept.keySet().iterator().next());
        }
        return task;
    }

    void behind(Runnable task) {
        one.execute(task);
    }

    /** Before the store closes, which would drop the connection under it. */
    @Override
    public void destroy() throws InterruptedException {
        one.shutdownNow();
        one.awaitTermination(2, TimeUnit.SECONDS);
    }
}
