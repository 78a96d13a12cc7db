package dev.lockkeeper.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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

    private static final String INDENT = "         ";
    private static final int PASSES = 0;
    private static final int ADVISES = 1;
    private static final int STOPS = 2;

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

    /** One line a check, what stands in the way last, right above the verdict, with its advice. */
    static void print(JsonNode board, PrintWriter out) {
        List<JsonNode> checks = new ArrayList<>();
        board.path("checks").forEach(checks::add);
        checks.sort(Comparator.comparing(BoardCommand::weight));
        checks.forEach(check -> print(check, weight(check), out));
        long stopping = checks.stream().filter(check -> weight(check) == STOPS).count();
        out.println(board.path("verdict").asString()
                + (stopping == 0 ? "" : " · " + stopping + " in the way")
                + "   (* does not block)");
        out.flush();
    }

    private static void print(JsonNode check, int weight, PrintWriter out) {
        out.println(String.format(
                Locale.ROOT,
                "%-8s %s: %s",
                check.path("result").asString() + (weight == ADVISES ? "*" : ""),
                check.path("id").asString(),
                check.path("evidence").asString("").replace("\n", "\n" + INDENT)));
        if (weight != PASSES && !check.path("advice").asString("").isEmpty()) {
            out.println(INDENT + check.path("advice").asString());
        }
    }

    private static int weight(JsonNode check) {
        return check.path("result").asString().equals("pass")
                ? PASSES
                : check.path("blocking").asBoolean() ? STOPS : ADVISES;
    }
}
