package dev.lockkeeper.target;

import dev.lockkeeper.plan.Engine;
import dev.lockkeeper.security.Person;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The registered databases. */
@Component
public class Targets {

    /** @throws dev.lockkeeper.Failure {@code invalid} with every finding, {@code already-exists}, {@code forbidden} (needs admin) */
    public Target register(TargetSpec spec, Person by) {
        throw new IllegalStateException("to be written");
    }

    public Target update(String name, TargetSpec change, Person by) {
        throw new IllegalStateException("to be written");
    }

    /** Takes it off the list; its runs stay. @throws dev.lockkeeper.Failure {@code in-use} while a run is active on it */
    public void remove(String name, Person by) {
        throw new IllegalStateException("to be written");
    }

    /** Those that the person may see, by name. */
    public List<Target> list(Person by) {
        throw new IllegalStateException("to be written");
    }

    /** @throws dev.lockkeeper.Failure {@code not-found}, also for what the person may not see */
    public Target get(String name, Person by) {
        throw new IllegalStateException("to be written");
    }

    /** For the engine. */
    public Optional<Target> find(String name) {
        throw new IllegalStateException("to be written");
    }

    /** Connects and asks; a target that is down is an answer, not a failure. */
    public Probe probe(String name, Person by) {
        throw new IllegalStateException("to be written");
    }

    /** For the engine and the checks. The caller closes it. */
    public TargetSession open(Target target, String application) {
        throw new IllegalStateException("to be written");
    }

    /** @throws dev.lockkeeper.Failure {@code not-yet} for an engine without a dialect */
    public Dialect dialect(Engine engine) {
        throw new IllegalStateException("to be written");
    }
}
