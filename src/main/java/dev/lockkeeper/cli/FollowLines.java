package dev.lockkeeper.cli;

import java.util.Locale;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** Lines of a run that is followed. On a terminal the progress is one line that changes; elsewhere one line now and then. */
final class FollowLines {

    private static final long SELDOM_NANOS = 5_000_000_000L;

    private final Client client;
    /** picocli knows terminals on every system, also where Java says that there is a console and means a pipe. */
    private final boolean terminal = CommandLine.Help.Ansi.AUTO.enabled();

    private int width;
    private long shownAt = Long.MIN_VALUE;

    FollowLines(Client client) {
        this.client = client;
    }

    void event(JsonNode event) {
        wipe();
        if (client.json()) {
            client.out().println(event);
        } else {
            client.out()
                    .println(event.path("at").asString("").replaceAll("\\.\\d+Z$", "Z") + "  "
                            + event.path("message").asString());
        }
        client.out().flush();
    }

    /** Numbers that the server does not know are not shown. */
    void progress(JsonNode progress) {
        if (client.json()) {
            return;
        }
        StringBuilder line = new StringBuilder(progress.path("step").asString("")).append("  ");
        line.append(number(progress.path("rowsDone")));
        if (progress.has("rowsTotal")) {
            line.append(" of about ").append(number(progress.path("rowsTotal")));
        }
        line.append(" rows, ").append(number(progress.path("rate"))).append(" a second");
        if (progress.has("eta")) {
            line.append(", ").append(progress.path("eta").asString()).append(" left at most");
        }
        String reason = progress.path("throttle").path("reason").asString("");
        if (!reason.isEmpty()) {
            boolean slow =
                    progress.path("throttle").path("verdict").asString("").equals("slow");
            line.append(slow ? ", slow: " : ", held: ").append(reason);
        }
        show(line.toString());
    }

    private void show(String line) {
        if (terminal) {
            client.err().print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
            width = line.length();
        } else if (shownAt == Long.MIN_VALUE || System.nanoTime() - shownAt > SELDOM_NANOS) {
            shownAt = System.nanoTime();
            client.err().println(line);
        }
        client.err().flush();
    }

    void end() {
        wipe();
    }

    private void wipe() {
        if (width > 0) {
            client.err().print("\r" + " ".repeat(width) + "\r");
            client.err().flush();
            width = 0;
        }
    }

    private static String number(JsonNode value) {
        return String.format(Locale.ROOT, "%,d", Math.round(value.asDouble()));
    }
}
