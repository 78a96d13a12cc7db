package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.sql.ObjectName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** A migration file in the making. What it is made of is data; the library writes it, so that no name or SQL can break out of its place. */
final class PlanText {

    /** A file is at most 1 MiB; a statement that long is not repeated in it. */
    private static final int LONGEST = 500_000;

    private static final int LONGEST_QUOTED = 2_000;
    private static final int LONGEST_ID = 80;

    private final Map<String, Object> file = new LinkedHashMap<>();
    private final List<Object> phases = new ArrayList<>();
    private final boolean possible;

    private PlanText(boolean possible) {
        this.possible = possible;
    }

    /**
     * A plan for a table. Its id is made from the table and the words.
     *
     * @param title on one line
     * @param notes what the author has to know or to do, in Markdown; empty for nothing
     * @param words of the id, the names of columns and constraints among them
     */
    static PlanText of(Site site, String title, String notes, List<String> words) {
        List<String> names = new ArrayList<>(List.of(site.table().name()));
        names.addAll(words);
        PlanText plan = new PlanText(writable(site.table()) && names.stream().allMatch(PlanText::writable));
        plan.file.put("migration", id(names.size() > 1 && names.get(1).startsWith(names.getFirst()) ? words : names));
        plan.file.put("title", title);
        plan.file.put("engine", "postgresql");
        plan.file.put("strategy", "expand-contract");
        plan.file.put("description", description(site.in(), notes));
        plan.file.put("phases", plan.phases);
        return plan;
    }

    PlanText phase(String name, List<Map<String, Object>> steps) {
        return phase(name, Map.of(), steps);
    }

    PlanText phase(String name, Map<String, Object> gate, List<Map<String, Object>> steps) {
        Map<String, Object> phase = new LinkedHashMap<>();
        phase.put("phase", name);
        if (!gate.isEmpty()) {
            phase.put("gate", gate);
        }
        phase.put("steps", steps);
        phases.add(phase);
        return this;
    }

    /** The file; null when a name of it cannot be written there. */
    @Nullable
    String yaml() {
        if (!possible) {
            return null;
        }
        DumpSettings settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setSchema(new CoreSchema())
                .setWidth(160)
                .setIndicatorIndent(2)
                .setIndentWithIndicator(true)
                .build();
        String yaml = new Dump(settings).dumpToString(file);
        return yaml.length() > LONGEST ? null : yaml;
    }

    private static String description(Case in, String notes) {
        String text = in.statement().text().strip();
        String quoted =
                text.length() > LONGEST_QUOTED ? "" : "\n\n" + text.indent(4).stripTrailing();
        return "Does in phases what this statement does at once:" + quoted + (notes.isEmpty() ? "" : "\n\n" + notes)
                + "\n";
    }

    private static String id(List<String> words) {
        String id = String.join("-", words).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String cut = id.length() > LONGEST_ID ? id.substring(0, LONGEST_ID) : id;
        String bare = cut.replaceAll("^-+|-+$", "");
        return bare.length() < 3 ? "migration-" + (bare.isEmpty() ? "1" : bare) : bare;
    }

    /** A dot separates schema and table there. */
    private static boolean writable(ObjectName table) {
        String schema = table.schema();
        return !table.name().contains(".") && (schema == null || !schema.contains(".") && writable(schema));
    }

    private static boolean writable(String name) {
        return !name.isEmpty() && !Names.tooLong(name) && name.chars().noneMatch(Character::isISOControl);
    }
}
