package dev.lockkeeper.check;

import dev.lockkeeper.lint.Facts;
import dev.lockkeeper.lint.FactsReader;
import dev.lockkeeper.lint.LockForecast;
import dev.lockkeeper.lint.LockForecast.Told;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.plan.Identifier;
import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.Statement.Lock;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.TargetSession;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the statements of a plan lock, a line a table: by the manual for steps, by lint for an author's own SQL. */
@Component
class PredictedLocks {

    private final LockForecast forecast;

    PredictedLocks(LockForecast forecast) {
        this.forecast = forecast;
    }

    /** @param unknown why that is not all, null when it is */
    record Predicted(Map<TableName, Lock> locks, @Nullable String unknown) {}

    Predicted of(Plan plan, Step step, Statement statement, Target target, TargetSession session) {
        if (step instanceof Step.Sql sql) {
            return free(plan, sql, statement, target, session);
        }
        return step.about()
                .map(table -> new Predicted(Map.of(table, statement.lock()), null))
                .orElse(new Predicted(Map.of(), null));
    }

    private Predicted free(Plan plan, Step.Sql step, Statement statement, Target target, TargetSession session) {
        Optional<List<Told>> told = forecast.of(new LockForecast.Text(
                plan.engine(),
                statement.sql(),
                step.transaction(),
                made(plan, step),
                names -> facts(session, target, names)));
        if (told.isEmpty()) {
            return new Predicted(Map.of(), "lint does not know " + plan.engine().wire() + " yet");
        }
        Map<TableName, Lock> locks = new LinkedHashMap<>();
        List<String> untold = new ArrayList<>();
        for (Told one : told.get()) {
            one.untold().ifPresent(why -> untold.add("line " + one.statement().line() + ": " + why));
            one.locks().forEach(lock -> name(lock.table())
                    .ifPresent(table -> locks.merge(table, lock.lock(), Locking::both)));
        }
        return new Predicted(locks, untold.isEmpty() ? null : String.join("; ", untold));
    }

    private static Facts facts(TargetSession session, Target target, Set<ObjectName> names) {
        return FactsReader.read(session, target, names);
    }

    /** Tables that steps before this one create. */
    private static Set<ObjectName> made(Plan plan, Step until) {
        Set<ObjectName> made = new LinkedHashSet<>();
        for (Step step :
                plan.phases().stream().flatMap(phase -> phase.steps().stream()).toList()) {
            if (step == until) {
                break;
            }
            if (step instanceof Step.CreateTable create) {
                Identifier schema = create.table().schema();
                made.add(new ObjectName(
                        schema == null ? null : schema.text(),
                        create.table().name().text()));
            }
        }
        return made;
    }

    /** A name that no table can have is one that is not there. */
    private static Optional<TableName> name(ObjectName name) {
        try {
            Identifier schema = name.schema() == null ? null : new Identifier(name.schema());
            return Optional.of(new TableName(schema, new Identifier(name.name())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
