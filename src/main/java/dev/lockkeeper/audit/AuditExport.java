package dev.lockkeeper.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes records out, oldest first, however many there are. */
@Component
public class AuditExport {

    private static final String CSV_HEAD =
            "seq,at,actorKind,actorId,actor,via,address,action,subject,before,after,reason,previous,hash";

    private final AuditLog log;
    private final JsonMapper json;

    AuditExport(AuditLog log, JsonMapper json) {
        this.log = log;
        this.json = json;
    }

    private interface Line {
        String of(AuditRecord record);
    }

    /** Each field in quotes; one that a spreadsheet would take for a formula begins with an apostrophe. */
    public void csv(AuditQuery query, OutputStream out) throws IOException {
        write(query, out, CSV_HEAD + "\r\n", AuditExport::csvLine);
    }

    /** One JSON object a line, with the fields of the chain exactly as they were hashed. */
    public void ndjson(AuditQuery query, OutputStream out) throws IOException {
        write(query, out, "", record -> json.writeValueAsString(shown(record)) + "\n");
    }

    private void write(AuditQuery query, OutputStream out, String head, Line line) throws IOException {
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        writer.write(head);
        long last = 0;
        for (List<AuditRecord> batch = log.after(query, last); !batch.isEmpty(); batch = log.after(query, last)) {
            for (AuditRecord record : batch) {
                writer.write(line.of(record));
            }
            last = batch.getLast().seq();
        }
        writer.flush();
    }

    private static String csvLine(AuditRecord record) {
        return shown(record).values().stream().map(AuditExport::csvField).collect(Collectors.joining(",")) + "\r\n";
    }

    private static String csvField(@Nullable Object value) {
        String text = value == null ? "" : value.toString();
        boolean formula = value instanceof String && !text.isEmpty() && "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0;
        return "\"" + (formula ? "'" : "") + text.replace("\"", "\"\"") + "\"";
    }

    private static Map<String, @Nullable Object> shown(AuditRecord record) {
        List<String> names = Arrays.asList(CSV_HEAD.split(","));
        Actor actor = record.actor();
        List<@Nullable Object> values = Arrays.asList(
                record.seq(),
                record.at().toString(),
                actor.kind(),
                actor.userId(),
                actor.name(),
                actor.via(),
                actor.address(),
                record.action(),
                record.subject(),
                record.before(),
                record.after(),
                record.reason(),
                record.previous(),
                record.hash());
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            shown.put(names.get(i), values.get(i));
        }
        return shown;
    }
}
