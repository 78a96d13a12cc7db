package dev.lockkeeper.run;

import dev.lockkeeper.check.Done;
import org.springframework.stereotype.Component;

/** Tells the checks which migrations stand on a target. */
@Component
class SucceededRuns implements Done {

    private final RunReader reader;

    SucceededRuns(RunReader reader) {
        this.reader = reader;
    }

    @Override
    public boolean succeeded(String migration, String target) {
        return !reader.succeeded(migration, target).isEmpty();
    }

    @Override
    public boolean succeededIn(String migration, int revision, String environment) {
        return reader.succeededIn(migration, revision, environment);
    }
}
