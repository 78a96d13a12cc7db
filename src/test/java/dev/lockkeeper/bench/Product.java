package dev.lockkeeper.bench;

import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Browser;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/** Lockkeeper as shipped: the jar in a process of its own with its embedded store, driven by its API. */
final class Product implements AutoCloseable {

    private static final AtomicInteger NAMES = new AtomicInteger();

    private final Path data;
    private final ServerProcess server;
    private final String author;
    private final String approver;
    private final String operator;

    /** @param settings variables of the environment that change what is shipped; empty for nothing */
    Product(Path jar, Map<String, String> settings) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        try {
            data = Files.createTempDirectory("lockkeeper-bench");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server = ServerProcess.start(List.of(java, "-Xmx384m", "-jar", jar.toString()), data, settings);
        author = server.person("ann", "author");
        approver = server.person("bob", "approver");
        operator = server.person("cyd", "operator");
    }

    String address() {
        return server.address();
    }

    /** Somebody new, signed in as in a browser. */
    Browser signedIn(String username, String... roles) {
        String password = "correct horse " + username + " 1!";
        server.call(
                ServerProcess.ADMIN_TOKEN,
                "POST",
                "/users",
                "{\"username\":\"" + username + "\",\"password\":\"" + password + "\",\"roles\":[\""
                        + String.join("\",\"", roles) + "\"]}");
        Browser browser = new Browser(new Api(server.address(), ""));
        browser.submit("/login", "/login", Map.of("username", username, "password", password));
        return browser;
    }

    void dial(long run, int dial) {
        server.call(operator, "PATCH", "/runs/" + run, "{\"dial\":" + dial + "}");
    }

    /** Nothing when it has ended by itself. */
    void cancel(long run) {
        server.send(operator, "POST", "/runs/" + run + "/cancel", "{}");
    }

    /** The name of a new target. */
    String register(Database database) {
        String name = "target-" + NAMES.incrementAndGet();
        HttpResponse<String> answer = register(name, database.engine(), database);
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(answer.body());
        }
        return name;
    }

    HttpResponse<String> register(String name, String engine, Database database) {
        return server.send(
                ServerProcess.ADMIN_TOKEN,
                "POST",
                "/targets",
                "{\"name\":\"" + name + "\",\"engine\":\"" + engine + "\",\"url\":\"" + database.url()
                        + "\",\"username\":\"" + database.username() + "\",\"password\":\"" + database.password()
                        + "\",\"environment\":\"bench\"}");
    }

    /** Submits a migration of one phase. @param step without the dash. @return its id */
    String submitted(String engine, String step) {
        String id = "bench-" + NAMES.incrementAndGet();
        server.call(
                author,
                "POST",
                "/migrations",
                "migration: " + id + "\ntitle: Benchmark\nengine: " + engine
                        + "\nstrategy: direct\nphases:\n  - phase: work\n    steps:\n      - " + step + "\n");
        return id;
    }

    void approve(String migration, String target) {
        String digest = server.call(approver, "GET", "/migrations/" + migration + "/revisions/1", "")
                .path("digest")
                .asString();
        server.call(
                approver,
                "POST",
                "/migrations/" + migration + "/revisions/1/approvals",
                "{\"digest\":\"" + digest + "\",\"target\":\"" + target + "\",\"comment\":\"bench\"}");
    }

    /** How long a person waits for it. */
    double secondsForBoard(String migration, String target) {
        long began = System.nanoTime();
        server.call(operator, "GET", "/board?migration=" + migration + "&target=" + target, "");
        return (System.nanoTime() - began) / 1e9;
    }

    /** Returns when the launch is accepted. */
    long launch(String migration, String target) {
        return server.call(
                        operator,
                        "POST",
                        "/runs",
                        "{\"migration\":\"" + migration + "\",\"target\":\"" + target + "\"}")
                .path("run")
                .asLong();
    }

    /** A migration of one step, approved for the target and ready to be launched. */
    String ready(String target, Database database, String step) {
        String id = submitted(database.engine(), step);
        approve(id, target);
        return id;
    }

    /** @return how many findings there are */
    int lint(String body) {
        return server.call(author, "POST", "/lint", body).path("findings").size();
    }

    JsonNode run(long run) {
        return server.call(operator, "GET", "/runs/" + run, "");
    }

    /** The answer as text, as a program reads it from the wire. */
    String text(String path) {
        HttpResponse<String> answer = server.send(operator, "GET", path, "");
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.body());
        }
        return answer.body();
    }

    JsonNode events(long run) {
        return server.call(operator, "GET", "/runs/" + run + "/events", "");
    }

    /** Fails when the run stands still anywhere else. */
    JsonNode awaitEnd(long run) {
        while (true) {
            JsonNode now = run(run);
            String state = now.path("state").asString();
            if (state.equals("succeeded")) {
                return now;
            }
            if (List.of("failed", "stuck", "cancelled", "waiting", "rolledBack").contains(state)) {
                throw new IllegalStateException("run " + run + " is " + state + ": " + now);
            }
            LockSupport.parkNanos(50_000_000);
        }
    }

    /** From here on {@link #peakMemoryMiB} is the peak since now, where the kernel allows it. */
    void forgetPeak() {
        try {
            Files.writeString(Path.of("/proc/" + server.pid() + "/clear_refs"), "5");
        } catch (IOException e) {
            // Not on this system: the peak is that of the whole life of the process.
        }
    }

    /** Resident now, in MiB; -1 where the system does not tell. */
    double memoryMiB() {
        return server.memoryMiB();
    }

    double peakMemoryMiB() {
        return server.peakMemoryMiB();
    }

    double secondsToReady() {
        return server.timeToReady().toMillis() / 1000.0;
    }

    @Override
    public void close() {
        server.close();
        FileSystemUtils.deleteRecursively(data.toFile());
    }
}
