package dev.lockkeeper.cli;

import java.io.IOException;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "holes",
        mixinStandardHelpOptions = true,
        description = "Lists the rows that a run has left out. Exits with 1 while one is open.")
final class HolesCommand implements Callable<Integer> {

    @Mixin(name = "client")
    private final Client client = new Client();

    @Parameters(paramLabel = "RUN", description = "The number of the run.")
    private long run;

    @Override
    public Integer call() throws IOException {
        JsonNode holes = client.api().get("/runs/" + run).path("holes");
        client.print(holes, () -> tell(holes));
        for (JsonNode hole : holes) {
            if (hole.path("state").asString().equals("open")) {
                return ExitCode.NO;
            }
        }
        return ExitCode.DONE;
    }

    private void tell(JsonNode holes) {
        if (holes.isEmpty()) {
            client.out().println("Run " + run + " has left no row out.");
            return;
        }
        Table table = new Table("HOLE", "STATE", "TABLE", "KEY", "SINCE", "ERROR");
        for (JsonNode hole : holes) {
            StringJoiner key = new StringJoiner(", ");
            hole.path("key").forEach(column -> key.add(column.asString()));
            table.row(
                    hole.path("hole").asString(),
                    hole.path("state").asString(),
                    hole.path("table").asString(),
                    key.toString(),
                    hole.path("since").asString(),
                    hole.path("error").asString());
        }
        table.print(client.out());
    }
}
