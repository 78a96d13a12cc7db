package dev.lockkeeper.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "submit",
        mixinStandardHelpOptions = true,
        description = "Submits a migration file. The same text again is the same revision.",
        footer = {
            "",
            "Errors and what lint finds are printed as FILE:LINE:COLUMN, all at once. Findings do not keep it from being stored."
        })
final class SubmitCommand implements Callable<Integer> {

    @Mixin(name = "client")
    private final Client client = new Client();

    @Parameters(paramLabel = "FILE", description = "A migration file (YAML).")
    private Path file = Path.of("");

    String file() {
        return file.toString();
    }

    @Override
    public Integer call() throws IOException {
        if (Files.isDirectory(file)) {
            throw new Failures.Usage(file + " is a directory; name a file.");
        }
        JsonNode answer = client.api().postYaml("/migrations", Files.readAllBytes(file));
        client.print(answer, () -> {
            client.out()
                    .println(answer.path("migration").asString() + " revision "
                            + answer.path("revision").asInt() + " is "
                            + answer.path("state").asString() + ", digest "
                            + answer.path("digest").asString());
            FindingLines.print(file.toString(), answer.path("findings"), false, client.out());
        });
        return ExitCode.DONE;
    }
}
