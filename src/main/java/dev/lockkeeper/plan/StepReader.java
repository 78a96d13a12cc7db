package dev.lockkeeper.plan;

import dev.lockkeeper.plan.Fields.Entry;
import dev.lockkeeper.plan.StepOptions.OnFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** Reads one element of {@code steps}: a map with one key, the kind. */
final class StepReader {

    /** Every kind that can be read. */
    private static final Map<String, BiFunction<Fields, StepOptions, Step>> KINDS = kinds();

    /** There {@code name} is the name of what is made or dropped; the step is then called after it. */
    private static final Set<String> NAMING_AN_OBJECT = Set.of("createIndex", "dropIndex", "addCheck");

    private static final Pattern RULE = Pattern.compile("[a-z0-9][a-z0-9-]{0,79}");

    private StepReader() {}

    static Set<String> supported() {
        return KINDS.keySet();
    }

    static PlacedStep read(Value value) {
        int before = value.problems().count();
        List<Entry> entries = value.fields("a step").all();
        if (entries.size() != 1) {
            if (value.problems().count() == before) {
                value.problem("a step has exactly one key, its kind; what belongs to it is indented below the kind");
            }
            return new PlacedStep(null, value, false);
        }
        return read(entries.getFirst(), before);
    }

    private static PlacedStep read(Entry entry, int before) {
        BiFunction<Fields, StepOptions, Step> kind = KINDS.get(entry.name());
        Value body = entry.value();
        if (kind == null) {
            entry.key().problem(NotYet.step(entry.name()).orElseGet(() -> unknown(entry.name())));
            return new PlacedStep(null, body, false);
        }
        Fields in = body.fields(entry.name());
        Step step = kind.apply(in, options(in, entry.name()));
        in.done();
        return new PlacedStep(step, body, body.problems().count() == before);
    }

    private static String unknown(String kind) {
        return "there is no step '" + kind + "'" + Suggestion.among(KINDS.keySet(), kind);
    }

    private static StepOptions options(Fields in, String kind) {
        return new StepOptions(
                NAMING_AN_OBJECT.contains(kind) ? null : in.optional("name", Terms::line),
                in.optional("timeout", Terms::span),
                in.optional("onFailure", value -> value.choice(OnFailure.STOP), OnFailure.STOP),
                in.optional("allow", StepReader::allowed, Map.of()));
    }

    /** Rules with reasons. Whether there is such a rule is known to lint only, which knows the engine's. */
    private static Map<String, String> allowed(Value value) {
        Map<String, String> reasons = new LinkedHashMap<>();
        int before = value.problems().count();
        for (Entry entry : value.fields(value.label()).all()) {
            if (!RULE.matcher(entry.name()).matches()) {
                entry.key().problem("the id of a rule has a-z, 0-9 and '-'; it is '" + entry.name() + "'");
            }
            reasons.put(entry.name(), Terms.line(entry.value()));
        }
        if (reasons.isEmpty() && value.problems().count() == before) {
            value.problem(value.label() + " names no rule");
        }
        return reasons;
    }

    private static Map<String, BiFunction<Fields, StepOptions, Step>> kinds() {
        Map<String, BiFunction<Fields, StepOptions, Step>> kinds = new LinkedHashMap<>();
        kinds.put("createTable", TableSteps::createTable);
        kinds.put("addColumn", TableSteps::addColumn);
        kinds.put("dropColumn", TableSteps::dropColumn);
        kinds.put("keepInSync", DataSteps::keepInSync);
        kinds.put("stopSync", DataSteps::stopSync);
        kinds.put("createIndex", IndexSteps::createIndex);
        kinds.put("dropIndex", IndexSteps::dropIndex);
        kinds.put("setNotNull", TableSteps::setNotNull);
        kinds.put("addCheck", TableSteps::addCheck);
        kinds.put("backfill", DataSteps::backfill);
        kinds.put("verify", DataSteps::verify);
        kinds.put("assert", OtherSteps::assertion);
        kinds.put("rowCount", OtherSteps::rowCount);
        kinds.put("sql", OtherSteps::sql);
        kinds.put("wait", OtherSteps::waiting);
        return kinds;
    }
}
