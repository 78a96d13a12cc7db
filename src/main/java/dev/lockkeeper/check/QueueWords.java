package dev.lockkeeper.check;

import dev.lockkeeper.target.Statement.Lock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Who would queue behind a statement for as long as it waits for its lock or holds it. */
final class QueueWords {

    private QueueWords() {}

    /** @param writes rows a second, @param reads scans a second; null before they were measured, or where nobody counts them */
    static String of(Lock lock, @Nullable Double writes, @Nullable Double reads) {
        if (lock.blocks().equals("unknown")) {
            return "unknown";
        }
        if (lock.blocks().contains("rows of a chunk")) {
            return "only who writes the same rows, for a chunk";
        }
        boolean blocksReads = lock.blocks().contains("reads");
        boolean blocksWrites = lock.blocks().contains("writes");
        if (!blocksReads && !blocksWrites) {
            return "no reads and no writes, only other changes of the table";
        }
        List<String> rates = new ArrayList<>();
        if (blocksWrites && writes != null) {
            rates.add(words(writes, "writes"));
        }
        if (blocksReads && reads != null) {
            rates.add(words(reads, "reads"));
        }
        return rates.isEmpty()
                ? "every " + lock.blocks().replace(" and ", " and every ").replaceAll("(read|write)s", "$1")
                        + "; how many a second is not measured yet (it takes two looks at the table)"
                : String.join(" and ", rates);
    }

    private static String words(double perSecond, String what) {
        return perSecond < 0.05 ? "hardly any " + what : "some " + rate(perSecond) + " " + what + "/s";
    }

    private static String rate(double perSecond) {
        return perSecond < 10
                ? String.format(Locale.ROOT, "%.1f", perSecond)
                : String.format(Locale.ROOT, "%,d", Math.round(perSecond));
    }
}
