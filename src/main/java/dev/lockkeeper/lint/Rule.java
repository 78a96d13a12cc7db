package dev.lockkeeper.lint;

import dev.lockkeeper.plan.Level;
import java.util.List;
import java.util.function.Function;

/**
 * One rule. Pure: it looks at one statement and what is around it, and says what is wrong with it.
 *
 * @param id stable; the name that people know it by where there is one
 * @param usual its level where no policy says otherwise; style is off
 * @param danger what it is about, in one sentence, for the list of rules
 * @param look what it has against the statement; empty for nothing. One remark a table or column, not one a word
 */
public record Rule(String id, Level usual, String danger, Function<Case, List<Remark>> look) {}
