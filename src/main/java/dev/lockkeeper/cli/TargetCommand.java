package dev.lockkeeper.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
        name = "target",
        mixinStandardHelpOptions = true,
        description = "Registers databases and asks them how they are.",
        synopsisSubcommandLabel = "add|list|probe",
        subcommands = {TargetCommand.Add.class, TargetCommand.Listing.class, TargetCommand.Probe.class})
final class TargetCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name one of add, list, probe.");
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Registers a database.",
            footer = {
                "",
                "A password is best left where it is and named: --password-from env:NAME is read from the server's",
                "environment, file:/PATH from a file on the server. --password asks for it here."
            })
    static final class Add implements Callable<Integer> {

        @Mixin(name = "client")
        private final Client client = new Client();

        @Parameters(paramLabel = "NAME", description = "a-z 0-9 . _ -, such as shop-prod.")
        private String name = "";

        @Option(
                names = "--engine",
                paramLabel = "ENGINE",
                defaultValue = "postgresql",
                description = "${DEFAULT-VALUE} unless given.")
        private String engine = "";

        @Option(
                names = "--url",
                required = true,
                paramLabel = "URL",
                description = "Of the driver: jdbc:postgresql://host:5432/database, jdbc:mysql://host:3306/database for MySQL and MariaDB.")
        private String url = "";

        @Option(names = "--username", required = true, paramLabel = "USER", description = "The login on the database.")
        private String username = "";

        @Option(names = "--password", interactive = true, arity = "0..1", description = "Asks for the password.")
        private @Nullable String password;

        @Option(names = "--password-from", paramLabel = "WHERE", description = "env:NAME or file:/PATH, on the server.")
        private @Nullable String passwordFrom;

        @Option(
                names = "--environment",
                required = true,
                paramLabel = "ENV",
                description = "Such as prod; roles are given by it.")
        private String environment = "";

        @Option(names = "--team", paramLabel = "TEAM", description = "The team that owns it.")
        private @Nullable String team;

        @Override
        public Integer call() throws IOException {
            Map<String, Object> body = new LinkedHashMap<>(Map.of(
                    "name", name, "engine", engine, "url", url, "username", username, "environment", environment));
            putIfThere(body, "password", password);
            putIfThere(body, "passwordFrom", passwordFrom);
            putIfThere(body, "team", team);
            JsonNode answer = client.api().post("/targets", body);
            client.print(answer, () -> client.out()
                    .println("Registered " + name + ". Next: lockkeeper target probe " + name));
            return ExitCode.DONE;
        }
    }

    static void putIfThere(Map<String, Object> body, String name, @Nullable Object value) {
        if (value != null) {
            body.put(name, value);
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the databases that you may see.")
    static final class Listing implements Callable<Integer> {

        @Mixin(name = "client")
        private final Client client = new Client();

        @Override
        public Integer call() throws IOException {
            JsonNode answer = client.api().get("/targets?limit=500");
            client.print(answer, () -> {
                Table table = new Table("NAME", "ENGINE", "ENVIRONMENT", "TEAM", "URL");
                answer.path("items")
                        .forEach(target -> table.row(target, "name", "engine", "environment", "team", "url"));
                table.print(client.out());
            });
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "probe",
            mixinStandardHelpOptions = true,
            description =
                    "Connects to a database and says what it may do there. Exits with 1 when something is missing.")
    static final class Probe implements Callable<Integer> {

        @Mixin(name = "client")
        private final Client client = new Client();

        @Parameters(paramLabel = "NAME", description = "The target.")
        private String name = "";

        @Override
        public Integer call() throws IOException {
            JsonNode probe = client.api().post("/targets" + ApiClient.path(name) + "/probe", Map.of());
            boolean good =
                    probe.path("reachable").asBoolean() && probe.path("missing").isEmpty();
            client.print(probe, () -> tell(probe));
            return good ? ExitCode.DONE : ExitCode.NO;
        }

        private void tell(JsonNode probe) {
            if (!probe.path("reachable").asBoolean()) {
                client.out().println("Not reachable: " + probe.path("error").asString(""));
                client.out().println(probe.path("advice").asString(""));
                return;
            }
            client.out()
                    .println(probe.path("version").asString("unknown version") + ", "
                            + (probe.path("writable").asBoolean() ? "writable" : "read only"));
            probe.path("missing").forEach(missing -> {
                client.out()
                        .println("Missing: " + missing.path("what").asString() + " ("
                                + missing.path("why").asString() + ")");
                client.out().println("  " + missing.path("grant").asString());
            });
        }
    }
}
