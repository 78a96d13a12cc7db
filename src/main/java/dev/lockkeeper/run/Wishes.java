package dev.lockkeeper.run;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Carries out a person's wish: hold the run, ask whether it makes sense now, write wish, event, record and task together. */
@Component
class Wishes {

    /** The slowest pace and the one that does not slow at all. */
    private static final int SLOWEST = 1;

    private static final int FASTEST = 11;

    private final RunStore runs;
    private final RunReader reader;
    private final RunTrail trail;
    private final RunWaking waking;
    private final TransactionTemplate transaction;

    Wishes(RunStore runs, RunReader reader, RunTrail trail, RunWaking waking, TransactionTemplate transaction) {
        this.runs = runs;
        this.reader = reader;
        this.trail = trail;
        this.waking = waking;
        this.transaction = transaction;
    }

    /**
     * What a wish makes of a run.
     *
     * @param done in words, for the event: {@code Paused by ann.}
     * @param wakeAt when the engine has to look at it
     * @param more for the event and the record
     */
    record Answer(RunStore.Move move, String done, Instant wakeAt, Map<String, ?> more) {}

    /** Who wishes what. @param verb {@code pause}; also the end of the audit record's action */
    record Wished(long run, String verb, @Nullable String reason, Person by) {}

    /**
     * @param decide what to make of the run as it stands, which is held; throws what speaks against it
     * @return the run afterwards
     */
    Run grant(Wished wished, Function<Run, Answer> decide) {
        return inTransaction(() -> {
            Run run = held(wished.run(), wished.by());
            Answer answer = decide.apply(run);
            RunState to = answer.move().to();
            if (run.state() != to && !run.state().mayBecome(to)) {
                throw illegal(run, wished.verb());
            }
            write(run, answer, wished);
            return reader.get(run.id());
        });
    }

    private void write(Run run, Answer answer, Wished wished) {
        if (!runs.move(run, answer.move())) {
            throw new IllegalStateException("run " + run.id() + " was changed while it was held");
        }
        Map<String, Object> after = new LinkedHashMap<>();
        after.put("wish", answer.move().wish().wire());
        after.putAll(answer.more());
        String action = "run." + wished.verb();
        trail.moved(
                run,
                answer.move().to(),
                new RunTrail.Entry(wished.by().actor(), action, "wish", answer.done(), after, wished.reason()));
        waking.wake(run.id(), answer.wakeAt());
    }

    Run dial(long id, int dial, Person by) {
        if (dial < SLOWEST || dial > FASTEST) {
            throw Failure.invalid(
                    "The dial goes from 1 to 11, not to " + dial + ".", "1 is the slowest, 11 does not slow at all.");
        }
        return inTransaction(() -> {
            Run run = held(id, by);
            if (run.state().ended()) {
                throw illegal(run, "dial");
            }
            runs.dial(run, dial);
            String done = "The pace is now " + dial + " instead of " + run.dial() + ", wishes " + by.username() + ".";
            Map<String, Integer> after = Map.of("dial", dial);
            trail.moved(run, run.state(), new RunTrail.Entry(by.actor(), "run.dial", "wish", done, after, null));
            return reader.get(id);
        });
    }

    /** @throws Failure {@code not-found} for what the person may not see, {@code forbidden} for what they may not operate */
    Run operable(long id, Person by) {
        Run run = reader.find(id)
                .filter(found -> by.sees(found.environment(), found.team()))
                .orElseThrow(() -> RunStore.missing(id));
        by.require(Role.OPERATOR, run.environment(), run.team());
        return run;
    }

    private Run held(long id, Person by) {
        operable(id, by);
        runs.hold(id);
        return reader.get(id);
    }

    private Run inTransaction(Supplier<Run> work) {
        return Objects.requireNonNull(transaction.execute(status -> work.get()));
    }

    static Failure illegal(Run run, String verb) {
        return new Failure(
                Code.ILLEGAL_STATE,
                "Run " + run.id() + " is " + run.state().wire() + " ("
                        + run.state().meaning() + ") and takes no " + verb + " now. Nothing was changed.",
                run.state().next().isEmpty()
                        ? "Nothing follows this state; launch the migration again if it is to run again."
                        : "See what the run's page offers now.");
    }
}
