package dev.lockkeeper.audit;

import dev.lockkeeper.chain.ExportLine;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writes records out, oldest first, however many there are. */
@Component
public class AuditExport {

    private final AuditLog log;

    AuditExport(AuditLog log) {
        this.log = log;
    }

    private interface Line {
        String of(AuditRecord record);
    }

    /** Each field in quotes; one that a spreadsheet would take for a formula begins with an apostrophe. */
    public void csv(AuditQuery query, OutputStream out) throws IOException {
        write(query, out, String.join(",", ExportLine.NAMES) + "\r\n", AuditExport::csvLine);
    }

    /** One JSON object a line, with the fields of the chain exactly as they were hashed, for {@code bin/audit-verify} and {@link dev.lockkeeper.chain.ExportCheck}. */
    public void ndjson(AuditQuery query, OutputStream out) throws IOException {
        write(query, out, "", record -> ExportLine.of(record.link()) + "\n");
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
        return ExportLine.values(record.link()).stream()
                        .map(AuditExport::csvField)
                        .collect(Collectors.joining(",")) + "\r\n";
    }

    private static String csvField(@Nullable Object value) {
        String text = value == null ? "" : value.toString();
        boolean formula = value instanceof String && !text.isEmpty() && "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0;
        return "\"" + (formula ? "'" : "") + text.replace("\"", "\"\"") + "\"";
    }
}
