package dev.lockkeeper.engine;

import dev.lockkeeper.run.RunFacts.StepFact;
import java.time.Instant;

/** How a piece of work ended, if it did not fail. */
sealed interface Outcome {

    /** Done, with what is to be written about it. */
    record Done(StepFact fact, String message) implements Outcome {}

    /** A person wishes something else; it stands between two chunks or tries. */
    record Stopped() implements Outcome {}

    /** Nothing to do until then; the task is put back and the thread is free. */
    record Later(Instant at) implements Outcome {}
}
