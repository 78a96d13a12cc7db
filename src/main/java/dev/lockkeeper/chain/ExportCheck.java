package dev.lockkeeper.chain;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Verifies an export (NDJSON) without a server or a store: what {@code bin/audit-verify} does with a shell, for those who have the
 * program. A plain object, for the command line.
 */
public final class ExportCheck {

    /** A head as it was anchored: what the hook is sent, and a line of the file. */
    private static final Pattern ANCHOR = Pattern.compile("\\{\"seq\":([0-9]{1,18}),\"hash\":\"([0-9a-f]{64})\".*\\}");

    private final boolean part;
    private final TreeMap<Long, String> anchors = new TreeMap<>();
    private long records;
    private long first;
    private long last;
    private String hash = Chain.START;

    /** @param part the export holds only some of the records: gaps are no fault then */
    public ExportCheck(boolean part) {
        this.part = part;
    }

    /**
     * @param records how many were found good
     * @param first the number of the first of them, 0 for none
     * @param last the number of the last of them, 0 for none
     * @param hash of the last good one
     * @param firstBad the first record that is not what was written, null when all are
     * @param problem what is wrong with it, null when nothing is
     */
    public record Result(
            long records, long first, long last, String hash, @Nullable Long firstBad, @Nullable String problem) {
        public boolean ok() {
            return problem == null;
        }
    }

    /**
     * Heads that were anchored outside, which the chain must go through.
     *
     * @param lines one a line, as the anchor wrote them; others are ignored when they are blank
     * @throws IllegalArgumentException for a line that is no head
     */
    public ExportCheck anchored(List<String> lines) {
        for (String line : lines) {
            Matcher matcher = ANCHOR.matcher(line.strip());
            if (matcher.matches()) {
                String known = anchors.put(Long.parseLong(matcher.group(1)), matcher.group(2));
                if (known != null && !known.equals(matcher.group(2))) {
                    throw new IllegalArgumentException("record " + matcher.group(1) + " is anchored with two hashes");
                }
            } else if (!line.isBlank()) {
                throw new IllegalArgumentException("not an anchored head: " + line);
            }
        }
        return this;
    }

    public Result over(InputStream export) throws IOException {
        Utf8Lines lines = new Utf8Lines(export);
        try {
            for (String line = lines.next(); line != null; line = lines.next()) {
                Link record = ExportLine.read(line);
                String problem = problem(record);
                if (problem != null) {
                    return bad(part ? record.seq() : last + 1, problem);
                }
                first = records == 0 ? record.seq() : first;
                records++;
                last = record.seq();
                hash = record.hash();
            }
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return bad(last + 1, e instanceof CharacterCodingException ? "not UTF-8" : String.valueOf(e.getMessage()));
        }
        return atTheEnd();
    }

    private @Nullable String problem(Link record) {
        boolean next = record.seq() == last + 1;
        if (record.seq() <= last || !part && !next) {
            return record.seq() <= last ? "it is out of order" : "it is missing";
        }
        if (next && !record.previous().equals(hash) && (last > 0 || !part || record.seq() == 1)) {
            return "it does not follow the record before it";
        }
        if (!Chain.hash(record).equals(record.hash())) {
            return "its content is not what was written";
        }
        String anchored = anchors.get(record.seq());
        return anchored == null || anchored.equals(record.hash()) ? null : "it is not the one that was anchored";
    }

    private Result atTheEnd() {
        Map.Entry<Long, String> later = anchors.higherEntry(last);
        return later == null || part
                ? new Result(records, first, last, hash, null, null)
                : bad(last + 1, "the chain ends here, but record " + later.getKey() + " was anchored");
    }

    private Result bad(long seq, String problem) {
        return new Result(records, first, last, hash, seq, problem);
    }
}
