package dev.lockkeeper.check;

import dev.lockkeeper.lint.LintFinding;
import dev.lockkeeper.lint.StepFinding;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Whether a rule of lint has something against the phase's own SQL, with what the target is now. */
@Component
@Order(55)
class LintClean implements Check {

    /** The review page has them all. */
    private static final int MOST_TOLD = 5;

    private final Lints lints;

    LintClean(Lints lints) {
        this.lints = lints;
    }

    @Override
    public String id() {
        return "lint";
    }

    @Override
    public String title() {
        return "No rule stands against its SQL";
    }

    @Override
    public boolean blocking() {
        return true;
    }

    @Override
    public Finding ask(Launch launch) {
        if (!lints.known(launch.revision())) {
            return pass(launch, "There are no rules for this engine.");
        }
        List<LintFinding> found = lints.of(launch.revision(), launch.target(), launch.reached()).stream()
                .filter(one ->
                        one.phase() == null || one.phase().equals(launch.phase().name()))
                .map(StepFinding::finding)
                .toList();
        List<LintFinding> blocking = found.stream().filter(LintFinding::blocks).toList();
        String evidence = Stream.of(
                        told("Blocking", blocking),
                        told(
                                "Advisory",
                                found.stream()
                                        .filter(one -> !one.blocks() && one.suppressed() == null)
                                        .toList()),
                        told(
                                "Suppressed by the author",
                                found.stream()
                                        .filter(one -> one.suppressed() != null)
                                        .toList()))
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining("\n"));
        if (blocking.isEmpty()) {
            return pass(launch, evidence.isEmpty() ? "No rule has anything against it." : evidence);
        }
        return fail(
                launch,
                evidence,
                "Write the statements the safer way that the review shows, or suppress the rule in the file with a reason for"
                        + " approvers to read.");
    }

    private static String told(String head, List<LintFinding> found) {
        if (found.isEmpty()) {
            return "";
        }
        String more = found.size() > MOST_TOLD ? "\n" + head + ": " + (found.size() - MOST_TOLD) + " more." : "";
        return found.stream()
                        .limit(MOST_TOLD)
                        .map(one -> head + ": " + told(one) + ".")
                        .collect(Collectors.joining("\n"))
                + more;
    }

    private static String told(LintFinding finding) {
        String message = finding.message().strip();
        String sentence = message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
        return finding.rule() + " in line " + finding.line() + ": " + sentence
                + (finding.suppressed() == null ? "" : " (allowed because " + finding.suppressed() + ")");
    }
}
