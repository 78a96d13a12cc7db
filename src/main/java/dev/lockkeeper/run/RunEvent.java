package dev.lockkeeper.run;

import java.time.Instant;
import java.util.Map;

/**
 * A line of the feed; the live stream, the page and the API show the same.
 *
 * @param id grows over all runs; the stream's event id
 * @param kind for programs: {@code state}, {@code phase}, {@code step}, {@code wish}, {@code throttle}, {@code progress}, {@code lanes}, {@code
 *     lock}, {@code measured}
 * @param actor username or server
 * @param message one sentence for people
 * @param data for programs
 */
public record RunEvent(
        long id, long run, Instant at, String kind, String actor, String message, Map<String, Object> data) {
    public RunEvent {
        data = Map.copyOf(data);
    }
}
