package dev.lockkeeper.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The server said no. Carries its answer, a problem of RFC 9457. */
final class ApiRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient JsonNode problem;

    ApiRefusal(int status, JsonNode problem) {
        super(problem.path("detail").asString("The server answered " + status + "."));
        this.status = status;
        this.problem = problem;
    }

    String code() {
        return problem.path("code").asString("");
    }

    JsonNode problem() {
        return problem;
    }

    int exitCode() {
        return status == 400 ? ExitCode.WRONG_USAGE : ExitCode.NO;
    }

    /** What happened, each finding with its place in the file, and what to do: one line each. */
    List<String> lines(String file) {
        List<String> lines = new ArrayList<>();
        for (JsonNode error : problem.path("errors")) {
            String place = error.has("line")
                    ? ":" + error.path("line").asInt() + ":"
                            + error.path("column").asInt(1)
                    : "";
            lines.add((file + place + ": ").replaceFirst("^: ", "")
                    + error.path("message").asString());
        }
        lines.add(getMessage());
        String advice = problem.path("advice").asString("");
        if (!advice.isEmpty()) {
            lines.add(advice);
        }
        return lines;
    }
}
