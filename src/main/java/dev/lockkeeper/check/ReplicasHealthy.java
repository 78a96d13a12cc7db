package dev.lockkeeper.check;

import dev.lockkeeper.Failure;
import dev.lockkeeper.target.Condition;
import dev.lockkeeper.target.Condition.State;
import dev.lockkeeper.target.Condition.Topic;
import dev.lockkeeper.target.Limits;
import dev.lockkeeper.target.TargetPolicy;
import dev.lockkeeper.target.TargetSession;
import dev.lockkeeper.target.Targets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Whether replicas keep up: as the primary sees them, and as those that the target names say themselves. */
@Component
@Order(144)
class ReplicasHealthy implements Check {

    /** One that hangs must not hold the board. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Targets targets;

    ReplicasHealthy(Targets targets) {
        this.targets = targets;
    }

    @Override
    public String id() {
        return "replicas-healthy";
    }

    @Override
    public String title() {
        return "The replicas keep up";
    }

    @Override
    public boolean blocking() {
        return false;
    }

    @Override
    public Finding ask(Launch launch) {
        launch.reached();
        List<Condition> all = new ArrayList<>(launch.conditions().stream()
                .filter(condition -> condition.topic() == Topic.REPLICAS)
                .toList());
        all.addAll(themselves(launch));
        State worst = all.stream().map(Condition::state).reduce(State.GOOD, ReplicasHealthy::worse);
        // A primary that cannot tell is no matter when every replica that is registered has told.
        if (worst == State.UNTOLD
                && all.size() > 1
                && all.stream().skip(1).allMatch(condition -> condition.state() == State.GOOD)) {
            worst = State.GOOD;
        }
        String evidence = all.stream().map(Condition::evidence).collect(Collectors.joining("\n"));
        State decided = worst;
        String advice = all.stream()
                .filter(condition -> condition.state() == decided)
                .map(Condition::advice)
                .distinct()
                .collect(Collectors.joining("\n"));
        return ServerCondition.of(this, launch, new Condition(Topic.REPLICAS, worst, evidence, advice));
    }

    private static State worse(State one, State other) {
        if (one == State.BAD || other == State.BAD) {
            return State.BAD;
        }
        return one == State.GOOD ? other : one;
    }

    private List<Condition> themselves(Launch launch) {
        Limits limits = TargetPolicy.of(launch.target()).limits();
        List<FutureTask<Condition>> asked = new ArrayList<>();
        for (String replica : launch.target().replicas()) {
            FutureTask<Condition> task = new FutureTask<>(() -> itself(launch, replica, limits));
            asked.add(task);
            Thread.ofVirtual().name("board-replica").start(task);
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        List<Condition> answers = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            String name = "Replica " + launch.target().replicas().get(i).replaceFirst("\\?.*$", "") + ": ";
            Condition answer = answer(asked.get(i), deadline);
            answers.add(new Condition(Topic.REPLICAS, answer.state(), name + answer.evidence(), answer.advice()));
        }
        return answers;
    }

    private Condition itself(Launch launch, String replica, Limits limits) {
        try (TargetSession session = targets.openReplica(launch.target(), replica, "lockkeeper board")) {
            return session.asReplica(limits.replicaLag());
        } catch (Failure failure) {
            return Condition.bad(Topic.REPLICAS, failure.message(), failure.advice());
        }
    }

    private static Condition answer(FutureTask<Condition> task, long deadline) {
        try {
            return task.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return Condition.untold(
                    Topic.REPLICAS, "It did not answer within " + PATIENCE.toSeconds() + " s.", "Look after it.");
        } catch (ExecutionException e) {
            throw new IllegalStateException("asking a replica broke", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Condition.untold(Topic.REPLICAS, "It was not waited for.", "Read the board again.");
        }
    }
}
