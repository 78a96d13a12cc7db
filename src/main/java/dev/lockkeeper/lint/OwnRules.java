package dev.lockkeeper.lint;

import dev.lockkeeper.plan.Level;
import java.util.List;

/** What lint says of itself, on every engine. They have levels as other rules have. */
final class OwnRules {
    private OwnRules() {}

    static final Rule UNREADABLE = new Rule(
            "unreadable-sql",
            Level.BLOCKING,
            "The grammar does not know it, so no rule has looked at it and no lock is known.",
            subject -> List.of());

    static final Rule WRONG_SUPPRESSION = new Rule(
            "wrong-suppression",
            Level.BLOCKING,
            "A suppression without a reason or of a rule that is not there suppresses nothing, though its author thinks so.",
            subject -> List.of());

    static final Rule UNUSED_SUPPRESSION = new Rule(
            "unused-suppression",
            Level.ADVISORY,
            "A suppression that suppresses nothing will hide the next finding of its rule.",
            subject -> List.of());

    static final Rule NOT_LOOKED_AT = new Rule(
            "not-looked-at", Level.BLOCKING, "There is more of it than is looked at in one go.", subject -> List.of());

    static final Rule UNSEEN = new Rule(
            "unseen-sql",
            Level.ADVISORY,
            "A call, a text that is executed, or part of a block does what no rule looks at: people have to read it.",
            subject -> List.of());

    static final List<Rule> ALL = List.of(UNREADABLE, WRONG_SUPPRESSION, UNUSED_SUPPRESSION, NOT_LOOKED_AT, UNSEEN);
}
