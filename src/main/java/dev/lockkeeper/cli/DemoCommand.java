package dev.lockkeeper.cli;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "A server with two databases of one million users each (PostgreSQL and MariaDB), the examples, and a first run under way.",
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
        Ports.checked(port);
        Path directory = data.toAbsolutePath().normalize();
        DemoMemory memory = DemoMemory.of(directory);
        System.out.println("Starting the demo under " + directory + " ...");
        System.out.println("(a few seconds; what the server says goes to " + directory.resolve("server.log") + ")");
        quiet();
        DemoDatabases databases = new DemoDatabases(directory, memory, users);
        ServerStart.Running running;
        try {
            running = start.start(settings(directory, memory));
        } catch (RuntimeException told) {
            databases.close();
            // It was told to the log only: the terminal is quiet.
            System.err.println("The demo did not start; " + directory.resolve("server.log") + " says why.");
            return ExitCode.NO;
        }
        running.afterStop(databases::close);
        try {
            set(running, databases, memory);
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

    private static void set(ServerStart.Running running, DemoDatabases databases, DemoMemory memory)
            throws IOException {
        DemoStage stage = new DemoStage(URI.create(running.address()), memory);
        stage.people();
        stage.catalog();
        stage.postgresql(databases.postgresql().url());
        stage.approveFirst();
        String run = stage.firstRun();
        String second = second(stage, databases.mariadb());
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
        System.out.println(second);
        System.out.println("A token for the command line: export LOCKKEEPER_URL=" + running.address()
                + " LOCKKEEPER_TOKEN=" + memory.adminToken());
        System.out.println("Ctrl-C stops the demo.");
    }

    /** @return what to tell of the MariaDB */
    private static String second(DemoStage stage, DemoDatabases.Second second) throws IOException {
        if (second.database() == null) {
            return "There is no MariaDB target " + DemoStage.MARIADB + ": " + second.why() + ".";
        }
        stage.mariadb(second.database().url());
        try {
            stage.approveMariadb();
        } catch (ApiRefusal refused) {
            return "The target " + DemoStage.MARIADB + " is there, but nothing is approved for it. "
                    + String.join(System.lineSeparator(), refused.lines(""));
        }
        return "A MariaDB with as many users is the target " + DemoStage.MARIADB + "; launch " + DemoStage.MARIADB_FIRST
                + " there.";
    }
}
