package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Expr;
import dev.lockkeeper.lint.sql.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Indexes that are built and dropped beside readers and writers, with invalid ones of an interrupted build taken away. */
final class IndexPlans {
    private IndexPlans() {}

    /** Null when the statement says more of the index than a step can. */
    static @Nullable String created(Site site, Act.CreateIndex index) {
        if (!IndexText.whole(site.in().statement().text(), index)) {
            return null;
        }
        List<Object> pairs = new ArrayList<>(List.of("table", Steps.table(site.table()), "columns", index.parts()));
        String name = index.index();
        if (name != null) {
            pairs.addAll(List.of("name", name));
        }
        if (index.unique()) {
            pairs.addAll(List.of("unique", true));
        }
        if (index.method() != null) {
            pairs.addAll(List.of("method", index.method()));
        }
        Expr where = index.where();
        if (where != null) {
            pairs.addAll(List.of("where", where.text()));
        }
        List<Map<String, Object>> steps = new ArrayList<>();
        if (index.unique() && IndexText.plain(index)) {
            steps.add(ConstraintPlans.noDuplicates(site, index.parts()));
        }
        steps.add(Steps.step("createIndex", pairs.toArray()));
        return PlanText.of(
                        site,
                        "Index " + (name == null ? "" : name + " ") + "on " + site.table(),
                        "",
                        List.of(name == null ? "index" : name))
                .phase("expand", steps)
                .yaml();
    }

    /** The table whose index it is, where a target tells. */
    static Optional<Site> owner(Case in, ObjectName index) {
        return in.facts().tables().entrySet().stream()
                .filter(table -> table.getValue().indexes().contains(index.name()))
                .findFirst()
                .map(table -> new Site(in, table.getKey()));
    }

    static @Nullable String dropped(Site site, String index) {
        return PlanText.of(site, "Drop index " + index, "", List.of("drop", index))
                .phase(
                        "contract",
                        Steps.gate(List.of("No query needs " + index)),
                        List.of(Steps.step("dropIndex", "name", index, "table", Steps.table(site.table()))))
                .yaml();
    }
}
