package dev.lockkeeper.check;

import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.target.FreeBytes;
import dev.lockkeeper.target.TableShape;
import dev.lockkeeper.target.TargetPolicy;
import dev.lockkeeper.target.TargetSession;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Whether the disk has room: a backfill writes each row anew and logs it, an index or a rewrite takes up to the table's size. So as much
 * again as the tables of the phase take must be free, and at least what the target's policy asks for.
 */
@Component
@Order(143)
class DiskFree implements Check {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Override
    public String id() {
        return "disk-free";
    }

    @Override
    public String title() {
        return "The disk has room";
    }

    @Override
    public boolean blocking() {
        return false;
    }

    @Override
    public Finding ask(Launch launch) {
        TargetSession session = launch.reached();
        TargetPolicy.FreeDisk policy = TargetPolicy.of(launch.target()).freeDisk();
        FreeBytes free = policy == null ? session.freeBytes() : probed(session, policy);
        Long bytes = free.bytes();
        if (bytes == null) {
            return cannotTell(launch, free.words() + ".", free.advice());
        }
        long tables = 0;
        Set<TableName> names = new LinkedHashSet<>(TouchedTables.of(launch.phase()));
        names.addAll(TouchedTables.walkedFrom(launch));
        for (TableName table : names) {
            tables += session.table(table).map(TableShape::bytes).orElse(0L);
        }
        long needed = Math.max(tables, policy == null ? 0 : policy.min());
        String evidence = bytes + " bytes " + free.words() + "; its tables take " + tables + ", and at least " + needed
                + " should be free.";
        return bytes < needed
                ? fail(launch, evidence, "Make room first: a disk that is full stops the whole server.")
                : pass(launch, evidence);
    }

    private static FreeBytes probed(TargetSession session, TargetPolicy.FreeDisk policy) {
        String advice = "Mend policy.freeDisk.sql of the target: it returns one number of bytes.";
        String answer = session.ask(policy.sql(), PATIENCE).orElse("");
        try {
            return new FreeBytes(
                    new java.math.BigDecimal(answer.strip()).longValue(), "free, as the target's probe says", "");
        } catch (NumberFormatException e) {
            return new FreeBytes(null, "The target's probe of free disk returned no number", advice);
        }
    }
}
