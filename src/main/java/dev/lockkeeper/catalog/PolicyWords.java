package dev.lockkeeper.catalog;

import java.util.List;

/**
 * Names that a policy may set a level for. A bean; other modules bring theirs, because the catalog knows neither rules nor
 * checks. Where nobody brings any, every name passes.
 */
public interface PolicyWords {

    /** Rules of lint. */
    default List<String> rules() {
        return List.of();
    }

    /** Checks of the board. */
    default List<String> checks() {
        return List.of();
    }

    /** Those of the checks that block whatever a policy says. */
    default List<String> unbending() {
        return List.of();
    }
}
