package dev.lockkeeper.check;

import java.time.Duration;
import java.time.Instant;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Whether the gate's soak time has passed since the phase before ended. */
@Component
@Order(80)
class GateSoaked implements Check {

    @Override
    public String id() {
        return "gate-soaked";
    }

    @Override
    public String title() {
        return "The phase before has soaked";
    }

    @Override
    public boolean blocking() {
        return true;
    }

    @Override
    public boolean asksTarget() {
        return false;
    }

    @Override
    public Finding ask(Launch launch) {
        Duration soak = launch.phase().gate().soak();
        if (soak.isZero()) {
            return pass(launch, "The gate asks for no soak time.");
        }
        if (launch.revision().plan().indexOf(launch.phase().name()) == 0) {
            return pass(launch, "It is the first phase; there is nothing to soak.");
        }
        Instant ended = launch.phaseBeforeEndedAt();
        if (ended == null) {
            return fail(launch, "The phase before has not ended.", "Run the phases before it first.");
        }
        Instant from = ended.plus(soak);
        String evidence = "The phase before ended at " + Times.inWords(ended) + "; with " + GateWords.inWords(soak)
                + " of soak that is " + Times.inWords(from) + ".";
        return from.isAfter(launch.askedAt())
                ? fail(launch, evidence, "Wait until " + Times.inWords(from) + ".")
                : pass(launch, evidence);
    }
}
