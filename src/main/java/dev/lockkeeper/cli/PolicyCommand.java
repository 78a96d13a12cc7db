package dev.lockkeeper.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        description = "What an environment asks for: levels of rules and checks, and who has to approve.",
        synopsisSubcommandLabel = "list|show|set",
        subcommands = {PolicyCommand.Listing.class, PolicyCommand.Showing.class, PolicyCommand.Setting.class})
final class PolicyCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name one of list, show, set.");
    }

    /** {@code 2 of approver or admin}. */
    private static String approvers(JsonNode approvals) {
        List<String> roles = new ArrayList<>();
        approvals.path("roles").forEach(role -> roles.add(role.asString()));
        return approvals.path("count").asInt() + " of " + String.join(" or ", roles);
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "The policies that are stored.")
    static final class Listing implements Callable<Integer> {

        @Mixin(name = "client")
        private final Client client = new Client();

        @Override
        public Integer call() throws IOException {
            JsonNode answer = client.api().get("/policies");
            client.print(answer, () -> {
                Table table = new Table("ENVIRONMENT", "APPROVALS", "LINT", "CHECKS", "CHANGED", "BY");
                answer.path("items")
                        .forEach(policy -> table.row(
                                policy.path("environment").asString(),
                                approvers(policy.path("approvals")),
                                policy.path("lint").size() + " rules",
                                policy.path("checks").size() + " checks",
                                policy.path("changedAt").asString(),
                                policy.path("changedBy").asString()));
                table.print(client.out());
            });
            return ExitCode.DONE;
        }
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "What holds for an environment.")
    static final class Showing implements Callable<Integer> {

        @Mixin(name = "client")
        private final Client client = new Client();

        @Parameters(paramLabel = "ENVIRONMENT", description = "Such as prod; '*' is for all without one of their own.")
        private String environment = "";

        @Override
        public Integer call() throws IOException {
            JsonNode policy = client.api().get("/policies" + ApiClient.path(environment));
            client.print(policy, () -> {
                client.out()
                        .println(environment + ": "
                                + source(policy.path("source").asString()));
                client.out().println("approvals: " + approvers(policy.path("approvals")));
                policy.path("approvals").path("phases").forEachEntry((phase, own) -> client.out()
                        .println("  " + phase + ": " + approvers(own)));
                levels("lint", policy);
                levels("checks", policy);
            });
            return ExitCode.DONE;
        }

        private static String source(String source) {
            return switch (source) {
                case "own" -> "its own policy";
                case "all" -> "the policy for all environments";
                default -> "as shipped";
            };
        }

        private void levels(String what, JsonNode policy) {
            if (!policy.path(what).isEmpty()) {
                client.out().println(what + ":");
                policy.path(what)
                        .forEachEntry((name, level) -> client.out().println("  " + name + ": " + level.asString()));
            }
        }
    }

    @Command(
            name = "set",
            mixinStandardHelpOptions = true,
            description = "Stores the policy of a file (YAML). config/policies has examples.")
    static final class Setting implements Callable<Integer> {

        private static final LoadSettings SETTINGS =
                LoadSettings.builder().setAllowNonScalarKeys(true).build();

        @Mixin(name = "client")
        private final Client client = new Client();

        @Parameters(paramLabel = "FILE", description = "A policy file.")
        private Path file = Path.of("");

        @Option(
                names = "--environment",
                paramLabel = "ENV",
                description = "Which; the one that the file names unless given.")
        private @Nullable String environment;

        String file() {
            return file.toString();
        }

        @Override
        public Integer call() throws IOException {
            if (Files.isDirectory(file)) {
                throw new Failures.Usage(file + " is a directory; name a file.");
            }
            byte[] yaml = Files.readAllBytes(file);
            String named = environment != null ? environment : environmentOf(yaml);
            JsonNode policy = client.api().putYaml("/policies" + ApiClient.path(named), yaml);
            client.print(policy, () -> client.out()
                    .println("The policy of " + named + " asks for " + approvers(policy.path("approvals")) + ", digest "
                            + policy.path("digest").asString()));
            return ExitCode.DONE;
        }

        /** What else is wrong with the file, the server says, all at once. */
        private String environmentOf(byte[] yaml) {
            try {
                Object read = new Load(SETTINGS).loadFromString(new String(yaml, StandardCharsets.UTF_8));
                if (read instanceof Map<?, ?> map && map.get("environment") instanceof String name) {
                    return name;
                }
            } catch (YamlEngineException e) {
                throw new Failures.Usage(file + " is not YAML: " + e.getMessage());
            }
            throw new Failures.Usage(file + " names no environment; write 'environment: prod', or give --environment.");
        }
    }
}
