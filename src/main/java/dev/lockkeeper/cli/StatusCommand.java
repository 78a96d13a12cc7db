package dev.lockkeeper.cli;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Shows a run, or the newest ones. Exits with 1 for a run that has failed or is stuck.")
final class StatusCommand implements Callable<Integer> {

    private static final Set<String> BAD = Set.of("failed", "stuck");

    @Mixin(name = "client")
    private final Client client = new Client();

    @Parameters(arity = "0..1", paramLabel = "RUN", description = "The number of a run.")
    private @Nullable Long run;

    @Option(names = "--active", description = "Only runs that have not ended.")
    private boolean active;

    @Override
    public Integer call() throws IOException {
        return run == null ? all() : one(run);
    }

    private int all() throws IOException {
        JsonNode runs = client.api().get("/runs" + ApiClient.query("limit", 30, "active", active ? true : null));
        client.print(runs, () -> {
            Table table = new Table("RUN", "STATE", "MIGRATION", "REVISION", "TARGET", "WAITS FOR");
            runs.path("items")
                    .forEach(each -> table.row(each, "id", "state", "migration", "revision", "target", "waitingFor"));
            table.print(client.out());
        });
        return ExitCode.DONE;
    }

    private int one(long id) throws IOException {
        JsonNode found = client.api().get("/runs/" + id);
        client.print(found, () -> tell(found));
        return BAD.contains(found.path("state").asString()) ? ExitCode.NO : ExitCode.DONE;
    }

    /** Only while it is carried out: afterwards the last reason is history. */
    private void tellThePace(JsonNode found) {
        JsonNode throttle = found.path("backfill").path("throttle");
        String reason = throttle.path("reason").asString("");
        boolean working =
                Set.of("running", "rollingBack").contains(found.path("state").asString());
        if (working && !reason.isEmpty()) {
            String word = throttle.path("verdict").asString().equals("stop") ? "Held" : "Slow";
            client.out().println(word + ": " + reason);
        }
    }

    private void tell(JsonNode found) {
        client.out()
                .println("Run " + found.path("id").asLong() + ": "
                        + found.path("migration").asString() + " revision "
                        + found.path("revision").asInt() + " on "
                        + found.path("target").asString());
        String waitingFor = found.path("waitingFor").asString("");
        client.out()
                .println("State: " + found.path("state").asString()
                        + (waitingFor.isEmpty() ? "" : ", waits for " + waitingFor));
        tellThePace(found);
        if (found.has("error")) {
            client.out().println("Error: " + found.path("error").path("message").asString());
            client.out().println("       " + found.path("error").path("advice").asString(""));
        }
        if (!found.path("holes").isEmpty()) {
            client.out()
                    .println("Holes: " + found.path("holes").size() + " rows left out; 'lockkeeper holes "
                            + found.path("id").asLong() + "' lists them.");
        }
        Table table = new Table("PHASE", "STEP", "STATE", "ROWS");
        found.path("phases").forEach(phase -> {
            table.row(phase.path("phase").asString(), "", phase.path("state").asString(), "");
            phase.path("steps")
                    .forEach(step -> table.row(
                            "",
                            step.path("name").asString(),
                            step.path("state").asString(),
                            step.path("rows").asString("")));
        });
        table.print(client.out());
    }
}
