package dev.lockkeeper.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(
        name = "approve",
        mixinStandardHelpOptions = true,
        description = "Approves the text of a migration and its SQL on a target, byte for byte.",
        footer = {
            "",
            "Read them first: lockkeeper sql ID --target TARGET. With --digest nothing newer than what you read is approved."
        })
final class ApproveCommand implements Callable<Integer> {

    @Mixin(name = "client")
    private final Client client = new Client();

    @Mixin
    private final Subject subject = new Subject();

    @Option(
            names = "--phase",
            paramLabel = "PHASE",
            description = "A phase whose gate asks for an approval of its own.")
    private @Nullable String phase;

    @Option(
            names = "--digest",
            paramLabel = "DIGEST",
            description = "The digest that you read; what it is now unless given.")
    private @Nullable String digest;

    @Option(names = "--comment", paramLabel = "TEXT", description = "For the record.")
    private @Nullable String comment;

    @Override
    public Integer call() throws IOException {
        ApiClient api = client.api();
        String revision = subject.path(api);
        JsonNode approved = api.get(revision);
        String read = digest != null ? digest : approved.path("digest").asString();
        Map<String, Object> body = new LinkedHashMap<>(Map.of("digest", read, "target", subject.target()));
        TargetCommand.putIfThere(body, "phase", phase);
        TargetCommand.putIfThere(body, "comment", comment);
        JsonNode approval = api.post(revision + "/approvals", body);
        client.print(approval, () -> {
            client.out()
                    .println("Approved " + subject.migration() + " revision "
                            + approval.path("revision").asInt() + " on " + subject.target()
                            + (phase == null ? "" : " for " + phase) + " by "
                            + approval.path("approver").asString() + ", digest " + read);
            approved.path("findings").forEach(this::suppressed);
        });
        return ExitCode.DONE;
    }

    /** What the author has suppressed is approved with the rest, so the approver gets to read it. */
    private void suppressed(JsonNode finding) {
        if (finding.has("suppressed")) {
            client.out()
                    .println("  with " + finding.path("rule").asString() + " in line "
                            + finding.path("line").asInt() + " suppressed: "
                            + finding.path("suppressed").asString());
        }
    }
}
