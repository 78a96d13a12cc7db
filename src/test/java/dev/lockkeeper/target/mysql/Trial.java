package dev.lockkeeper.target.mysql;

import dev.lockkeeper.plan.Phase;
import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.plan.PlanReader;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.target.Resolved;
import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.Statement.Mode;
import dev.lockkeeper.target.StepSql;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.MysqlDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Carries plans out on a database of its own, one statement after the other, without an engine. */
final class Trial implements AutoCloseable {

    static final Duration BUDGET = Duration.ofSeconds(1);

    final Database database;
    final Connection connection;
    final Rendering rendering;
    final Ddl ddl;

    Trial(String... setup) {
        this(MysqlDatabases.fresh("trial").run(setup));
    }

    private Trial(Database database) {
        this.database = database;
        this.connection = Given.connection(database);
        try {
            LedgerSchema.install(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        Tables tables = new Tables(new Asking(connection), new WriteRates(Clock.systemUTC()), 1);
        this.rendering = new Rendering(connection, tables::shape);
        this.ddl = new Ddl(connection, (transaction, entry) -> {}, new Killing(Given.access(database), 0));
    }

    /** A plan of one phase. @param steps one a line, without the dash: {@code addColumn: {…}} */
    static Plan plan(String... steps) {
        StringBuilder yaml =
                new StringBuilder("migration: try-it\nengine: mysql\nphases:\n  - phase: expand\n    steps:\n");
        for (String step : steps) {
            yaml.append("      - ")
                    .append(step.strip().replace("\n", "\n        "))
                    .append('\n');
        }
        return PlanReader.read(yaml.toString());
    }

    Resolved resolve(Plan plan) {
        return rendering.resolve(plan, "trial", "MariaDB");
    }

    StepSql resolve(String... steps) {
        return resolve(plan(steps)).phases().getLast().steps().getLast();
    }

    Optional<String> conflict(String... steps) {
        Plan plan = plan(steps);
        return rendering.conflict(plan, plan.phases().getLast().steps().getLast());
    }

    /** Runs every statement that has not had its effect yet, and resolves anew after each. Returns the statements that ran. */
    List<String> forward(String... steps) {
        Plan plan = plan(steps);
        Resolved resolved = resolve(plan);
        List<String> ran = new ArrayList<>();
        for (Phase phase : plan.phases()) {
            for (StepSql step : resolved.phase(phase.name()).steps()) {
                ran.addAll(run(step.forward(), plan, resolved));
            }
        }
        return ran;
    }

    /** The last step first, as a rollback does. */
    List<String> back(String... steps) {
        Plan plan = plan(steps);
        Resolved resolved = resolve(plan);
        List<String> ran = new ArrayList<>();
        for (Phase phase : plan.phases().reversed()) {
            for (StepSql step : resolved.phase(phase.name()).steps().reversed()) {
                ran.addAll(run(step.back(), plan, resolved));
            }
        }
        return ran;
    }

    private List<String> run(List<Statement> statements, Plan plan, Resolved approved) {
        List<String> ran = new ArrayList<>();
        for (Statement statement : statements) {
            boolean runs =
                    statement.mode() != Mode.CHUNKS && statement.mode() != Mode.QUERY && statement.mode() != Mode.PAUSE;
            if (runs && (statement.doneWhen() == null || !ddl.holds(statement.doneWhen()))) {
                ddl.execute(statement, BUDGET, null, null);
                ran.add(statement.sql());
                if (statement.doneWhen() != null && !ddl.holds(statement.doneWhen())) {
                    throw new AssertionError("done, but its query does not say so: " + statement);
                }
                if (!resolve(plan).equals(approved)) {
                    throw new AssertionError("resolved to something else after " + statement.sql() + ":\n" + approved
                            + "\n" + resolve(plan));
                }
                conflicts(plan);
            }
        }
        return ran;
    }

    private void conflicts(Plan plan) {
        for (Phase phase : plan.phases()) {
            for (Step step : phase.steps()) {
                rendering.conflict(plan, step).ifPresent(what -> {
                    throw new AssertionError(what);
                });
            }
        }
    }

    void run(String... statements) {
        database.run(statements);
    }

    String ask(String query) {
        return database.ask(query);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
