package dev.lockkeeper.web;

import dev.lockkeeper.check.Board;
import dev.lockkeeper.check.Finding;
import dev.lockkeeper.run.Runs.Override;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A board with what the form under it can answer.
 *
 * @param action where the form goes
 * @param checklist sentences that have to be confirmed one by one
 */
record BoardForm(
        Board board, String action, String phase, List<String> checklist, boolean mayLaunch, boolean mayOverride) {

    static final String OVERRIDE = "override.";

    /** The check that the boxes of this very form answer. */
    static final String CHECKLIST = "checklist-confirmed";

    /** What nobody can take upon themselves; {@code run} refuses it in any case. */
    private static final Set<String> NEVER =
            Set.of("phase-approved", "target-reachable", "engine-fits", "plan-resolves");

    BoardForm {
        checklist = List.copyOf(checklist);
    }

    public Mark mark(Finding finding) {
        boolean below = finding.id().equals(CHECKLIST) && finding.stops();
        return below ? new Mark("dotted", "to confirm beside", "hold") : Mark.of(finding);
    }

    /** Those that stand in the way first. */
    public List<Finding> checks() {
        return board.checks().stream()
                .sorted(Comparator.comparing((Finding finding) -> !finding.stops())
                        .thenComparing(finding -> finding.result() == Finding.Result.PASS))
                .toList();
    }

    /** What stands in the way and is not answered by the form itself. */
    public List<Finding> stopping() {
        return board.stopping().stream()
                .filter(finding -> !finding.id().equals(CHECKLIST))
                .toList();
    }

    /** What an admin may pass over with a reason. */
    public List<Finding> overridable() {
        return mayOverride
                ? stopping().stream()
                        .filter(finding -> !NEVER.contains(finding.id()))
                        .toList()
                : List.of();
    }

    /** Whether reasons alone are enough to launch. */
    public boolean onlyReasonsMissing() {
        return !ready() && overridable().size() == stopping().size();
    }

    public boolean ready() {
        return stopping().isEmpty();
    }

    public @Nullable Instant readAt() {
        return board.checks().stream()
                .map(Finding::checkedAt)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    /** {@code go}, {@code go, once confirmed} or {@code no-go · 2 open}. */
    public String verdict() {
        if (!ready()) {
            return "no-go · " + stopping().size() + " open";
        }
        return board.go() ? "go" : "go, once confirmed";
    }

    /** The reasons that were typed; a blank one overrides nothing. */
    static List<Override> overrides(Map<String, String> form) {
        return form.entrySet().stream()
                .filter(field ->
                        field.getKey().startsWith(OVERRIDE) && !field.getValue().isBlank())
                .map(field -> new Override(
                        field.getKey().substring(OVERRIDE.length()),
                        field.getValue().strip()))
                .sorted(Comparator.comparing(Override::check))
                .toList();
    }

    static Set<String> confirmed(@Nullable List<String> boxes) {
        return boxes == null ? Set.of() : new TreeSet<>(boxes);
    }
}
