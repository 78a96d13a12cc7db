package dev.lockkeeper.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

@Command(
        name = "sql",
        mixinStandardHelpOptions = true,
        description = "Prints the exact statements of every phase on a target, forward and back, with their locks.")
final class SqlCommand implements Callable<Integer> {

    @Mixin(name = "client")
    private final Client client = new Client();

    @Mixin
    private final Subject subject = new Subject();

    @Override
    public Integer call() throws IOException {
        ApiClient api = client.api();
        JsonNode sql = api.get(subject.path(api) + "/sql" + ApiClient.query("target", subject.target()));
        client.print(sql, () -> {
            line("-- " + sql.path("migration").asString() + " revision "
                    + sql.path("revision").asInt() + " on " + sql.path("target").asString() + " ("
                    + sql.path("serverVersion").asString("") + ")");
            line("-- digest " + sql.path("digest").asString());
            sql.path("phases").forEach(this::phase);
        });
        return ExitCode.DONE;
    }

    private void phase(JsonNode phase) {
        line("");
        line("-- phase " + phase.path("phase").asString() + ": "
                + phase.path("gate").path("words").asString(""));
        phase.path("steps").forEach(step -> {
            line("");
            line("-- " + step.path("kind").asString() + ": " + step.path("name").asString());
            step.path("notes").forEach(note -> line("-- note: " + note.asString()));
            step.path("forward").forEach(this::statement);
            if (step.has("irreversible")) {
                line("-- cannot be undone: " + step.path("irreversible").asString());
            }
            step.path("back").forEach(statement -> {
                line("-- back: " + oneLineEach(statement.path("sql").asString()));
                others(statement);
            });
        });
    }

    private void statement(JsonNode statement) {
        JsonNode lock = statement.path("lock");
        line("-- lock: " + lock.path("mode").asString() + ", blocks "
                + lock.path("blocks").asString() + " (" + lock.path("source").asString() + ")");
        statement.path("blast").path("tables").forEach(this::reach);
        if (statement.path("blast").has("unknown")) {
            line("-- not all is known: "
                    + statement.path("blast").path("unknown").asString());
        }
        if (statement.path("blast").has("unmeasured")) {
            line("-- not measured: "
                    + oneLineEach(statement.path("blast").path("unmeasured").asString()));
        }
        line(statement.path("sql").asString() + ";");
        others(statement);
    }

    /** What it would do to others on one table. */
    private void reach(JsonNode reach) {
        JsonNode lock = reach.path("lock");
        JsonNode time = reach.path("time");
        line("-- on " + reach.path("table").asString()
                + (reach.has("rows") ? " (about " + reach.path("rows").asLong() + " rows)" : "") + ": "
                + lock.path("mode").asString()
                + (lock.path("rewrites").asBoolean() ? ", rewrites it" : "")
                + (lock.path("scans").asBoolean() ? ", scans it" : "") + " ("
                + lock.path("source").asString() + ")");
        line("--   takes "
                + (time.has("lowMillis")
                        ? seconds(time.path("lowMillis")) + " to " + seconds(time.path("highMillis")) + " s, "
                        : "")
                + time.path("words").asString());
        int ahead = reach.path("aheadInAll").asInt();
        if (ahead > 0) {
            JsonNode first = reach.path("ahead").path(0);
            line("--   waits first for " + ahead + (ahead == 1 ? " session" : " sessions") + ", the oldest "
                    + first.path("session").asString() + " of "
                    + first.path("user").asString() + " ("
                    + first.path("state").asString() + ")");
        }
        line("--   would queue behind it: " + reach.path("queue").asString());
    }

    private static String seconds(JsonNode millis) {
        return String.format(java.util.Locale.ROOT, "%.1f", millis.asLong() / 1000.0);
    }

    /** What else may be sent for it. */
    private void others(JsonNode statement) {
        if (statement.has("fallback")) {
            line("-- if the server cannot do it so: "
                    + oneLineEach(statement.path("fallback").asString()));
        }
        if (statement.has("leftover")) {
            line("-- before another try: "
                    + oneLineEach(statement.path("leftover").asString()));
        }
    }

    private static String oneLineEach(String sql) {
        return sql.replace("\n", "\n-- ");
    }

    private void line(String text) {
        client.out().println(text);
    }
}
