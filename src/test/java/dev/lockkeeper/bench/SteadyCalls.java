package dev.lockkeeper.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** Twenty requests a second, sent at their time whether or not the one before is answered. */
final class SteadyCalls {

    static final int WARM_SECONDS = 2;
    static final int A_SECOND = 20;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String server;
    private final String session;

    /** Goes on with each call: what was asked for while warming up is known to the server afterwards. */
    private int next;

    SteadyCalls(String server, String session) {
        this.server = server;
        this.session = session;
    }

    /** One answer. */
    private record Call(double millis, int status, int bytes) {}

    /** @param bytes of one answer as it was sent, on average */
    record Times(double[] sorted, int failed, int bytes) {
        double percentile(double part) {
            return sorted.length == 0
                    ? Double.NaN
                    : sorted[(int) Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
        }

        int count() {
            return sorted.length;
        }
    }

    /** The first answers of a new process are slower than all others. */
    void warmUp(List<String> paths) {
        if (!paths.isEmpty()) {
            calls(paths, WARM_SECONDS);
        }
    }

    Times measure(List<String> paths, int seconds) {
        calls(paths, WARM_SECONDS);
        List<Call> calls = calls(paths, seconds);
        return new Times(
                calls.stream().mapToDouble(Call::millis).sorted().toArray(),
                (int) calls.stream().filter(call -> call.status() != 200).count(),
                (int) calls.stream().mapToInt(Call::bytes).average().orElse(0));
    }

    private List<Call> calls(List<String> paths, int seconds) {
        List<Future<Call>> sent = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            long began = System.nanoTime();
            for (int i = 0; i < seconds * A_SECOND; i++) {
                long due = began + i * (1_000_000_000L / A_SECOND);
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                String path = paths.get(next++ % paths.size());
                sent.add(executor.submit(() -> call(path)));
            }
        }
        return sent.stream().map(Future::resultNow).toList();
    }

    private Call call(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + path))
                .header("Accept", "text/html")
                .header("Accept-Encoding", "gzip")
                .header("Cookie", "lockkeeper=" + session)
                .build();
        long began = System.nanoTime();
        HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        return new Call((System.nanoTime() - began) / 1e6, answer.statusCode(), answer.body().length);
    }
}
