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
        name = "reject",
        mixinStandardHelpOptions = true,
        description = "Says no to a migration on a target: nothing of it is launched there until that is withdrawn.")
final class RejectCommand implements Callable<Integer> {

    @Mixin(name = "client")
    private final Client client = new Client();

    @Mixin
    private final Subject subject = new Subject();

    @Option(names = "--phase", paramLabel = "PHASE", description = "Only this phase; every phase unless given.")
    private @Nullable String phase;

    @Option(
            names = "--digest",
            paramLabel = "DIGEST",
            description = "The digest that you read; what it is now unless given.")
    private @Nullable String digest;

    @Option(names = "--comment", required = true, paramLabel = "TEXT", description = "Why, for the author.")
    private String comment = "";

    @Override
    public Integer call() throws IOException {
        ApiClient api = client.api();
        String revision = subject.path(api);
        String read = digest != null ? digest : api.get(revision).path("digest").asString();
        Map<String, Object> body =
                new LinkedHashMap<>(Map.of("digest", read, "target", subject.target(), "comment", comment));
        TargetCommand.putIfThere(body, "phase", phase);
        JsonNode rejection = api.post(revision + "/rejections", body);
        client.print(rejection, () -> client.out()
                .println("Rejected " + subject.migration() + " revision "
                        + rejection.path("revision").asInt() + " on " + subject.target()
                        + (phase == null ? "" : " for " + phase) + " by "
                        + rejection.path("rejecter").asString()));
        return ExitCode.DONE;
    }
}
