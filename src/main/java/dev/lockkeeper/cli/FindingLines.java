package dev.lockkeeper.cli;

import java.io.PrintWriter;
import tools.jackson.databind.JsonNode;

/** Findings of lint as editors and people read them. */
final class FindingLines {
    private FindingLines() {}

    /** @param plan whether the offered migration files are printed, too */
    static void print(String file, JsonNode findings, boolean plan, PrintWriter out) {
        for (JsonNode finding : findings) {
            out.println(line(file, finding));
            lock(finding.path("lock"), out);
            below("safer", finding.path("saferWay").asString(""), out);
            if (plan) {
                below("plan", finding.path("plan").asString(""), out);
            }
        }
        out.flush();
    }

    /** {@code FILE:LINE:COLUMN: severity rule: message}, on one line whatever the message has. */
    private static String line(String file, JsonNode finding) {
        String reason = finding.path("suppressed").asString("");
        return file + ":" + finding.path("line").asInt() + ":"
                + finding.path("column").asInt() + ": "
                + (reason.isEmpty() ? finding.path("severity").asString() : "suppressed") + " "
                + finding.path("rule").asString() + ": "
                + oneLine(finding.path("message").asString())
                + (reason.isEmpty() ? "" : " (allowed because " + oneLine(reason) + ")");
    }

    private static void lock(JsonNode lock, PrintWriter out) {
        if (!lock.isMissingNode() && !lock.path("mode").asString("none").equals("none")) {
            out.println("    lock: " + lock.path("mode").asString() + ", blocks "
                    + lock.path("blocks").asString()
                    + (lock.path("rewrites").asBoolean() ? ", rewrites the table" : "")
                    + (lock.path("scans").asBoolean() ? ", scans the table" : ""));
        }
    }

    private static void below(String what, String text, PrintWriter out) {
        if (!text.isBlank()) {
            out.println("    " + what + ":");
            text.lines().forEach(line -> out.println(("      " + line).stripTrailing()));
        }
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ");
    }
}
