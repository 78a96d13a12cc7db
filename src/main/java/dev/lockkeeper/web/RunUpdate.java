package dev.lockkeeper.web;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The fragments of a run's page at one moment, ready to be sent, for all viewers for whom pages are the same. Each fragment is written and
 * encoded once, however many get it; one that has not changed is the same object as before, so that nobody compares texts.
 */
final class RunUpdate {
    private static final AtomicLong IDS = new AtomicLong(System.currentTimeMillis());

    /** One fragment as an event of the stream. */
    private record Part(String text, byte[] event) {}

    private final long number = IDS.incrementAndGet();
    private final long before;
    private final Map<String, Part> parts = new LinkedHashMap<>();
    private final byte[] change;

    /** @param rendered name to HTML, the whole of it. @param last what was rendered before; null for nothing */
    RunUpdate(Map<String, String> rendered, @Nullable RunUpdate last) {
        before = last == null ? 0 : last.number;
        rendered.forEach((name, text) -> {
            Part known = last == null ? null : last.parts.get(name);
            parts.put(name, known != null && known.text().equals(text) ? known : new Part(text, event(name, text)));
        });
        change = differing(last);
    }

    /** What a viewer does not have yet; empty when that is nothing. @param sent what was sent last, null for nothing */
    byte[] after(@Nullable RunUpdate sent) {
        // Nearly all have had the one before.
        return sent != null && sent.number == before ? change : differing(sent);
    }

    private byte[] differing(@Nullable RunUpdate sent) {
        ByteArrayOutputStream events = new ByteArrayOutputStream();
        parts.forEach((name, part) -> {
            if (sent == null || sent.parts.get(name) != part) {
                events.writeBytes(part.event());
            }
        });
        return events.toByteArray();
    }

    /** A blank that the reader of the stream takes off each line, so that it takes none of an indented statement. */
    private static byte[] event(String name, String text) {
        String lines = text.replace("\n", "\ndata: ");
        return ("id:" + IDS.incrementAndGet() + "\nevent:" + name + "\ndata: " + lines + "\n\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
