package dev.lockkeeper.lint;

import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Parsed;
import dev.lockkeeper.lint.sql.Routine;
import dev.lockkeeper.lint.sql.Routine.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The statements inside of a block, each as a case of its own: a table that is dropped in a {@code do} is dropped all the same. What a
 * loop does to rows is left to the rules about loops.
 *
 * @param hides whether there is something in it that no rule is asked about: it cannot be read, is put together before it is executed,
 *     or there was too much
 */
record Insides(List<Inside> all, boolean hides) {

    private static final Pattern RUNS_ANOTHER = Pattern.compile("(execute|call)\\b", Pattern.CASE_INSENSITIVE);

    /** @param line of the block's body */
    record Inside(Case subject, int line) {}

    /** @param most so many statements are looked at */
    static Insides of(RuleSet set, Case block, int most) {
        Routine routine = set.inside(block.statement().act());
        List<Parsed> inner = parsed(block.statement(), routine.statements(), Math.min(most, Cases.WINDOW));
        List<Parsed> transaction = joined(block.transaction(), inner);
        MadeTables made = new MadeTables(block.engine(), block.facts());
        List<Inside> all = new ArrayList<>();
        boolean hides = inner.size() < routine.statements().size();
        for (int i = 0; i < inner.size(); i++) {
            Statement statement = routine.statements().get(i);
            Act act = statement.act();
            if (act instanceof Act.Unreadable
                    || act instanceof Act.Other other
                            && RUNS_ANOTHER.matcher(other.kind()).lookingAt()) {
                hides = true;
            } else if (!(ofRows(act) && looped(routine, statement))) {
                Case subject = new Case(
                        block.engine(),
                        inner.get(i),
                        transaction,
                        joined(block.before(), inner.subList(0, i)),
                        joined(inner.subList(i + 1, inner.size()), block.after()),
                        both(block.made(), made.now()),
                        block.settings(),
                        block.managed(),
                        block.facts());
                all.add(new Inside(subject, statement.line()));
            }
            made.note(act);
        }
        return new Insides(List.copyOf(all), hides);
    }

    private static List<Parsed> parsed(Parsed block, List<Statement> statements, int most) {
        List<Parsed> parsed = new ArrayList<>();
        for (Statement one : statements.subList(0, Math.min(most, statements.size()))) {
            parsed.add(new Parsed(parsed.size() + 1, one.text(), block.line(), block.column(), List.of(), one.act()));
        }
        return parsed;
    }

    private static boolean ofRows(Act act) {
        return act instanceof Act.Select
                || act instanceof Act.Insert
                || act instanceof Act.Update
                || act instanceof Act.Delete;
    }

    private static boolean looped(Routine routine, Statement statement) {
        return routine.loops().stream()
                .anyMatch(loop ->
                        statement.act().equals(loop.rows()) || loop.inside().contains(statement));
    }

    private static List<Parsed> joined(List<Parsed> first, List<Parsed> then) {
        List<Parsed> joined = new ArrayList<>(first);
        joined.addAll(then);
        return joined;
    }

    private static <T> Set<T> both(Set<T> some, Set<T> others) {
        if (others.isEmpty()) {
            return some;
        }
        Set<T> both = new HashSet<>(some);
        both.addAll(others);
        return both;
    }
}
