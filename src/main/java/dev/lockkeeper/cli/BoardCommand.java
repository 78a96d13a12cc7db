package dev.lockkeeper.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(
        name = "board",
        mixinStandardHelpOptions = true,
        description = "Asks every check of a launch. Exits with 0 for go and 1 for no-go.")
final class BoardCommand implements Callable<Integer> {

    @Mixin(name = "client")
    private final Client client = new Client();

    @Mixin
    private final Subject subject = new Subject();

    @Option(names = "--phase", paramLabel = "PHASE", description = "The next one unless given.")
    private @Nullable String phase;

    @Override
    public Integer call() throws IOException {
        JsonNode board = client.api()
                .get("/board"
                        + ApiClient.query(
                                "migration",
                                subject.migration(),
                                "revision",
                                subject.revision(),
                                "target",
                                subject.target(),
                                "phase",
                                phase));
        client.print(board, () -> print(board, client.out()));
        return board.path("verdict").asString().equals("go") ? ExitCode.DONE : ExitCode.NO;
    }

    /** One line a check; what stands in the way with its advice. */
    static void print(JsonNode board, PrintWriter out) {
        board.path("checks").forEach(check -> {
            String result = check.path("result").asString();
            boolean blocking = check.path("blocking").asBoolean();
            out.println(String.format(
                    Locale.ROOT,
                    "%-8s %s: %s",
                    result.equals("pass") || blocking ? result : result + "*",
                    check.path("id").asString(),
                    check.path("evidence").asString("")));
            if (!result.equals("pass") && !check.path("advice").asString("").isEmpty()) {
                out.println("         " + check.path("advice").asString());
            }
        });
        out.println(board.path("verdict").asString() + "   (* does not block)");
        out.flush();
    }
}
