package dev.lockkeeper.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Sends a launch, tells the answer, and follows the run when wanted. */
final class Launching {
    private Launching() {}

    static int launch(Client client, ApiClient api, Map<String, Object> body, boolean follow) throws IOException {
        return sent(client, api, "/runs", body, follow, 0);
    }

    static int open(Client client, ApiClient api, long run, String phase, Confirmations confirmations, boolean follow)
            throws IOException {
        Map<String, Object> body = new LinkedHashMap<>();
        confirmations.into(body);
        // Asked before: what happens from here on is news.
        long last = follow ? Follow.lastEvent(api, run) : 0;
        return sent(client, api, "/runs/" + run + "/phases" + ApiClient.path(phase) + "/launch", body, follow, last);
    }

    private static int sent(
            Client client, ApiClient api, String path, Map<String, Object> body, boolean follow, long last)
            throws IOException {
        JsonNode answer;
        try {
            answer = api.post(path, body);
        } catch (ApiRefusal refusal) {
            if (refusal.problem().has("board") && !client.json()) {
                BoardCommand.print(refusal.problem().path("board"), client.out());
            }
            throw refusal;
        }
        long run = answer.path("run").asLong();
        client.print(answer, () -> client.out()
                .println("Run " + run + " is " + answer.path("state").asString() + "."));
        client.out().flush();
        return follow ? new Follow(client, api, run).from(last) : ExitCode.DONE;
    }
}
