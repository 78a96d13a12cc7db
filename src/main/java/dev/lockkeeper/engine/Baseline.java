package dev.lockkeeper.engine;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
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
    private final Interrupter interrupter;

    Baseline(RunFacts facts, Interrupter interrupter) {
        this.facts = facts;
        this.interrupter = interrupter;
    }

    /** Does nothing for a table that was counted before, or is not there yet. @return false when it was cut short */
    boolean take(Work work) {
        try {
            takeAll(work);
            return true;
        } catch (Failure failure) {
            if (failure.code() == Code.LOCK_NOT_GRANTED && interrupter.interrupts(work)) {
                return false;
            }
            throw failure;
        }
    }

    private void takeAll(Work work) {
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
                work.claim(),
                "step",
                table + " has " + Counts.rows(rows) + " before the run.",
                Map.of("table", table.toString(), "rows", rows));
    }

    /** Cut short when somebody cancels the run, or this server stops. */
    long count(Work work, TableName table) {
        try (var watch = interrupter.watch(work)) {
            return work.session()
                    .ask("select count(*) from " + work.session().quoted(table), Duration.ZERO)
                    .map(Long::parseLong)
                    .orElseThrow();
        }
    }

    static String name(TableName table) {
        return NAME + table;
    }
}
