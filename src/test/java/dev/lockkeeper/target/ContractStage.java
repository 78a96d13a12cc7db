package dev.lockkeeper.target;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.plan.PlanReader;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.target.Statement.Mode;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.Epochs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** A database of its own with a ledger, and plans carried out on it by hand: what the engine does, without the engine. */
final class ContractStage implements AutoCloseable {

    static final Duration BUDGET = Duration.ofMillis(400);
    static final long RUN = 7;
    static final String DIGEST = "digest of the plan";
    private static final String PHASE = "work";
    private static final int MOST_TRIES = 50;

    final ContractEngine engine;
    final Database database;
    final TargetSession session;
    /** With which the session has opened the run. */
    final long epoch = Epochs.next();

    private final List<TargetSession> others = new ArrayList<>();

    ContractStage(ContractEngine engine, String... setup) {
        this.engine = engine;
        this.database = engine.fresh("contract").run(setup);
        this.session = engine.dialect().open(access("contract store"), "lockkeeper run 7 phase");
        session.ledger().install();
        session.ledger().open(RUN, DIGEST, session.identity(), false, epoch);
    }

    TargetAccess access(String owner) {
        Target target = new Target(
                1,
                "contract",
                engine.dialect().engine(),
                database.url(),
                database.username(),
                null,
                "test",
                null,
                List.of(),
                List.of(),
                Map.of());
        return new TargetAccess(target, database.password(), owner);
    }

    /** A further session, closed with the stage. */
    TargetSession open(String part) {
        TargetSession other = engine.dialect().open(access("contract store"), "lockkeeper run 7 " + part);
        synchronized (others) {
            others.add(other);
        }
        return other;
    }

    /** Rows in packs, so that a table is filled in a moment on every engine. */
    ContractStage fill(String table, int rows, IntFunction<String> values) {
        List<String> statements = new ArrayList<>();
        for (int from = 0; from < rows; from += 1000) {
            StringBuilder insert =
                    new StringBuilder("insert into ").append(table).append(" values ");
            for (int i = from; i < Math.min(rows, from + 1000); i++) {
                insert.append(i == from ? "(" : ", (").append(values.apply(i)).append(')');
            }
            statements.add(insert.toString());
        }
        database.run(statements.toArray(String[]::new));
        return this;
    }

    /** A plan of one phase. @param steps one a line, without the dash */
    Plan plan(String... steps) {
        StringBuilder yaml = new StringBuilder("migration: conformance\nengine: "
                + engine.dialect().engine().wire() + "\nstrategy: direct\nphases:\n  - phase: " + PHASE
                + "\n    steps:\n");
        for (String step : steps) {
            yaml.append("      - ")
                    .append(step.strip().replace("\n", "\n        "))
                    .append('\n');
        }
        return PlanReader.read(yaml.toString());
    }

    List<StepSql> resolved(Plan plan) {
        return session.resolve(plan).phase(PHASE).steps();
    }

    /** Every statement that has not had its effect; those of a walk are left to {@link #work}. */
    void forward(Plan plan) {
        resolved(plan).forEach(step -> execute(step.forward(), step.index(), "forward"));
    }

    /** The last step first. */
    void back(Plan plan) {
        resolved(plan).reversed().forEach(step -> execute(step.back(), step.index(), "back"));
    }

    private void execute(List<Statement> statements, int step, String direction) {
        for (int i = 0; i < statements.size(); i++) {
            Statement statement = statements.get(i);
            if (sent(statement.mode()) && !isDone(statement)) {
                patiently(statement, new JournalEntry(RUN, PHASE + "/" + step, i, direction));
                if (statement.doneWhen() != null && !session.holds(statement.doneWhen())) {
                    throw new AssertionError("executed, but the catalog does not show it: " + statement.sql());
                }
            }
        }
    }

    /** As the engine asks: for a short time, and again. */
    private void patiently(Statement statement, JournalEntry entry) {
        for (int attempt = 1; ; attempt++) {
            try {
                session.execute(statement, BUDGET, null, entry);
                return;
            } catch (Failure failure) {
                if (failure.code() != Code.LOCK_NOT_GRANTED || attempt == MOST_TRIES) {
                    throw failure;
                }
            }
        }
    }

    boolean isDone(Statement statement) {
        return statement.doneWhen() != null && session.holds(statement.doneWhen());
    }

    static boolean sent(Mode mode) {
        return switch (mode) {
            case TRANSACTION, AUTOCOMMIT, CONCURRENTLY, SCAN -> true;
            case CHUNKS, QUERY, PAUSE -> false;
        };
    }

    /** The walk of a step, by the step's own name in the ledger. */
    RowsWork work(Plan plan, int step) {
        String name = PHASE + "/" + step;
        Step found = plan.phase(PHASE).orElseThrow().steps().get(step);
        if (found instanceof Step.Backfill backfill) {
            return new RowsWork(RUN, name, RowsWork.Kind.WRITE, backfill.table(), backfill.set(), backfill.guard());
        }
        if (found instanceof Step.Verify verify) {
            return new RowsWork(RUN, name, RowsWork.Kind.COMPARE, verify.table(), verify.same(), Step.Guard.MISMATCH);
        }
        throw new IllegalArgumentException(found.kind() + " walks no rows");
    }

    /** The same rows under another name, compared or cleared instead of written. */
    static RowsWork as(RowsWork work, String name, RowsWork.Kind kind) {
        return new RowsWork(work.run(), name, kind, work.table(), work.set(), work.guard());
    }

    /** Plans one lane over the whole table, as the dialect divides it. Empty for an empty table. */
    List<Lane> oneLane(RowsWork work) {
        List<KeyRange> ranges = session.rows(work).split(1);
        return ranges.isEmpty() ? List.of() : session.ledger().plan(RUN, work.step(), ranges);
    }

    /** Plans lanes of so many rows each, whatever the table is worth. */
    List<Lane> lanes(RowsWork work, int rowsEach) {
        List<List<String>> borders = borders(work, rowsEach);
        List<KeyRange> ranges = new ArrayList<>();
        for (int i = 0; i < borders.size(); i++) {
            ranges.add(new KeyRange(i == 0 ? null : borders.get(i - 1), borders.get(i)));
        }
        return session.ledger().plan(RUN, work.step(), ranges);
    }

    /** The key of every n-th row and of the last, as the target's own texts: the cursors of a walk that only reads. */
    List<List<String>> borders(RowsWork work, int rowsEach) {
        RowsWork reading = as(work, "borders", RowsWork.Kind.COMPARE);
        List<List<String>> borders = new ArrayList<>();
        oneLane(reading);
        try (ContractWorker worker = new ContractWorker(this, reading, 0)) {
            while (!worker.done()) {
                borders.add(worker.next(rowsEach).lane().cursor());
            }
        }
        session.ledger().clearLanes(RUN, reading.step());
        return borders;
    }

    /** Walks what is left, one lane after the other, with chunks of so many rows. Returns rows written or different. */
    long finish(RowsWork work, int rows) {
        for (Lane lane : session.ledger().lanes(RUN, work.step())) {
            if (!lane.done()) {
                try (ContractWorker worker = new ContractWorker(this, work, lane.number())) {
                    worker.finish(rows);
                }
            }
        }
        return session.ledger().lanes(RUN, work.step()).stream()
                .mapToLong(Lane::rows)
                .sum();
    }

    /** Walks the whole table in one lane. Returns rows written or different. */
    long walk(RowsWork work, int rows) {
        oneLane(work);
        return finish(work, rows);
    }

    /** How many rows differ from the expressions by the dialect's own comparison, looked at from the start. */
    long different(RowsWork work) {
        RowsWork comparing = as(work, "compare", RowsWork.Kind.COMPARE);
        session.ledger().clearLanes(RUN, comparing.step());
        return walk(comparing, 250);
    }

    @Override
    public void close() {
        synchronized (others) {
            others.forEach(TargetSession::close);
        }
        session.close();
    }
}
