package dev.lockkeeper.lint.mysql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** A migration file in the making. */
final class PlanText {

    private static final int LONGEST_NAME = 80;

    private final Map<String, Object> file = new LinkedHashMap<>();
    private final List<Map<String, Object>> phases = new ArrayList<>();

    /** @param title names the migration as well */
    PlanText(String title) {
        file.put("migration", named(title));
        file.put("title", title);
        file.put("engine", "mysql");
        file.put("strategy", "expand-contract");
        file.put("phases", phases);
    }

    private static String named(String title) {
        String name =
                title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        String cut = name.substring(0, Math.min(name.length(), LONGEST_NAME)).replaceAll("-+$", "");
        return cut.length() < 3 ? "migration-" + cut : cut;
    }

    @SafeVarargs
    final PlanText phase(String name, Map<String, Object>... steps) {
        phases.add(map("phase", name, "steps", List.of(steps)));
        return this;
    }

    /** The last phase, which waits until people say that everybody is ready. */
    @SafeVarargs
    final PlanText contract(String ready, Map<String, Object>... steps) {
        Map<String, Object> gate = map("soak", "48h", "checklist", List.of(ready));
        phases.add(map("phase", "contract", "gate", gate, "steps", List.of(steps)));
        return this;
    }

    static Map<String, Object> step(String kind, Object... keysAndValues) {
        return map(kind, map(keysAndValues));
    }

    static Map<String, Object> map(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    String text() {
        DumpSettings settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setWidth(120)
                .setIndicatorIndent(2)
                .setIndentWithIndicator(true)
                .build();
        return new Dump(settings).dumpToString(file);
    }
}
