package dev.lockkeeper.check;

import dev.lockkeeper.catalog.PolicyWords;
import dev.lockkeeper.lint.Linting;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What policies may speak of: every check of the board, and every rule of every engine. */
@Component
class KnownWords implements PolicyWords {

    private final ObjectProvider<Check> checks;
    private final Linting linting;

    KnownWords(ObjectProvider<Check> checks, Linting linting) {
        this.checks = checks;
        this.linting = linting;
    }

    @Override
    public List<String> rules() {
        return linting.ids();
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
