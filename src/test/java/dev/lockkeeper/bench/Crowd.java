package dev.lockkeeper.bench;

import dev.lockkeeper.testing.Browser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Many open live streams of one run, without a thread each, and when each heard what. */
final class Crowd {

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String stream;
    private final int size;
    private final int atOnce;

    /** By the moment that a sample speaks of: when it came to each. */
    private final Map<Long, Arrivals> samples = new ConcurrentHashMap<>();

    private final LongAdder characters = new LongAdder();
    private final AtomicInteger ended = new AtomicInteger();
    private volatile boolean over;

    Crowd(String stream, int size, int atOnce) {
        this.stream = stream;
        this.size = size;
        this.atOnce = atOnce;
    }

    /** When one sample came to whom. */
    static final class Arrivals {
        private final long at;
        private final long[] behind;
        private final AtomicInteger count = new AtomicInteger();

        private Arrivals(long at, int size) {
            this.at = at;
            behind = new long[size];
        }

        private void came() {
            int place = count.getAndIncrement();
            if (place < behind.length) {
                behind[place] = System.currentTimeMillis() - at;
            }
        }

        int count() {
            return Math.min(count.get(), behind.length);
        }

        double lastSeconds() {
            return Arrays.stream(behind, 0, count()).max().orElse(0) / 1000.0;
        }

        double medianSeconds() {
            return Arrays.stream(behind, 0, count())
                            .sorted()
                            .skip(count() / 2)
                            .findFirst()
                            .orElse(0)
                    / 1000.0;
        }
    }

    /** Returns when the page's first fragment has come to each. @return how many seconds that took */
    double come(List<Browser> people) {
        long began = System.nanoTime();
        CountDownLatch there = new CountDownLatch(size);
        Semaphore door = new Semaphore(atOnce);
        try {
            for (int i = 0; i < size; i++) {
                door.acquire();
                HttpRequest request = HttpRequest.newBuilder(URI.create(stream))
                        .header("Accept", "text/event-stream")
                        .header(
                                "Cookie",
                                "lockkeeper=" + people.get(i % people.size()).cookie("lockkeeper"))
                        .build();
                Viewing viewing = new Viewing(() -> {
                    door.release();
                    there.countDown();
                });
                client.sendAsync(request, HttpResponse.BodyHandlers.fromLineSubscriber(viewing))
                        .whenComplete((answer, failure) -> {
                            if (!over) {
                                ended.incrementAndGet();
                            }
                        });
            }
            if (!there.await(2, TimeUnit.MINUTES)) {
                throw new IllegalStateException(there.getCount() + " viewers saw nothing within two minutes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return (System.nanoTime() - began) / 1e9;
    }

    void go() {
        over = true;
        client.shutdownNow();
    }

    /** The samples of that time, in milliseconds since 1970. */
    Map<Long, Arrivals> behind(long from, long to) {
        Map<Long, Arrivals> seen = new TreeMap<>(samples);
        seen.keySet().removeIf(at -> at < from || at > to);
        return seen;
    }

    double bytes() {
        return characters.sum();
    }

    int ended() {
        return ended.get();
    }

    /** One browser. */
    private final class Viewing implements Flow.Subscriber<String> {
        private final Runnable first;
        private boolean begun;
        private boolean sample;

        Viewing(Runnable first) {
            this.first = first;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            characters.add(line.length());
            if (!begun && line.startsWith("event:")) {
                begun = true;
                first.run();
            }
            if (line.startsWith("event:")) {
                sample = line.endsWith("sample");
            } else if (sample && line.startsWith("data:")) {
                sample = false;
                long at = Long.parseLong(line.substring(line.indexOf('[') + 1, line.indexOf(',')));
                samples.computeIfAbsent(at, moment -> new Arrivals(moment, size))
                        .came();
            }
        }

        @Override
        public void onError(Throwable failure) {
            // Told by the answer's end.
        }

        @Override
        public void onComplete() {
            // Told by the answer's end.
        }
    }
}
