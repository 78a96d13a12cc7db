package dev.lockkeeper.engine;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.RunFacts;
import dev.lockkeeper.run.RunFacts.StepFact;
import dev.lockkeeper.run.StepState;
import dev.lockkeeper.run.Wish;
import dev.lockkeeper.target.RowsWork;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** One step forward: statements, a walk over rows, a question, or a wait. */
@Component
class StepWork {

    private final RunFacts facts;
    private final StatementWork statements;
    private final Measuring measuring;
    private final Walk walk;
    private final Baseline baseline;
    private final Interrupter interrupter;
    private final LockPatience patience;
    private final Clock clock;

    StepWork(
            RunFacts facts,
            StatementWork statements,
            Walk walk,
            Baseline baseline,
            Interrupter interrupter,
            LockPatience patience,
            Clock clock) {
        this.facts = facts;
        this.statements = statements;
        this.measuring = new Measuring(facts);
        this.walk = walk;
        this.baseline = baseline;
        this.interrupter = interrupter;
        this.patience = patience;
        this.clock = clock;
    }

    /** Counts what a later step will compare with. @return false when somebody cancelled it */
    boolean baseline(Work work) {
        return patience.ask(work, "Counting the rows", () -> "", () -> baseline.take(work))
                .orElse(false);
    }

    Outcome forward(Work work, Run.RunStep step) {
        Outcome outcome = carryOut(work, step);
        if (outcome instanceof Outcome.Done done && done.fact().heldMillis() != null) {
            measuring.took(work, step.index(), done.fact().heldMillis());
        }
        return outcome;
    }

    private Outcome carryOut(Work work, Run.RunStep step) {
        return switch (work.step(step.index())) {
            case Step.CreateTable s -> statements.forward(work, step);
            case Step.AddColumn s -> statements.forward(work, step);
            case Step.DropColumn s -> statements.forward(work, step);
            case Step.KeepInSync s -> statements.forward(work, step);
            case Step.StopSync s -> statements.forward(work, step);
            case Step.CreateIndex s -> statements.forward(work, step);
            case Step.DropIndex s -> statements.forward(work, step);
            case Step.SetNotNull s -> statements.forward(work, step);
            case Step.AddCheck s -> statements.forward(work, step);
            case Step.Sql s -> statements.forward(work, step);
            case Step.Backfill s ->
                patiently(work, step, () -> walk.over(work, rows(work, step), s.maxLanes(), s.throttle()));
            case Step.Verify s ->
                patiently(work, step, () -> walk.over(work, rows(work, step), Walk.VERIFY_LANES, limitsOf(work, s)));
            case Step.Assert s -> patiently(work, step, () -> question(work, s));
            case Step.RowCount s -> patiently(work, step, () -> rowCount(work, s));
            case Step.Wait s -> patiently(work, step, () -> waiting(work, s, step));
        };
    }

    /** What only reads, or goes on where it was, may be begun again. */
    private Outcome patiently(Work work, Run.RunStep step, Supplier<Outcome> doing) {
        return patience.ask(work, step.name(), () -> StatementWork.inTheWay(work, step.index()), doing)
                .orElseGet(Outcome.Stopped::new);
    }

    /** The limits of the backfill that it verifies, without the lag: reading makes none. */
    private static Step.Throttle limitsOf(Work work, Step.Verify verify) {
        return work.plan().phases().stream()
                .flatMap(phase -> phase.steps().stream())
                .filter(Step.Backfill.class::isInstance)
                .map(Step.Backfill.class::cast)
                .filter(backfill -> backfill.table().equals(verify.table()))
                .findFirst()
                .map(backfill -> backfill.throttle().withoutLag())
                .orElse(Step.Throttle.NONE);
    }

    /** What the lanes make of the step too: both must walk the same. */
    private static RowsWork rows(Work work, Run.RunStep step) {
        return RowsWorks.of(work.plan(), work.run(), work.key(step.index()));
    }

    /** Whether somebody wishes something else, or this server is to stop. */
    boolean stops(Work work) {
        return work.stopping().getAsBoolean() || facts.wish(work.run()) != Wish.GO;
    }

    /** Whether a statement in hand is cut short; then its being cancelled is no failure. */
    boolean interrupts(Work work) {
        return interrupter.interrupts(work);
    }

    private Outcome question(Work work, Step.Assert step) {
        Optional<String> value = ask(
                work,
                step.query(),
                step.options().timeout() == null
                        ? Duration.ZERO
                        : step.options().timeout());
        String found = value.orElse("null");
        String expect = step.expect();
        if (expect == null) {
            return done(found, step.title() + ": " + found);
        }
        if (!same(expect, found)) {
            throw new Failure(
                    Code.VERIFICATION_FAILED,
                    "'" + step.title() + "' expected " + expect + " and found " + found
                            + ". The query only read; nothing was changed by it.",
                    "Look at the rows that the query counts, mend them, then retry; or roll back.");
        }
        return done(found, step.title() + ": " + found + ", as expected");
    }

    /** Numbers are compared as numbers, so that 0 equals 0.00. */
    private static boolean same(String expect, String found) {
        if (expect.equals(found)) {
            return true;
        }
        try {
            return new BigDecimal(expect).compareTo(new BigDecimal(found)) == 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Cut short when somebody cancels the run. */
    private Optional<String> ask(Work work, String query, @Nullable Duration timeout) {
        try (var watch = interrupter.watch(work)) {
            return work.session().ask(query, timeout);
        }
    }

    private Outcome rowCount(Work work, Step.RowCount step) {
        long now = baseline.count(work, step.table());
        long before = work.session()
                .ledger()
                .recall(work.run(), Baseline.name(step.table()))
                .map(Long::parseLong)
                .orElseThrow(() -> new Failure(
                        Code.VERIFICATION_FAILED,
                        "There is no count of " + step.table() + " from before the run to compare with; it has " + now
                                + " rows now.",
                        "Take the rowCount step out: the table was made by this run."));
        double off = before == now ? 0 : Math.abs(now - before) / (double) Math.max(1, before);
        String found = Counts.rows(now) + ", " + Counts.of(before) + " before";
        if (off > step.within()) {
            throw new Failure(
                    Code.VERIFICATION_FAILED,
                    step.table() + " has " + found + ": off by " + percent(off) + ", allowed " + percent(step.within())
                            + ". Nothing was changed.",
                    "If the application itself adds or deletes that many rows, allow more with 'within'; else find out where they went.");
        }
        return done(found, step.table() + ": " + found);
    }

    private static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.2f %%", fraction * 100);
    }

    private Outcome waiting(Work work, Step.Wait step, Run.RunStep run) {
        Instant since = run.startedAt() == null ? clock.instant() : run.startedAt();
        Duration time = step.forTime();
        if (time != null) {
            Instant end = since.plus(time);
            return clock.instant().isBefore(end)
                    ? new Outcome.Later(end)
                    : done("waited " + time, "Waited " + time + ".");
        }
        String found = ask(work, String.valueOf(step.until()), null).orElse("null");
        if (same(String.valueOf(step.expect()), found)) {
            return done(found, step.title() + ": " + found + ", as expected");
        }
        Duration timeout = step.options().timeout();
        if (timeout != null && clock.instant().isAfter(since.plus(timeout))) {
            throw new Failure(
                    Code.VERIFICATION_FAILED,
                    "'" + step.title() + "' waited " + timeout + " for " + step.expect() + " and still found " + found
                            + ". Nothing was changed.",
                    "See why the value does not come, then retry; or roll back.");
        }
        return new Outcome.Later(clock.instant().plus(step.every()));
    }

    private static Outcome.Done done(@Nullable String result, String message) {
        return new Outcome.Done(new StepFact(StepState.SUCCEEDED, null, null, null, null, result, null), message);
    }
}
