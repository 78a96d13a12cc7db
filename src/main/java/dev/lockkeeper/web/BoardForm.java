package dev.lockkeeper.web;

import dev.lockkeeper.check.Attestation;
import dev.lockkeeper.check.Board;
import dev.lockkeeper.check.Boards;
import dev.lockkeeper.check.Finding;
import dev.lockkeeper.run.Runs.Override;
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
        Board board,
        String action,
        String phase,
        List<String> checklist,
        boolean attests,
        boolean mayLaunch,
        boolean mayOverride) {

    static final String OVERRIDE = "override.";

    /** The check that a link and a time of this form answer, where the target's policy wants it so. */
    static final String BACKUP = "backup-fresh";

    /** The check that a later start answers. */
    private static final String WINDOW = "in-window";

    static final String LINK = "attest.link";
    static final String TAKEN = "attest.at";

    /** The check that the boxes of this very form answer. */
    static final String CHECKLIST = "checklist-confirmed";

    BoardForm {
        checklist = List.copyOf(checklist);
    }

    public Mark mark(Finding finding) {
        boolean below = finding.stops() && answeredHere(finding);
        return below ? new Mark("dotted", "to confirm beside", "hold") : Mark.of(finding);
    }

    private boolean answeredHere(Finding finding) {
        return finding.id().equals(CHECKLIST) || attests && finding.id().equals(BACKUP);
    }

    /** What stands in the way first, then what fails without doing so, then what is unknown. */
    public List<Finding> open() {
        return board.checks().stream()
                .filter(finding -> finding.result() != Finding.Result.PASS)
                .sorted(Comparator.comparing((Finding finding) -> !finding.stops())
                        .thenComparing(finding -> finding.result() == Finding.Result.UNKNOWN))
                .toList();
    }

    /** What passes, and is folded away as long as something does not. */
    public List<Finding> passed() {
        return board.checks().stream()
                .filter(finding -> finding.result() == Finding.Result.PASS)
                .toList();
    }

    /** What stands in the way and is not answered by the form itself. */
    public List<Finding> stopping() {
        return board.stopping().stream()
                .filter(finding -> !answeredHere(finding))
                .toList();
    }

    /** What an admin may pass over with a reason. */
    public List<Finding> overridable() {
        return mayOverride
                ? stopping().stream()
                        .filter(finding -> !Boards.UNBENDING.contains(finding.id()))
                        .toList()
                : List.of();
    }

    /** Whether reasons alone are enough to launch. */
    public boolean onlyReasonsMissing() {
        return !ready() && overridable().size() == stopping().size();
    }

    /** Whether a time of start in a window may be all that is missing. */
    public boolean onlyTheWindow() {
        return action.equals("/runs")
                && !stopping().isEmpty()
                && stopping().stream().allMatch(finding -> finding.id().equals(WINDOW));
    }

    /** Whether nothing that this form says can open it. */
    public boolean dead() {
        return !ready() && !onlyReasonsMissing() && !onlyTheWindow();
    }

    public boolean ready() {
        return stopping().isEmpty();
    }

    /** {@code go}, {@code go, once confirmed} or {@code no-go · 2 in the way}. */
    public String verdict() {
        if (!ready()) {
            return "no-go · " + stopping().size() + " in the way";
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

    /** The link that was typed; none where the field is empty. */
    static List<Attestation> attested(Map<String, String> form) {
        String link = Forms.blankToNull(form.get(LINK));
        return link == null ? List.of() : List.of(Attestation.of(BACKUP, link, Forms.utc(form.get(TAKEN))));
    }

    static Set<String> confirmed(@Nullable List<String> boxes) {
        return boxes == null ? Set.of() : new TreeSet<>(boxes);
    }
}
