package dev.lockkeeper.audit;

import dev.lockkeeper.chain.Chain;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Reads the chain from its start and stops at the first record that is not what was written. */
final class ChainWalk {

    private final Head head;
    private long records;
    private String hash = Chain.START;

    ChainWalk(Head head) {
        this.head = head;
    }

    /** @param batch the records after a number, in order; empty at the end */
    Verification over(LongFunction<List<AuditRecord>> batch) {
        for (List<AuditRecord> next = batch.apply(0); !next.isEmpty(); next = batch.apply(records)) {
            for (AuditRecord record : next) {
                String problem = problem(record);
                if (problem != null) {
                    return new Verification(false, records, hash, records + 1, problem);
                }
                records++;
                hash = record.hash();
            }
        }
        return atTheEnd();
    }

    private @Nullable String problem(AuditRecord record) {
        if (record.seq() != records + 1) {
            return "record " + (records + 1) + " is missing";
        }
        if (!record.previous().equals(hash)) {
            return "it does not follow the record before it";
        }
        return Chain.hash(record.link()).equals(record.hash()) ? null : "its content is not what was written";
    }

    private Verification atTheEnd() {
        if (head.seq() > records) {
            return new Verification(false, records, hash, records + 1, "the last records are missing");
        }
        if (head.seq() < records || !head.hash().equals(hash)) {
            return new Verification(
                    false, records, hash, Math.max(records, 1), "the end of the chain does not match the last record");
        }
        return new Verification(true, records, hash, null, null);
    }
}
