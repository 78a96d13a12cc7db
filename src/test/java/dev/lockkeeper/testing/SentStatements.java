package dev.lockkeeper.testing;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What requests have sent to a {@link WatchedStore} since {@link #begin}. */
public final class SentStatements {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<Sent> all = new ArrayList<>();
    private volatile boolean listening;

    /** @param plan as the store explained it */
    public record Sent(String sql, JsonNode plan) {}

    public synchronized void begin() {
        all.clear();
        listening = true;
    }

    public synchronized List<Sent> end() {
        listening = false;
        return List.copyOf(all);
    }

    /** Only what a request sends, not what the scheduler does meanwhile. */
    boolean wanted() {
        String thread = Thread.currentThread().getName();
        return listening
                && (thread.startsWith("http")
                        || thread.startsWith("tomcat")
                        || thread.startsWith("page asks")
                        || thread.startsWith("locks-of-run"));
    }

    synchronized void add(String sql, String plan) {
        all.add(new Sent(sql, JSON.readTree(plan).path(0).path("Plan")));
    }
}
