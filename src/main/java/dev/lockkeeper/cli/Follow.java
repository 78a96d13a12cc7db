package dev.lockkeeper.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Prints what happens in a run until it ends or stands at a gate. Comes back with the last id when the connection is lost. */
final class Follow {

    private static final Set<String> ENDED = Set.of("succeeded", "cancelled", "rolledBack");
    private static final Set<String> STOPPED = Set.of("waiting", "failed", "stuck");
    private static final int TRIES = 30;
    private static final long PAUSE_NANOS = 1_000_000_000;

    private final Client client;
    private final ApiClient api;
    private final long run;
    private final FollowLines lines;
    private long last;
    private boolean stopped;

    Follow(Client client, ApiClient api, long run) {
        this.client = client;
        this.api = api;
        this.run = run;
        this.lines = new FollowLines(client);
    }

    /** The id of the newest event so far. */
    static long lastEvent(ApiClient api, long run) throws IOException {
        long last = 0;
        JsonNode page;
        do {
            page = api.get("/runs/" + run + "/events" + ApiClient.query("after", last, "limit", 500));
            for (JsonNode event : page.path("items")) {
                last = event.path("id").asLong();
            }
        } while (page.has("after"));
        return last;
    }

    /** @param after events up to this id are not shown and not heeded */
    int from(long after) throws IOException {
        last = after;
        client.err().println("Following run " + run + "; Ctrl-C leaves it running.");
        client.err().flush();
        int lost = 0;
        while (!stopped && !hasEnded()) {
            long before = last;
            try {
                read();
                lost = 0;
            } catch (IOException e) {
                lost = last > before ? 1 : lost + 1;
                if (lost > TRIES) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        return end();
    }

    private boolean hasEnded() throws IOException {
        return last > 0 && ENDED.contains(state());
    }

    private String state() throws IOException {
        return api.get("/runs/" + run).path("state").asString();
    }

    private void read() throws IOException {
        Map<String, String> replay = Map.of("Last-Event-ID", String.valueOf(last));
        try (InputStream stream = api.stream("/runs/" + run + "/events", "text/event-stream", replay);
                BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            String kind = "";
            StringBuilder data = new StringBuilder();
            String line;
            while (!stopped && (line = reader.readLine()) != null) {
                if (line.startsWith("event:")) {
                    kind = line.substring("event:".length()).strip();
                } else if (line.startsWith("data:")) {
                    data.append(line.substring("data:".length())).append('\n');
                } else if (line.isEmpty() && !data.isEmpty()) {
                    heard(kind, JsonMapper.shared().readTree(data.toString()));
                    data.setLength(0);
                }
            }
        }
    }

    private void heard(String kind, JsonNode data) throws IOException {
        if (!data.has("message")) {
            lines.progress(data);
            return;
        }
        last = data.path("id").asLong();
        lines.event(data);
        // A state that is over by now, such as a gate that opened at once, is no reason to stop.
        String state = data.path("data").path("state").asString("");
        if (kind.equals("state") && STOPPED.contains(state)) {
            stopped = state().equals(state);
        }
    }

    private int end() throws IOException {
        JsonNode now = api.get("/runs/" + run);
        String state = now.path("state").asString();
        lines.end();
        if (!client.printJson(now)) {
            String waitingFor = now.path("waitingFor").asString("");
            client.out()
                    .println("Run " + run + " is " + state
                            + (waitingFor.isEmpty() ? "." : ", waiting for " + waitingFor + "."));
            if (now.has("error")) {
                client.err().println(now.path("error").path("message").asString());
                client.err().println(now.path("error").path("advice").asString(""));
            }
        }
        return state.equals("succeeded") || state.equals("waiting") ? ExitCode.DONE : ExitCode.NO;
    }
}
