package dev.lockkeeper.catalog;

import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.Plan;
import java.util.List;

/**
 * What speaks against a plan before it is stored, known from the file alone. A bean; other modules bring theirs, because
 * the catalog knows no engine.
 */
public interface Objection {

    /** Everything at once; empty when there is nothing. */
    List<Failure.Problem> to(Plan plan);
}
