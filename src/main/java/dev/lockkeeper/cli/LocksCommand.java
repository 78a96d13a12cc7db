package dev.lockkeeper.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "locks",
        mixinStandardHelpOptions = true,
        description = "Shows the sessions of a target, and who blocks whom.")
final class LocksCommand implements Callable<Integer> {

    private static final int WIDEST_STATEMENT = 70;

    @Mixin(name = "client")
    private final Client client = new Client();

    @Parameters(paramLabel = "TARGET", description = "The database.")
    private String target = "";

    @Override
    public Integer call() throws IOException {
        JsonNode locks = client.api().get("/targets" + ApiClient.path(target) + "/locks");
        client.print(locks, () -> {
            Table table = new Table("SESSION", "USER", "STATE", "SINCE", "BLOCKED BY", "OURS", "STATEMENT");
            locks.path("sessions")
                    .forEach(session -> table.row(
                            session.path("id").asString(),
                            session.path("user").asString(""),
                            session.path("state").asString(""),
                            session.path("since").asString(""),
                            ids(session.path("blockedBy")),
                            session.path("ours").asBoolean()
                                    ? "run " + session.path("run").asString("")
                                    : "",
                            statement(session)));
            table.print(client.out());
        });
        return ExitCode.DONE;
    }

    private static String ids(JsonNode ids) {
        StringBuilder text = new StringBuilder();
        ids.forEach(id -> text.append(text.isEmpty() ? "" : ",").append(id.asString()));
        return text.toString();
    }

    private static String statement(JsonNode session) {
        String one = session.path("statement").asString("").replaceAll("\\s+", " ");
        return one.length() <= WIDEST_STATEMENT ? one : one.substring(0, WIDEST_STATEMENT - 1) + "…";
    }
}
