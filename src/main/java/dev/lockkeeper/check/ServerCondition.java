package dev.lockkeeper.check;

import dev.lockkeeper.target.Condition;
import dev.lockkeeper.target.Condition.Topic;

/** A question that the server itself answers: see {@link Topic}. What it does not tell stops nothing by itself. */
record ServerCondition(String id, String title, Topic topic, boolean blocking) implements Check {

    @Override
    public Finding ask(Launch launch) {
        launch.reached();
        return launch.conditions().stream()
                .filter(condition -> condition.topic() == topic)
                .findFirst()
                .map(condition -> of(this, launch, condition))
                .orElseGet(() -> cannotTell(launch, "The server was not asked.", "Read the board again."));
    }

    static Finding of(Check check, Launch launch, Condition condition) {
        return switch (condition.state()) {
            case GOOD -> check.pass(launch, condition.evidence());
            case BAD -> check.fail(launch, condition.evidence(), condition.advice());
            case UNTOLD -> check.cannotTell(launch, condition.evidence(), condition.advice());
        };
    }
}
