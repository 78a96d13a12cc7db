package dev.lockkeeper.web;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.Targets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The locks around a run's tables, for all who look at its page: the target is asked at most once in two seconds for each run, however
 * many look, and never while nobody does. A page does not wait for a target that is slow to answer.
 */
@Component
class RunLocks {
    private static final Logger LOG = LoggerFactory.getLogger(RunLocks.class);
    static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration FORGOTTEN = Duration.ofMinutes(1);
    private static final Duration FIRST = Duration.ofMillis(800);
    private static final int TABLES = 20;

    private final Targets targets;
    private final Map<Long, Reading> readings = new ConcurrentHashMap<>();

    RunLocks(Targets targets) {
        this.targets = targets;
    }

    /** @param before what was read before it, shown until it is there */
    private record Reading(long atNanos, CompletableFuture<LocksOfRun> answer, @Nullable LocksOfRun before) {
        Duration age() {
            return Duration.ofNanos(System.nanoTime() - atNanos);
        }

        @Nullable
        LocksOfRun last() {
            return answer.getNow(before);
        }
    }

    /** Whether the run does something that may wait for others, or has given up over them. */
    static boolean matter(Run run) {
        return switch (run.state()) {
            case RUNNING, PAUSING, CANCELLING, ROLLING_BACK -> true;
            case FAILED -> run.error() != null && run.error().code().equals(Code.LOCK_NOT_GRANTED.wire());
            case SCHEDULED, WAITING, PAUSED, INTERRUPTED, CANCELLED, STUCK, ROLLED_BACK, SUCCEEDED -> false;
        };
    }

    /** Null while they do not matter, or are not known yet. @param plan of the run's revision */
    @Nullable
    LocksOfRun of(Run run, Optional<Plan> plan, Person by) {
        if (!matter(run)) {
            return null;
        }
        Optional<Target> target = targets.find(run.target()).filter(found -> seenLikeTheRun(found, run));
        if (target.isEmpty()) {
            return null;
        }
        readings.values().removeIf(old -> old.age().compareTo(FORGOTTEN) > 0);
        Reading reading = Objects.requireNonNull(readings.compute(
                run.id(),
                (id, last) ->
                        last == null || last.answer().isDone() && last.age().compareTo(EVERY) >= 0
                                ? read(run, target.get(), tables(plan), by, last)
                                : last));
        return reading.before() == null ? first(reading) : reading.last();
    }

    /** Another target of the same name could belong to other people than the run does. */
    private static boolean seenLikeTheRun(Target target, Run run) {
        return target.environment().equals(run.environment()) && Objects.equals(target.team(), run.team());
    }

    private static Set<TableName> tables(Optional<Plan> plan) {
        Set<TableName> tables = new LinkedHashSet<>();
        plan.ifPresent(found -> found.phases().stream()
                .flatMap(phase -> phase.steps().stream())
                .map(Step::about)
                .flatMap(Optional::stream)
                .forEach(tables::add));
        return tables.stream().limit(TABLES).collect(java.util.stream.Collectors.toCollection(LinkedHashSet::new));
    }

    private Reading read(Run run, Target target, Set<TableName> tables, Person by, @Nullable Reading last) {
        CompletableFuture<LocksOfRun> answer = new CompletableFuture<>();
        Thread.ofVirtual().name("locks-of-run-" + run.id()).start(() -> answer.complete(ask(run, target, tables, by)));
        return new Reading(System.nanoTime(), answer, last == null ? null : last.last());
    }

    private LocksOfRun ask(Run run, Target target, Set<TableName> tables, Person by) {
        try {
            return targets.ask(
                    target.name(),
                    by,
                    session -> LocksOfRun.of(run.id(), targets.mark(target), session.sessions(), session.uses(tables)));
        } catch (Failure failure) {
            return LocksOfRun.untold(failure.message());
        } catch (RuntimeException e) {
            LOG.warn("The locks of run {} could not be read", run.id(), e);
            return LocksOfRun.untold("They could not be read; the server's log has the reason.");
        }
    }

    private static @Nullable LocksOfRun first(Reading reading) {
        try {
            return reading.answer().get(FIRST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            return null;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
