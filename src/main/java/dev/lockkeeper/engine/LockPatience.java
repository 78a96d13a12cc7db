package dev.lockkeeper.engine;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.run.RunFacts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Asks again while somebody holds a table so that it cannot even be read: a rewrite, a truncation, a change of its form. As often and for
 * as long as a statement asks for its lock; a question that only reads must not fail a run sooner than that.
 */
@Component
class LockPatience {

    private final RunFacts facts;
    private final Pauses pauses;
    private final Interrupter interrupter;
    private final EngineSettings settings;
    private final Clock clock;

    LockPatience(RunFacts facts, Pauses pauses, Interrupter interrupter, EngineSettings settings, Clock clock) {
        this.facts = facts;
        this.pauses = pauses;
        this.interrupter = interrupter;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * @param question may be asked any number of times
     * @return empty when it was cut short by a wish or by this server's shutdown
     */
    <T> Optional<T> ask(Work work, String what, Supplier<String> inTheWay, Supplier<T> question) {
        @Nullable LockRetry retry = null;
        while (true) {
            Instant asked = clock.instant();
            try {
                return Optional.of(question.get());
            } catch (Failure failure) {
                if (failure.code() != Code.LOCK_NOT_GRANTED || interrupter.interrupts(work)) {
                    throw failure;
                }
                Instant now = clock.instant();
                // A walk may have gone on for hours before it met somebody.
                if (retry == null || Duration.between(asked, now).compareTo(settings.lockPatience()) > 0) {
                    retry = new LockRetry(now, settings.lockPatience(), ThreadLocalRandom.current());
                }
                Duration pause = retry.failed(now).orElseThrow(() -> failure);
                facts.event(
                        work.claim(),
                        "lock",
                        what + " has to wait, try " + retry.attempts() + "; again in " + pause.toMillis() + " ms: "
                                + failure.message() + inTheWay.get(),
                        Map.of("attempt", retry.attempts()));
                if (!pauses.pause(work, pause)) {
                    return Optional.empty();
                }
            }
        }
    }
}
