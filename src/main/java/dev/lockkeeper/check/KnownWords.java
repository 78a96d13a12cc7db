package dev.lockkeeper.check;

import dev.lockkeeper.catalog.PolicyWords;
import dev.lockkeeper.lint.Rule;
import dev.lockkeeper.lint.RuleSet;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What policies may speak of: every check of the board, and every rule of every engine. */
@Component
class KnownWords implements PolicyWords {

    private final ObjectProvider<Check> checks;
    private final ObjectProvider<RuleSet> rules;

    KnownWords(ObjectProvider<Check> checks, ObjectProvider<RuleSet> rules) {
        this.checks = checks;
        this.rules = rules;
    }

    @Override
    public List<String> rules() {
        return rules.stream()
                .flatMap(each -> each.rules().stream())
                .map(Rule::id)
                .distinct()
                .toList();
    }

    @Override
    public List<String> checks() {
        return checks.stream().map(Check::id).toList();
    }

    @Override
    public List<String> unbending() {
        return List.copyOf(Boards.UNBENDING);
    }
}
