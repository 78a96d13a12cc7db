package dev.lockkeeper.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

@Command(
        name = "server",
        mixinStandardHelpOptions = true,
        description = "Starts the server.",
        footer = {
            "",
            "Settings of the environment:",
            "  LOCKKEEPER_STORE_URL, _USERNAME, _PASSWORD  a PostgreSQL of your own; else one is embedded under --data",
            "  LOCKKEEPER_BOOTSTRAP_TOKEN                  the first admin's token, read at the first start;",
            "                                              else a password is made and shown once",
            "  LOCKKEEPER_KEY, LOCKKEEPER_KEY_FILE         encrypts the credentials of targets",
            "Every other setting of config/application.yml can be given as --name=value."
        })
final class ServerCommand implements Callable<Integer> {

    private final ServerStart start;

    @Option(names = "--port", paramLabel = "PORT", description = "Where it listens; 8080 unless given.")
    private @Nullable Integer port;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where the embedded store and its secrets live; ./data unless given.")
    private @Nullable Path data;

    @Unmatched
    private List<String> others = new ArrayList<>();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    ServerCommand(ServerStart start) {
        this.start = start;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<String> settings = settings();
        ServerStart.Running running;
        try {
            running = start.start(settings);
        } catch (RuntimeException told) {
            // What kept it from starting has been printed by the one who knows.
            return ExitCode.NO;
        }
        System.out.println("Lockkeeper is ready: " + running.address());
        running.await();
        return ExitCode.DONE;
    }

    private List<String> settings() {
        List<String> settings = new ArrayList<>();
        for (String other : others) {
            if (!other.startsWith("--") || other.indexOf('=') < 0) {
                throw new ParameterException(
                        spec.commandLine(), "Unknown option: '" + other + "'. Settings are given as --name=value.");
            }
            settings.add(other);
        }
        if (port != null) {
            settings.add("--server.port=" + Ports.checked(port));
        }
        if (data != null) {
            settings.add("--lockkeeper.data=" + data.toAbsolutePath().normalize());
        }
        return settings;
    }
}
