package dev.lockkeeper.cli;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Launches a migration on a target, or its next phase when it waits there.",
        footer = {
            "",
            "With --phase P: opens the gate before P when a run of the migration waits on the target; else launches a new",
            "run that goes up to P and waits there. With --follow: 0 when it succeeds or waits at a gate, 1 when it fails.",
            "Ctrl-C leaves the run running."
        })
final class RunCommand implements Callable<Integer> {

    @Mixin(name = "client")
    private final Client client = new Client();

    @Mixin
    private final Subject subject = new Subject();

    @Mixin
    private final Confirmations confirmations = new Confirmations();

    @Option(names = "--phase", paramLabel = "PHASE", description = "The phase to launch; all unless given.")
    private @Nullable String phase;

    @Option(
            names = "--start-at",
            paramLabel = "TIME",
            description = "When it begins, such as 2026-03-01T02:00:00Z; now unless given.")
    private @Nullable Instant startAt;

    @Option(names = "--dry-run", description = "Prints the board and launches nothing.")
    private boolean dryRun;

    @Option(
            names = {"-f", "--follow"},
            description = "Shows what happens until it ends or waits at a gate.")
    private boolean follow;

    @Override
    public Integer call() throws IOException {
        ApiClient api = client.api();
        if (phase != null && !dryRun) {
            Optional<Long> waiting = active(api);
            if (waiting.isPresent()) {
                return Launching.open(client, api, waiting.get(), phase, confirmations, follow);
            }
        }
        Map<String, Object> body =
                new LinkedHashMap<>(Map.of("migration", subject.migration(), "target", subject.target()));
        TargetCommand.putIfThere(body, "revision", subject.revision());
        TargetCommand.putIfThere(body, "startAt", startAt == null ? null : startAt.toString());
        if (phase != null) {
            body.put("phases", upTo(api, phase));
        }
        confirmations.into(body);
        return dryRun ? dryRun(api, body) : Launching.launch(client, api, body, follow);
    }

    private int dryRun(ApiClient api, Map<String, Object> body) throws IOException {
        body.put("dryRun", true);
        JsonNode answer = api.post("/runs", body);
        JsonNode board = answer.path("board");
        client.print(answer, () -> BoardCommand.print(board, client.out()));
        return board.path("verdict").asString().equals("go") ? ExitCode.DONE : ExitCode.NO;
    }

    /** The run of this migration that is under way on the target. */
    private Optional<Long> active(ApiClient api) throws IOException {
        JsonNode runs = api.get("/runs"
                + ApiClient.query(
                        "migration", subject.migration(), "target", subject.target(), "active", true, "limit", 1));
        return runs.path("items").isEmpty()
                ? Optional.empty()
                : Optional.of(runs.path("items").get(0).path("id").asLong());
    }

    /** The phases of the plan up to the one named, which the API wants by name. */
    private List<String> upTo(ApiClient api, String last) throws IOException {
        List<String> names = new ArrayList<>();
        for (JsonNode each : api.get(subject.path(api)).path("plan").path("phases")) {
            names.add(each.path("phase").asString());
            if (names.getLast().equals(last)) {
                return names;
            }
        }
        throw new Failures.Usage("The plan has no phase '" + last + "', it has " + String.join(", ", names) + ".");
    }
}
