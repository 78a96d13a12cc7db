package dev.lockkeeper.check;

import dev.lockkeeper.check.PredictedLocks.Predicted;
import dev.lockkeeper.measure.Asked;
import dev.lockkeeper.measure.Measured;
import dev.lockkeeper.measure.Measurements;
import dev.lockkeeper.measure.Place;
import dev.lockkeeper.plan.Identifier;
import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.target.PhaseSql;
import dev.lockkeeper.target.Resolved;
import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.Statement.Lock;
import dev.lockkeeper.target.Statement.Mode;
import dev.lockkeeper.target.StepSql;
import dev.lockkeeper.target.TargetSession;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What the statements of a plan lock where it was measured, and where that differs from what was predicted. */
@Component
class MeasuredLocks {

    private static final Logger LOG = LoggerFactory.getLogger(MeasuredLocks.class);
    private static final int REMEMBERED = 1_000;

    private final Measurements measurements;

    /** Each difference is told once, however often somebody looks. */
    private final Set<String> told = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }));

    MeasuredLocks(Measurements measurements) {
        this.measurements = measurements;
    }

    /** @param unmeasured why the locks are predicted, null when they are measured */
    record Known(Map<TableName, Lock> locks, @Nullable String unknown, @Nullable String unmeasured) {}

    /** Every statement of the plan in the order in which it would run: forward, what comes after the retention, and back from the end. */
    Map<Blasts.Key, Measured> of(Resolved resolved, TargetSession session) {
        Map<Blasts.Key, Asked> asked = new LinkedHashMap<>();
        List<Blasts.Key> rows = new ArrayList<>();
        List<Runnable> back = new ArrayList<>();
        List<Runnable> later = new ArrayList<>();
        for (PhaseSql phase : resolved.phases()) {
            for (StepSql step : phase.steps()) {
                Stream.concat(step.forward().stream(), step.back().stream())
                        .filter(one -> one.mode() == Mode.CHUNKS)
                        .forEach(one -> rows.add(new Blasts.Key(phase.phase(), step.index(), one)));
                put(asked, phase, step, step.forward(), true);
                later.add(() -> put(asked, phase, step, step.later(), false));
                back.add(() -> put(asked, phase, step, step.back(), true));
            }
        }
        later.forEach(Runnable::run);
        back.reversed().forEach(Runnable::run);
        List<Measured> measured = measurements.of(session, List.copyOf(asked.values()));
        Map<Blasts.Key, Measured> found = new HashMap<>();
        rows.forEach(key -> found.put(key, new Measured(Map.of(), "it works on rows, and the copy has none")));
        int at = 0;
        for (Blasts.Key key : asked.keySet()) {
            found.put(key, measured.get(at++));
        }
        return found;
    }

    private static void put(
            Map<Blasts.Key, Asked> asked, PhaseSql phase, StepSql step, List<Statement> statements, boolean kept) {
        statements.stream()
                .filter(one -> one.mode() != Mode.PAUSE && one.mode() != Mode.QUERY && one.mode() != Mode.CHUNKS)
                .forEach(one -> asked.putIfAbsent(
                        new Blasts.Key(phase.phase(), step.index(), one), new Asked(one.sql(), kept)));
    }

    /** The measured where there is one. @param measured null where nothing was asked */
    Known known(Statement statement, Predicted predicted, @Nullable Measured measured) {
        if (measured == null || measured.why() != null) {
            return new Known(predicted.locks(), predicted.unknown(), measured == null ? null : measured.why());
        }
        Map<TableName, Lock> locks = new LinkedHashMap<>();
        // In the order of the prediction, whose first table is the statement's own.
        predicted.locks().keySet().forEach(table -> measured.locks().entrySet().stream()
                .filter(one -> same(table, one.getKey()))
                .findFirst()
                .ifPresent(one -> locks.put(table, one.getValue())));
        measured.locks().forEach((place, lock) -> {
            boolean named = predicted.locks().keySet().stream().anyMatch(table -> same(table, place));
            // What is only looked at keeps nobody waiting but who drops it.
            if (!named && !lock.mode().equals("access share")) {
                name(place).ifPresent(table -> locks.put(table, lock));
            }
        });
        tell(statement, predicted.locks(), locks);
        return new Known(locks, null, null);
    }

    private static boolean same(TableName table, Place place) {
        Identifier schema = table.schema();
        return table.name().text().equals(place.table())
                && (schema == null || schema.text().equals(place.schema()));
    }

    /** Empty for a name that no plan can have, which is on no other list of tables either. */
    private static Optional<TableName> name(Place place) {
        try {
            Identifier schema = place.schema().equals("public") ? null : new Identifier(place.schema());
            return Optional.of(new TableName(schema, new Identifier(place.table())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void tell(Statement statement, Map<TableName, Lock> predicted, Map<TableName, Lock> measured) {
        Set<TableName> tables = new LinkedHashSet<>(predicted.keySet());
        tables.addAll(measured.keySet());
        for (TableName table : tables) {
            String before = words(predicted.get(table));
            String now = words(measured.get(table));
            if (!before.equals(now) && told.add(statement.sql() + table + before + now)) {
                LOG.info("Of {} predicted: {}, measured: {}, by: {}", table, before, now, statement.sql());
            }
        }
    }

    private static String words(@Nullable Lock lock) {
        return lock == null
                ? "no lock"
                : lock.mode() + (lock.rewrites() ? ", rewrites" : "") + (lock.scans() ? ", scans" : "");
    }
}
