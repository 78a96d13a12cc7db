package dev.lockkeeper.web;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Adds a step at the end of a migration file, as far to the right as the steps before it. {@code insert-step.js} does it at the cursor. */
final class InsertedStep {
    private InsertedStep() {}

    private static final Pattern STEP =
            Pattern.compile("^( *)- (?:" + String.join("|", Starters.KINDS) + "):", Pattern.MULTILINE);

    /** Where steps stand that are written as in every example. */
    private static final String USUAL = " ".repeat(6);

    static String at(String text, String step) {
        String indent = USUAL;
        Matcher steps = STEP.matcher(text);
        while (steps.find()) {
            indent = steps.group(1);
        }
        String deep = indent;
        String added = step.lines().map(line -> deep + line + "\n").collect(Collectors.joining());
        return text.stripTrailing() + "\n" + added;
    }
}
