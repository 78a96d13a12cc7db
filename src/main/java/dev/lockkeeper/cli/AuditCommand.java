package dev.lockkeeper.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "Reads the record of who did what; for auditors and admins.",
        synopsisSubcommandLabel = "export|verify",
        subcommands = {AuditCommand.Export.class, AuditCommand.Verify.class})
final class AuditCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name one of export, verify.");
    }

    /** The shapes of an export. */
    enum Format {
        CSV("text/csv"),
        NDJSON("application/x-ndjson");

        private final String mediaType;

        Format(String mediaType) {
            this.mediaType = mediaType;
        }
    }

    @Command(name = "export", mixinStandardHelpOptions = true, description = "Writes the record to standard output.")
    static final class Export implements Callable<Integer> {

        @Mixin(name = "client")
        private final Client client = new Client();

        @Option(
                names = "--format",
                paramLabel = "FORMAT",
                defaultValue = "ndjson",
                description = "csv or ndjson; ${DEFAULT-VALUE} unless given.")
        private Format format = Format.NDJSON;

        @Option(names = "--actor", paramLabel = "NAME", description = "Only what this one did.")
        private @Nullable String actor;

        @Option(names = "--action", paramLabel = "ACTION", description = "Only this, such as run.launch.")
        private @Nullable String action;

        @Option(
                names = "--subject",
                paramLabel = "SUBJECT",
                description = "Only what was done to this, such as run:42.")
        private @Nullable String subject;

        @Option(names = "--from", paramLabel = "TIME", description = "From then on, such as 2026-01-01T00:00:00Z.")
        private @Nullable Instant from;

        @Option(names = "--to", paramLabel = "TIME", description = "Before then.")
        private @Nullable Instant to;

        @Override
        public Integer call() throws IOException {
            String query =
                    ApiClient.query("actor", actor, "action", action, "subject", subject, "from", from, "to", to);
            try (InputStream export = client.api().stream("/audit" + query, format.mediaType, Map.of())) {
                new InputStreamReader(export, StandardCharsets.UTF_8).transferTo(client.out());
                client.out().flush();
            }
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = "Walks the chain of the record. Exits with 1 when somebody has changed it.")
    static final class Verify implements Callable<Integer> {

        @Mixin(name = "client")
        private final Client client = new Client();

        @Override
        public Integer call() throws IOException {
            JsonNode answer = client.api().get("/audit/verify");
            boolean ok = answer.path("ok").asBoolean();
            client.print(answer, () -> client.out()
                    .println(
                            ok
                                    ? answer.path("records").asLong() + " records, none changed; head "
                                            + answer.path("head").asString("")
                                    : "The record was changed: the first that does not fit is "
                                            + answer.path("firstBad").asString("?")));
            return ok ? ExitCode.DONE : ExitCode.NO;
        }
    }
}
