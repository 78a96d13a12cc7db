package dev.lockkeeper.engine;

import dev.lockkeeper.plan.Phase;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.run.RunFacts;
import java.time.Duration;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Counts, before the first phase changes anything, the tables whose rows a {@code rowCount} step will count again. */
@Component
class Baseline {

    private static final String NAME = "rows before: ";

    private final RunFacts facts;

    Baseline(RunFacts facts) {
        this.facts = facts;
    }

    /** Does nothing for a table that was counted before, or is not there yet. */
    void take(Work work) {
        for (Phase phase : work.plan().phases()) {
            for (Step step : phase.steps()) {
                if (step instanceof Step.RowCount count
                        && work.session()
                                .ledger()
                                .recall(work.run(), name(count.table()))
                                .isEmpty()) {
                    take(work, count.table());
                }
            }
        }
    }

    private void take(Work work, TableName table) {
        if (work.session().table(table).isEmpty()) {
            return;
        }
        long rows = count(work, table);
        work.session().ledger().remember(work.run(), name(table), Long.toString(rows));
        facts.event(
                work.run(),
                "step",
                table + " has " + Counts.rows(rows) + " before the run.",
                Map.of("table", table.toString(), "rows", rows));
    }

    static long count(Work work, TableName table) {
        return work.session()
                .ask("select count(*) from " + table.quoted('"'), Duration.ZERO)
                .map(Long::parseLong)
                .orElseThrow();
    }

    static String name(TableName table) {
        return NAME + table;
    }
}
