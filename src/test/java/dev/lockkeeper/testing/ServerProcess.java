package dev.lockkeeper.testing;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Lockkeeper server in a process of its own, as a user starts it; can be killed and started again on the same data. */
public final class ServerProcess implements AutoCloseable {

    public static final String ADMIN_TOKEN = "bench-admin-token-0123456789";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;
    private final Process process;
    private final Path log;
    private final Duration timeToReady;

    private ServerProcess(int port, Process process, Path log, Duration timeToReady) {
        this.port = port;
        this.process = process;
        this.log = log;
        this.timeToReady = timeToReady;
    }

    /** @param command what comes before {@code server}: {@code java -jar …} or {@code java -cp … dev.lockkeeper.Lockkeeper} */
    public static ServerProcess start(List<String> command, Path data, Map<String, String> environment) {
        try {
            int port = freePort();
            List<String> all = new ArrayList<>(command);
            all.addAll(List.of("server", "--port", String.valueOf(port), "--data", data.toString()));
            Files.createDirectories(data);
            ProcessBuilder builder = new ProcessBuilder(all)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            data.resolve("server.log").toFile()));
            builder.environment().put("LOCKKEEPER_BOOTSTRAP_TOKEN", ADMIN_TOKEN);
            builder.environment().putAll(environment);
            long began = System.nanoTime();
            ServerProcess server = new ServerProcess(port, builder.start(), data.resolve("server.log"), Duration.ZERO);
            server.awaitReady(data);
            return new ServerProcess(port, server.process, server.log, Duration.ofNanos(System.nanoTime() - began));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public Duration timeToReady() {
        return timeToReady;
    }

    public String address() {
        return "http://localhost:" + port;
    }

    public long pid() {
        return process.pid();
    }

    /** Peak resident memory of the Java process in MiB, as Linux counts it; -1 elsewhere. */
    public long peakMemoryMiB() {
        return status("VmHWM:");
    }

    /** The same as it is now. */
    public long memoryMiB() {
        return status("VmRSS:");
    }

    private long status(String field) {
        try {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                    .filter(line -> line.startsWith(field))
                    .map(line -> Long.parseLong(line.replaceAll("\\D+", "")) / 1024)
                    .findFirst()
                    .orElse(-1L);
        } catch (IOException e) {
            return -1;
        }
    }

    /** SIGKILL: no hook of ours runs. */
    public void kill() {
        process.destroyForcibly();
        join();
    }

    /** SIGSTOP: stands still, with all its connections open, until {@link #thaw}. */
    public void freeze() {
        signal("STOP");
    }

    public void thaw() {
        signal("CONT");
    }

    /** SIGTERM. @return how long it took to go */
    public Duration terminate() {
        long began = System.nanoTime();
        process.destroy();
        join();
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** What the server has printed so far. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            thaw();
        }
        terminate();
    }

    private void signal(String name) {
        try {
            int exit = new ProcessBuilder("kill", "-" + name, String.valueOf(pid()))
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill -" + name + " " + pid() + " → " + exit);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void join() {
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Calls the API and demands a 2xx. A body that is no JSON is sent as YAML. */
    public JsonNode call(String token, String method, String path, String body) {
        HttpResponse<String> answer = send(token, method, path, body);
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(method + " " + path + " → " + answer.statusCode() + " " + answer.body());
        }
        return answer.body().isBlank() ? JSON.createObjectNode() : JSON.readTree(answer.body());
    }

    public HttpResponse<String> send(String token, String method, String path, String body) {
        boolean json = body.isEmpty() || body.startsWith("{");
        HttpRequest request = HttpRequest.newBuilder(URI.create(address() + "/api/v1" + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", json ? "application/json" : "application/yaml")
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Makes a user with one role and returns a token of theirs. */
    public String person(String username, String role) {
        call(
                ADMIN_TOKEN,
                "POST",
                "/users",
                "{\"username\":\"" + username + "\",\"password\":\"correct horse " + username + " 1!\",\"roles\":[\""
                        + role + "\"]}");
        return call(ADMIN_TOKEN, "POST", "/tokens", "{\"username\":\"" + username + "\",\"name\":\"bench\"}")
                .path("token")
                .asString();
    }

    private void awaitReady(Path data) throws IOException {
        HttpRequest ready = HttpRequest.newBuilder(URI.create(address() + "/actuator/health/readiness"))
                .timeout(Duration.ofSeconds(2))
                .build();
        long deadline = System.nanoTime() + Duration.ofSeconds(120).toNanos();
        while (System.nanoTime() < deadline) {
            if (!process.isAlive()) {
                throw new IllegalStateException("the server ended: " + Files.readString(data.resolve("server.log")));
            }
            try {
                if (http.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
                java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
            } catch (IOException notYet) {
                java.util.concurrent.locks.LockSupport.parkNanos(20_000_000); // It does not listen yet.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        throw new IllegalStateException("not ready after 120 s: " + Files.readString(data.resolve("server.log")));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
