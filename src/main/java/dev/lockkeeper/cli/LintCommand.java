package dev.lockkeeper.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "lint",
        description = "Says what is wrong with SQL or a migration file before it is sent anywhere. Nothing is stored.",
        footer = {
            "",
            "Findings are printed as FILE:LINE:COLUMN: severity rule: message.",
            "Exit codes: 0 nothing blocking (advisory and suppressed findings do not count); 1 a blocking finding, or a file",
            "that cannot be read; 2 wrong usage.",
            "In a file, a comment before a statement suppresses a rule: -- lockkeeper: allow RULE because REASON"
        })
final class LintCommand implements Callable<Integer> {

    @Mixin(name = "client")
    private final Client client = new Client();

    /** Not the standard ones: {@code --version} is the server's here. */
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    private boolean help;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "SQL (.sql) or migration files (.yaml, .yml).")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            description = "What SQL files are for: postgresql, or mysql (MariaDB too). The target's unless given.")
    private @Nullable String engine;

    @Option(
            names = "--version",
            paramLabel = "VERSION",
            description =
                    "Of the server: 14, 8.4.3, 10.11.6-MariaDB. The target's, else the oldest supported unless given.")
    private @Nullable String version;

    @Option(
            names = "--target",
            paramLabel = "TARGET",
            description = "Joins findings with what is there: rows, size, writes.")
    private @Nullable String target;

    @Option(names = "--plan", description = "Print the migration files that do the same without blocking, too.")
    private boolean plan;

    private final ArrayNode all = JsonMapper.shared().createArrayNode();
    private boolean no;

    @Override
    public Integer call() throws IOException {
        for (Path file : files) {
            requireFile(file);
        }
        ApiClient api = client.api();
        for (Path file : files) {
            look(api, file);
        }
        ObjectNode answer = JsonMapper.shared().createObjectNode();
        answer.set("findings", all);
        client.printJson(answer);
        return no ? ExitCode.NO : ExitCode.DONE;
    }

    private void requireFile(Path file) {
        if (Files.isDirectory(file)) {
            throw new Failures.Usage(file + " is a directory; name files.");
        }
        if (!Files.exists(file)) {
            throw new Failures.Usage("There is no file " + file + ".");
        }
        if (!migration(file) && !ends(file, ".sql")) {
            throw new Failures.Usage(file + " is neither .sql nor .yaml or .yml, so what is in it is not known.");
        }
        if (ends(file, ".sql") && engine == null && target == null) {
            throw new Failures.Usage(
                    file + ": a script does not say which engine it is for; add --engine or --target.");
        }
    }

    private void look(ApiClient api, Path file) throws IOException {
        String text = text(file);
        if (text == null) {
            return;
        }
        try {
            tell(file, api.post("/lint", question(file, text)).path("findings"));
        } catch (ApiRefusal refused) {
            if (refused.problem().path("errors").isEmpty() || !migration(file)) {
                throw refused;
            }
            no = true;
            refused.problem()
                    .path("errors")
                    .forEach(error -> unread(
                            file,
                            error.path("line").asInt(1),
                            error.path("column").asInt(1),
                            error.path("message").asString()));
        }
    }

    private Map<String, Object> question(Path file, String text) {
        Map<String, Object> question = new LinkedHashMap<>();
        boolean migration = migration(file);
        question.put(migration ? "migration" : "sql", text);
        put(question, "engine", migration ? null : engine);
        put(question, "version", version);
        put(question, "target", target);
        return question;
    }

    private static void put(Map<String, Object> question, String name, @Nullable String value) {
        if (value != null) {
            question.put(name, value);
        }
    }

    private void tell(Path file, JsonNode findings) {
        for (JsonNode finding : findings) {
            no |= finding.path("severity").asString().equals("blocking") && !finding.has("suppressed");
            ObjectNode named = JsonMapper.shared().createObjectNode();
            named.put("file", file.toString());
            named.setAll((ObjectNode) finding);
            all.add(named);
        }
        if (!client.json()) {
            FindingLines.print(file.toString(), findings, plan, client.out());
        }
    }

    /** What is wrong with the file itself: in the same form, so that an editor shows it as well. */
    private void unread(Path file, int line, int column, String message) {
        ObjectNode finding = JsonMapper.shared().createObjectNode();
        finding.put("rule", "unreadable-file")
                .put("severity", "blocking")
                .put("statement", "")
                .put("line", line)
                .put("column", column)
                .put("message", message)
                .put("saferWay", "");
        ArrayNode one = JsonMapper.shared().createArrayNode();
        one.add(finding);
        tell(file, one);
    }

    /** Null after a finding: guessing an encoding would change names silently. */
    private @Nullable String text(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            String before = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
            int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
            int column = 1 + before.codePointCount(before.lastIndexOf('\n') + 1, before.length());
            String hex = "%02X".formatted(bytes.array()[bytes.position()]);
            unread(
                    file,
                    line,
                    column,
                    "the file is not UTF-8 (byte " + hex + "); save it in that encoding. Nothing of it was looked at.");
            return null;
        }
    }

    private static boolean migration(Path file) {
        return ends(file, ".yaml") || ends(file, ".yml");
    }

    private static boolean ends(Path file, String ending) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(ending);
    }
}
