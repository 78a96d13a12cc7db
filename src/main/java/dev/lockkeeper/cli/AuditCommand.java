package dev.lockkeeper.cli;

import dev.lockkeeper.chain.ExportCheck;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "Reads the record of who did what; for auditors and admins.",
        synopsisSubcommandLabel = "export|verify|report",
        subcommands = {AuditCommand.Export.class, AuditCommand.Verify.class, AuditCommand.Report.class})
final class AuditCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name one of export, verify, report.");
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
            description = {
                "Walks the chain of the record. Exits with 1 when somebody has changed it.",
                "With FILE an export (NDJSON), which needs no server; with --anchor alone the server's export."
            })
    static final class Verify implements Callable<Integer> {

        @Mixin(name = "client")
        private final Client client = new Client();

        @Parameters(arity = "0..1", paramLabel = "FILE", description = "An export as NDJSON; - for standard input.")
        private @Nullable String file;

        @Option(
                names = "--anchor",
                paramLabel = "HEADS",
                description =
                        "Heads that were anchored outside, one JSON object a line: the chain must go through them.")
        private @Nullable Path anchor;

        @Option(names = "--part", description = "FILE holds only some of the records: gaps are no fault.")
        private boolean part;

        @Override
        public Integer call() throws IOException {
            if (part && file == null) {
                throw new Failures.Usage("--part is for a FILE: the server has the whole record.");
            }
            return file == null && anchor == null ? onTheServer() : here();
        }

        private int onTheServer() throws IOException {
            JsonNode answer = client.api().get("/audit/verify");
            boolean ok = answer.path("ok").asBoolean();
            client.print(answer, () -> client.out()
                    .println(
                            ok
                                    ? answer.path("records").asLong() + " records, none changed; head "
                                            + answer.path("head").asString("")
                                    : "The record was changed: the first that does not fit is "
                                            + answer.path("firstBad").asString("?") + ", "
                                            + answer.path("problem").asString("")));
            return ok ? ExitCode.DONE : ExitCode.NO;
        }

        private int here() throws IOException {
            ExportCheck check = new ExportCheck(part);
            try {
                check.anchored(anchor == null ? List.of() : Files.readAllLines(anchor));
            } catch (IllegalArgumentException e) {
                throw new Failures.Usage(anchor + ": " + e.getMessage() + ".");
            }
            ExportCheck.Result found;
            try (InputStream export = export()) {
                found = check.over(export);
            }
            if (!client.json()) {
                client.out().println(words(found));
            } else {
                client.out().println(JsonMapper.shared().writeValueAsString(found));
            }
            return found.ok() ? ExitCode.DONE : ExitCode.NO;
        }

        private InputStream export() throws IOException {
            if (file == null) {
                return client.api().stream("/audit", Format.NDJSON.mediaType, Map.of());
            }
            return file.equals("-") ? System.in : Files.newInputStream(Path.of(file));
        }

        private static String words(ExportCheck.Result found) {
            return found.ok()
                    ? found.records() + " records, none changed; the last is " + found.last() + " with the hash "
                            + found.hash()
                    : "Record " + found.firstBad() + " was changed: " + found.problem() + ".";
        }
    }

    @Command(
            name = "report",
            mixinStandardHelpOptions = true,
            description = "Everything on one run, for an auditor, as JSON; the page /runs/RUN/report prints it.")
    static final class Report implements Callable<Integer> {

        @Mixin(name = "client")
        private final Client client = new Client();

        @Parameters(paramLabel = "RUN", description = "The run's number.")
        private long run;

        @Override
        public Integer call() throws IOException {
            client.out().println(client.api().get("/runs/" + run + "/report").toPrettyString());
            return ExitCode.DONE;
        }
    }
}
