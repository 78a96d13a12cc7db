package dev.lockkeeper.audit;

import dev.lockkeeper.chain.Chain;
import dev.lockkeeper.chain.ExportLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chains of records with characters that are easy to get wrong, and their exports. */
final class SomeExports {

    static final List<String> NASTY = List.of(
            "plain",
            "quote \" and \\ backslash \\\\n",
            "line\none\r\ntwo\ttab\b\f",
            "control \u0001\u001f\u007f",
            "grün 漢字 😀 \u2028\u2029\ufeff\ufffd",
            "null",
            "",
            " 12:3:ab-",
            "{\"a\":\"b\\\"c\",\"d\":null}",
            "$(rm -rf /) `x` ' %s %d & | ; *",
            "x".repeat(20_000));

    private SomeExports() {}

    static List<AuditRecord> chain(int length) {
        List<AuditRecord> chain = new ArrayList<>();
        String previous = Chain.START;
        Instant at = Instant.parse("1999-12-31T23:59:59.999999Z");
        for (int i = 1; i <= length; i++) {
            // Over leap days and with every length of a fraction.
            at = at.plusSeconds(86_399L * (i % 50)).plusNanos(i % 3 == 0 ? 1_000 : 1_000_000);
            AuditRecord open = new AuditRecord(
                    i,
                    at,
                    new Actor(
                            i % 2 == 0 ? "user" : "engine",
                            i % 4 == 0 ? null : (long) i,
                            nasty(i),
                            maybe(i),
                            maybe(i + 1)),
                    "run.launch",
                    nasty(i + 1),
                    maybe(i + 2),
                    maybe(i + 3),
                    maybe(i + 5),
                    previous,
                    "");
            previous = Chain.hash(open.link());
            chain.add(withHash(open, previous));
        }
        return chain;
    }

    private static String nasty(int i) {
        return NASTY.get(i % (i % 40 == 0 ? NASTY.size() : NASTY.size() - 1));
    }

    private static @Nullable String maybe(int i) {
        return i % 5 == 0 ? null : nasty(i);
    }

    static AuditRecord withHash(AuditRecord record, String hash) {
        return new AuditRecord(
                record.seq(),
                record.at(),
                record.actor(),
                record.action(),
                record.subject(),
                record.before(),
                record.after(),
                record.reason(),
                record.previous(),
                hash);
    }

    static List<String> lines(List<AuditRecord> chain) {
        return chain.stream().map(record -> ExportLine.of(record.link())).toList();
    }
}
