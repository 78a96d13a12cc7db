package dev.lockkeeper.target.postgres;

import dev.lockkeeper.plan.Identifier;
import dev.lockkeeper.plan.Phase;
import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.plan.PlanReader;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.target.JournalEntry;
import dev.lockkeeper.target.Resolved;
import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.Statement.Mode;
import dev.lockkeeper.target.StepSql;
import dev.lockkeeper.target.TableShape;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Carries plans out on a database of its own, one statement after the other, without an engine. */
final class Trial implements AutoCloseable {

    static final Duration BUDGET = Duration.ofMillis(500);

    final Database database;
    final Connection connection;
    final Rendering rendering;
    final Ddl ddl;
    final List<JournalEntry> journal = new ArrayList<>();
    private final Tables tables;

    Trial(String... setup) {
        this.database = Databases.fresh("trial").run(setup);
        try {
            this.connection = database.connect();
            LedgerSchema.install(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        this.tables = new Tables(new Asking(connection), new WriteRates(Clock.systemUTC()), 1);
        this.rendering = new Rendering(connection, this::shape);
        this.ddl = new Ddl(connection, (transaction, entry) -> journal.add(entry));
    }

    Optional<TableShape> shape(TableName table) {
        return tables.shape(table);
    }

    /** A plan of one phase. @param steps one a line, without the dash: {@code addColumn: {…}} */
    static Plan plan(String... steps) {
        return phases(List.of("expand"), List.of(List.of(steps)));
    }

    static Plan phases(List<String> names, List<List<String>> steps) {
        StringBuilder yaml = new StringBuilder("migration: try-it\nengine: postgresql\nphases:\n");
        for (int i = 0; i < names.size(); i++) {
            yaml.append("  - phase: ").append(names.get(i)).append("\n    steps:\n");
            steps.get(i).forEach(step -> yaml.append("      - ")
                    .append(step.strip().replace("\n", "\n        "))
                    .append('\n'));
        }
        return PlanReader.read(yaml.toString());
    }

    /** The same plan with its first phase only. */
    static Plan expandOf(Plan plan) {
        return new Plan(
                plan.migration(),
                plan.title(),
                plan.engine(),
                plan.owner(),
                plan.strategy(),
                plan.requires(),
                plan.ticket(),
                plan.description(),
                List.of(plan.phases().getFirst()));
    }

    Resolved resolve(Plan plan) {
        return rendering.resolve(plan, "trial", "PostgreSQL");
    }

    StepSql resolve(String... steps) {
        return resolve(plan(steps)).phases().getLast().steps().getLast();
    }

    Optional<String> conflict(String... steps) {
        Plan plan = plan(steps);
        return rendering.conflict(plan, plan.phases().getLast().steps().getLast());
    }

    /** Runs every statement that has not had its effect yet. Returns the statements that ran. */
    List<String> forward(Plan plan) {
        return forward(plan, plan.phases().size());
    }

    /** @param phases how many of the plan's phases, from its first */
    List<String> forward(Plan plan, int phases) {
        List<String> ran = new ArrayList<>();
        Resolved resolved = resolve(plan);
        for (Phase phase : plan.phases().subList(0, phases)) {
            for (int i = 0; i < phase.steps().size(); i++) {
                StepSql step = resolved.phase(phase.name()).steps().get(i);
                ran.addAll(run(step.forward(), phase.steps().get(i)));
            }
        }
        return ran;
    }

    List<String> forward(String... steps) {
        return forward(plan(steps));
    }

    /** The last step first, as a rollback does. */
    List<String> back(Plan plan) {
        List<String> ran = new ArrayList<>();
        Resolved resolved = resolve(plan);
        for (Phase phase : plan.phases().reversed()) {
            for (int i = phase.steps().size() - 1; i >= 0; i--) {
                ran.addAll(run(resolved.phase(phase.name()).steps().get(i).back(), null));
            }
        }
        return ran;
    }

    List<String> back(String... steps) {
        return back(plan(steps));
    }

    private List<String> run(List<Statement> statements, @Nullable Step step) {
        List<String> ran = new ArrayList<>();
        for (Statement statement : statements) {
            if (statement.mode() == Mode.CHUNKS && step instanceof Step.Backfill backfill) {
                database.run("set lockkeeper.engine = 'on'", everyRow(backfill));
                ran.add(statement.sql());
            } else if (executable(statement) && (statement.doneWhen() == null || !ddl.holds(statement.doneWhen()))) {
                ddl.execute(statement, BUDGET, null, null);
                ran.add(statement.sql());
                if (statement.doneWhen() != null && !ddl.holds(statement.doneWhen())) {
                    throw new AssertionError("done, but its query does not say so: " + statement);
                }
            }
        }
        return ran;
    }

    private static boolean executable(Statement statement) {
        return switch (statement.mode()) {
            case TRANSACTION, AUTOCOMMIT, CONCURRENTLY, SCAN -> true;
            case CHUNKS, QUERY, PAUSE -> false;
        };
    }

    private String everyRow(Step.Backfill backfill) {
        RowsSql rows = rows(backfill);
        try {
            List<String> last = new Sending(connection).texts(rows.last());
            return last.isEmpty() ? "select 1" : rows.write(null, last);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    RowsSql rows(Step.Backfill step) {
        try {
            TableShape shape = shape(step.table()).orElseThrow();
            PlannedTable table =
                    new PlannedTable(shape.schema(), new Identifier(shape.name()), shape.key(), false, false);
            return RowsSql.of(
                    table,
                    PlannedColumn.read(new Sending(connection), table.regclass()),
                    step.set(),
                    step.guard(),
                    step.guard() == Step.Guard.MARKER ? new Identifier("lockkeeper_todo_try_it") : null);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    String ask(String query) {
        return database.ask(query);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
