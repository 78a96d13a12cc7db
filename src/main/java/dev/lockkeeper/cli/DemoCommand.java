package dev.lockkeeper.cli;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "A server with a database of one million users, the examples, and a first run under way.",
        footer = {"", "Ctrl-C stops it. Started again on the same directory it goes on where it was."})
final class DemoCommand implements Callable<Integer> {

    private final ServerStart start;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "${DEFAULT-VALUE} unless given.")
    private int port;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data/demo",
            description = "${DEFAULT-VALUE} unless given.")
    private Path data = Path.of("");

    @Option(names = "--users", hidden = true, defaultValue = "1000000", description = "Rows of the table users.")
    private int users;

    DemoCommand(ServerStart start) {
        this.start = start;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path directory = data.toAbsolutePath().normalize();
        DemoMemory memory = DemoMemory.of(directory);
        System.out.println("Starting the demo under " + directory + " ...");
        System.out.println("(a few seconds; what the server says goes to " + directory.resolve("server.log") + ")");
        quiet();
        // Beside the start of the server: both take seconds, and neither needs the other.
        CompletableFuture<DemoTarget> filled = CompletableFuture.supplyAsync(
                () -> target(directory, memory),
                work -> Thread.ofPlatform().name("demo-target").start(work));
        ServerStart.Running running;
        try {
            running = start.start(settings(directory, memory));
        } catch (RuntimeException told) {
            stop(filled);
            return ExitCode.NO;
        }
        running.afterStop(() -> stop(filled));
        try {
            set(running, filled.join(), memory);
        } catch (CompletionException e) {
            running.close();
            throw e.getCause() instanceof UncheckedIOException io ? io : e;
        } catch (IOException | ApiRefusal e) {
            running.close();
            throw e;
        }
        running.await();
        return ExitCode.DONE;
    }

    /** Until the server's own settings hold: the demo's terminal belongs to what a person has to know. */
    private static void quiet() {
        if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof ch.qos.logback.classic.Logger root) {
            root.setLevel(Level.WARN);
        }
    }

    /** One that did not come up has nothing to stop, and has said so elsewhere. */
    private static void stop(CompletableFuture<DemoTarget> filled) {
        filled.handle((target, failed) -> {
                    if (target != null) {
                        target.close();
                    }
                    return true;
                })
                .join();
    }

    private List<String> settings(Path directory, DemoMemory memory) {
        return List.of(
                "--server.port=" + port,
                "--lockkeeper.data=" + directory,
                "--logging.file.name=" + directory.resolve("server.log"),
                "--logging.threshold.console=off",
                // Not the store of the real server, whose address may stand in the environment.
                "--lockkeeper.store.url=",
                "--lockkeeper.bootstrap.token=" + memory.adminToken());
    }

    private DemoTarget target(Path directory, DemoMemory memory) {
        try {
            DemoTarget target = DemoTarget.start(directory.resolve("demo-target"), memory.targetPassword());
            try {
                target.fill(users);
                return target;
            } catch (IOException e) {
                target.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private static void set(ServerStart.Running running, DemoTarget target, DemoMemory memory) throws IOException {
        DemoStage stage = new DemoStage(URI.create(running.address()), memory);
        stage.people();
        stage.target(target.url(), DemoTarget.USER);
        stage.catalog();
        String run = stage.firstRun();
        System.out.println();
        System.out.println("Lockkeeper is ready: " + running.address());
        System.out.println();
        System.out.println("Sign in as");
        for (Map.Entry<String, String> person : DemoStage.PEOPLE.entrySet()) {
            System.out.printf(
                    "  %-6s %-9s password %s%n", person.getKey(), person.getValue(), memory.password(person.getKey()));
        }
        System.out.println();
        System.out.println(run);
        System.out.println("A token for the command line: export LOCKKEEPER_URL=" + running.address()
                + " LOCKKEEPER_TOKEN=" + memory.adminToken());
        System.out.println("Ctrl-C stops the demo.");
    }
}
