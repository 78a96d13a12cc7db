package dev.lockkeeper.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "new",
        mixinStandardHelpOptions = true,
        description = "Writes NAME.yaml, a migration of all four phases to change into one's own. Asks no server.")
final class NewCommand implements Callable<Integer> {

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{1,78}[a-z0-9]");

    @Parameters(paramLabel = "NAME", description = "The migration's id: a-z 0-9 -, 3 to 80.")
    private String name = "";

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            defaultValue = "postgresql",
            description = "postgresql unless given, or mysql (MariaDB too).")
    private String engine = "";

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = "",
            description = "Where to write it; here unless given.")
    private Path folder = Path.of("");

    @Option(names = "--json", description = "Print the name of the file as JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        refuseWrongName();
        String text = starter().replaceFirst("(?m)^migration: \\S+", "migration: " + name);
        Path file = folder.resolve(name + ".yaml");
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw new Failures.Usage(file + " is there already. Nothing was written.");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonMapper.shared().writeValueAsString(Map.of("file", file.toString())));
        } else {
            out.println("Wrote " + file + ". Change it, then: lockkeeper lint " + file + "; lockkeeper submit " + file);
        }
        return ExitCode.DONE;
    }

    /** The same text that the editor begins with. */
    private String starter() throws IOException {
        Optional<String> known = Optional.of(engine).filter(word -> word.equals("postgresql") || word.equals("mysql"));
        String folder = known.orElseThrow(() -> new Failures.Usage(
                "There is nothing to begin with for the engine '" + engine + "'. Name postgresql or mysql."));
        try (InputStream starter = NewCommand.class.getResourceAsStream("/starters/" + folder + "/split-column.yaml")) {
            if (starter == null) {
                throw new IOException("The texts to begin with are not in this jar.");
            }
            return new String(starter.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** As the format has it, so that the server will take it. It also keeps a name from leading out of the folder. */
    private void refuseWrongName() {
        if (!ID.matcher(name).matches()) {
            throw new Failures.Usage(
                    "The name of a migration must be 3 to 80 characters of a-z, 0-9 and '-' between them;" + " it is '"
                            + name + "'. Nothing was written.");
        }
    }
}
