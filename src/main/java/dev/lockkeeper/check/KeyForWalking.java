package dev.lockkeeper.check;

import dev.lockkeeper.plan.Engine;
import dev.lockkeeper.plan.Identifier;
import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.plan.WithoutKey;
import dev.lockkeeper.target.TableShape;
import dev.lockkeeper.target.TargetSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Whether each table that is backfilled or verified has a key to walk it by, or may be walked without one. */
@Component
@Order(110)
class KeyForWalking implements Check {

    @Override
    public String id() {
        return "table-key";
    }

    @Override
    public String title() {
        return "Tables whose rows are walked have a key";
    }

    @Override
    public boolean blocking() {
        return true;
    }

    @Override
    public Finding ask(Launch launch) {
        Set<TableName> walked = TouchedTables.walkedFrom(launch);
        if (walked.isEmpty()) {
            return pass(launch, "It walks no table.");
        }
        TargetSession session = launch.reached();
        List<String> keys = new ArrayList<>();
        List<String> without = new ArrayList<>();
        for (TableName table : walked) {
            Optional<List<String>> key = key(launch, session.table(table), table);
            if (key.isEmpty()) {
                return unknown(
                        launch, "The table " + table + " is not there.", "Create it, or correct its name in the file.");
            }
            Optional<String> refusal = key.get().isEmpty() ? refusal(launch, table) : Optional.empty();
            if (refusal.isPresent()) {
                without.add(table + ": " + refusal.get());
            } else {
                keys.add(table
                        + (key.get().isEmpty() ? " (no key: by blocks)" : " (" + String.join(", ", key.get()) + ")"));
            }
        }
        return without.isEmpty()
                ? pass(launch, "Walked by " + String.join("; ", keys) + ".")
                : fail(
                        launch,
                        "No key: " + String.join("; ", without) + ".",
                        "Add a primary key, or a unique index over columns that are not null.");
    }

    /** Why a step of the plan may not walk the table without a key; the steps of phases that are done count no more. */
    private static Optional<String> refusal(Launch launch, TableName table) {
        Plan plan = launch.revision().plan();
        if (plan.engine() != Engine.POSTGRESQL) {
            return Optional.of("on this engine rows can only be walked by a key");
        }
        return plan
                .phases()
                .subList(plan.phases().indexOf(launch.phase()), plan.phases().size())
                .stream()
                .flatMap(phase -> phase.steps().stream())
                .filter(step -> step instanceof Step.Backfill || step instanceof Step.Verify)
                .filter(step -> step.about().equals(Optional.of(table)))
                .flatMap(step -> WithoutKey.refusal(plan, step).stream())
                .findFirst();
    }

    /** The key that is there, or that the plan gives the table when it creates it; empty when there is no such table. */
    private static Optional<List<String>> key(Launch launch, Optional<TableShape> shape, TableName table) {
        return shape.map(TableShape::key).or(() -> TouchedTables.created(
                        launch.revision().plan(), table)
                .map(create ->
                        create.primaryKey().stream().map(Identifier::text).toList()));
    }
}
