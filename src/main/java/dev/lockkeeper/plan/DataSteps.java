package dev.lockkeeper.plan;

import dev.lockkeeper.plan.Fields.Entry;
import dev.lockkeeper.plan.Step.ChunkSize;
import dev.lockkeeper.plan.Step.Guard;
import dev.lockkeeper.plan.Step.Throttle;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** The steps that compute columns from columns: the sync, the backfill, and their comparison. */
final class DataSteps {

    static final int MAX_LANES = 16;

    /** As many as were measured to be worth their connections on a small server. */
    static final int DEFAULT_LANES = 2;

    private static final int MOST_ROWS = 10_000_000;
    private static final Duration LONGEST_CHUNK = Duration.ofMinutes(1);

    private DataSteps() {}

    static Step keepInSync(Fields in, StepOptions options) {
        TableName table = in.required("table", Terms::table);
        Map<Identifier, String> set = in.required("set", DataSteps::expressions);
        Map<Identifier, String> reverse = in.optional("reverse", DataSteps::expressions, Map.of());
        for (Identifier column : reverse.keySet()) {
            if (set.containsKey(column)) {
                in.problem("'" + column + "' is in both 'set' and 'reverse'; a column is either computed or a source");
            }
        }
        return new Step.KeepInSync(options, table, set, reverse);
    }

    static Step stopSync(Fields in, StepOptions options) {
        return new Step.StopSync(options, in.required("table", Terms::table));
    }

    static Step backfill(Fields in, StepOptions options) {
        TableName table = in.required("table", Terms::table);
        boolean fromSync = in.optional("set", DataSteps::saysSync, false);
        Map<Identifier, String> set = fromSync ? Map.of() : in.required("set", DataSteps::syncOrExpressions);
        Guard guard = in.optional("guard", value -> value.choice(Guard.MISMATCH), Guard.MISMATCH);
        if (guard == Guard.MARKER && !fromSync) {
            in.problem("'guard: marker' goes with 'set: sync': the mark of a row speaks of all columns of the sync");
        }
        return new Step.Backfill(
                options,
                table,
                set,
                fromSync,
                guard,
                in.optional("chunk", DataSteps::chunk, ChunkSize.DEFAULT),
                in.optional("lanes", DataSteps::lanes, DEFAULT_LANES),
                in.optional("throttle", ThrottleKeys::read, Throttle.NONE),
                in.optional("clear", Value::flag, false));
    }

    static Step verify(Fields in, StepOptions options) {
        TableName table = in.required("table", Terms::table);
        boolean fromSync = in.optional("same", DataSteps::saysSync, false);
        Map<Identifier, String> same = fromSync ? Map.of() : in.required("same", DataSteps::syncOrExpressions);
        return new Step.Verify(options, table, same, fromSync);
    }

    private static boolean saysSync(Value value) {
        return value.node() instanceof ScalarNode scalar && scalar.getValue().equals("sync");
    }

    private static Map<Identifier, String> syncOrExpressions(Value value) {
        if (value.node() instanceof ScalarNode) {
            value.problem(value.label() + " must be the word sync, or a map of columns to expressions");
            return Map.of();
        }
        return expressions(value);
    }

    private static Map<Identifier, String> expressions(Value value) {
        Map<Identifier, String> expressions = new LinkedHashMap<>();
        int before = value.problems().count();
        for (Entry entry : value.fields(value.label()).all()) {
            expressions.put(Terms.name(entry.key(), entry.name()), entry.value().sql());
        }
        if (expressions.isEmpty() && value.problems().count() == before) {
            value.problem(value.label() + " names no column");
        }
        return expressions;
    }

    private static ChunkSize chunk(Value value) {
        Fields in = value.fields("'chunk'");
        ChunkSize standard = ChunkSize.DEFAULT;
        Duration time = in.optional("time", Terms::span, standard.time());
        int min = in.optional("min", DataSteps::rows, standard.min());
        int max = in.optional("max", DataSteps::rows, standard.max());
        long bytes = in.optional("bytes", Terms::bytes, standard.bytes());
        in.done();
        if (min > max) {
            value.problem("'min' of a chunk (" + min + ") is more than its 'max' (" + max + ")");
        }
        if (time.compareTo(LONGEST_CHUNK) > 0) {
            value.problem("'time' of a chunk is at most 1m: its rows stay locked that long");
        }
        return new ChunkSize(time, min, max, bytes);
    }

    private static int rows(Value value) {
        return value.whole(1, MOST_ROWS);
    }

    private static int lanes(Value value) {
        Fields in = value.fields("'lanes'");
        int max = in.required("max", number -> number.whole(1, MAX_LANES));
        in.done();
        return max;
    }
}
